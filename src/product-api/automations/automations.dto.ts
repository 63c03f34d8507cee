import { listPlan, type ListPlan } from '../access/list-plan.js';
import type { ListQuery } from '../access/list-query.js';
import { Flag, Moment, Nested, OneOf, Text, Whole, WireId } from '../wire/fields.js';
import { AudienceField, SettingsField, StepField, TriggerField } from './definition.fields.js';
import { TRIGGERS, type Audience, type Step, type Trigger } from './definition/definition.js';
import {
  AUTOMATION_STATUSES,
  AutomationEntity,
  PAUSED_REASONS,
} from './internal/automation.entity.js';

/** Totals since it was made. */
export class AutomationStats {
  @Whole({ from: 'enteredCount' }) entered!: number;
  @Whole({ from: underWay, description: 'Contacts in it now.' }) active!: number;
  @Whole({ from: 'completedCount' }) completed!: number;
  @Whole({ from: 'stoppedCount', description: 'Ended before the last step.' }) stopped!: number;
  @Whole({ from: 'messageCount' }) messages!: number;
  @Whole({ from: 'skippedCount', description: 'Messages that were not sent.' }) skipped!: number;
}

function underWay({ enteredCount, completedCount, stoppedCount }: AutomationEntity): number {
  return Math.max(0, enteredCount - completedCount - stoppedCount);
}

/** An automation on the wire. */
export class Automation {
  @WireId('aut') id!: string;
  @Text() title!: string;
  @OneOf(AUTOMATION_STATUSES) status!: AutomationEntity['status'];
  @OneOf(PAUSED_REASONS, { nullable: true, description: 'Why it is paused.' })
  pausedReason!: AutomationEntity['pausedReason'];
  @TriggerField() trigger!: Trigger;
  @AudienceField({ nullable: true, description: 'Who may enter; null for everybody.' })
  audience!: Audience | null;
  @Text({ many: true, description: 'Types of events that end it for a contact.' })
  cancelEvents!: readonly string[];
  @StepField({ many: true }) steps!: readonly Step[];
  @SettingsField() settings!: object;
  @Whole() version!: number;
  @Nested(AutomationStats, { from: (row: AutomationEntity) => row }) stats!: AutomationStats;
  @Moment() createdAt!: string;
  @Moment() updatedAt!: string;
}

const PLAN = listPlan('automations', AutomationEntity, Automation, {
  filters: { status: ['eq', 'neq', 'in'], title: ['contains'] },
  sorts: { title: 'asc', updatedAt: 'asc' },
});

export class ListAutomationsDto extends PLAN.Query {
  @OneOf(TRIGGERS, { optional: true, description: 'Automations with this trigger.' })
  trigger_eq?: (typeof TRIGGERS)[number];
}

/** The trigger is an object, whose one member is its kind. */
export const AUTOMATION_LIST: ListPlan<Automation, ListQuery> = {
  ...PLAN,
  filters: { ...PLAN.filters, trigger_eq: 'jsonb_exists(trigger, :trigger_eq::text)' },
};

const TITLE = { min: 1, max: 120, example: 'Welcome' } as const;

export class CreateAutomationDto {
  @Text(TITLE) title!: string;
  @TriggerField() trigger!: Trigger;
  @AudienceField({ nullable: true, default: null }) audience: Audience | null = null;
  @Text({ many: true, default: [] }) cancelEvents: readonly string[] = [];
  @StepField({ many: true }) steps!: readonly Step[];
  @SettingsField({ default: {} }) settings: object = {};
}

/** What is absent stays as it is; settings are changed one by one. */
export class PatchAutomationDto {
  @Text({ ...TITLE, optional: true }) title?: string;
  @TriggerField({ optional: true }) trigger?: Trigger;
  @AudienceField({ nullable: true, optional: true }) audience?: Audience | null;
  @Text({ many: true, optional: true }) cancelEvents?: readonly string[];
  @StepField({ many: true, optional: true }) steps?: readonly Step[];
  @SettingsField({ optional: true }) settings?: object;
}

/** Something that stands in the way of switching it on. */
export class AutomationProblem {
  @Text({ description: 'JSON Pointer into the automation.' }) pointer!: string;
  @Text() code!: string;
  @Text() message!: string;
}

export class AutomationValidation {
  @Flag() valid!: boolean;
  @Nested(AutomationProblem, { many: true }) problems!: readonly AutomationProblem[];
}
