import { listPlan, type ListPlan } from '../access/list-plan.js';
import type { ListQuery } from '../access/list-query.js';
import { Moment, Nested, OneOf, Whole, WireId } from '../wire/fields.js';
import { END_REASONS, EnrollmentEntity } from './internal/enrollment.entity.js';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
} from '../../platform/validation/class-validator.js';

const ENROLLMENT_STATUSES = ['active', 'ended'] as const;

/** A contact in an automation, or who was. */
export class Enrollment {
  @WireId('enr') id!: string;
  @WireId('aud') contactId!: string;
  @Whole({ description: 'The version of the automation that it runs.' }) version!: number;
  @OneOf(ENROLLMENT_STATUSES, { from: statusOf })
  status!: (typeof ENROLLMENT_STATUSES)[number];
  @OneOf(END_REASONS, { nullable: true }) endReason!: EnrollmentEntity['endReason'];
  @Moment({ nullable: true, from: dueAt, description: 'When it goes on.' }) dueAt!: string | null;
  @Moment() enteredAt!: string;
  @Moment({ nullable: true, description: 'Its last message.' }) messagedAt!: string | null;
  @Moment({ nullable: true }) endedAt!: string | null;
}

function statusOf({ endedAt }: EnrollmentEntity): (typeof ENROLLMENT_STATUSES)[number] {
  return endedAt === null ? 'active' : 'ended';
}

/** Also of one that is put aside. */
function dueAt({ dueAt: due, lateSince }: EnrollmentEntity): Date | null {
  return due ?? lateSince;
}

const PLAN = listPlan('automation-enrollments', EnrollmentEntity, Enrollment, {
  filters: { endReason: ['eq', 'in'], contactId: ['eq'], enteredAt: ['gt', 'gte', 'lt', 'lte'] },
  sorts: { enteredAt: 'desc' },
});

export class ListEnrollmentsDto extends PLAN.Query {}

/** Of one automation, which the caller of the list has found. */
export const ENROLLMENT_LIST: ListPlan<Enrollment, ListQuery> = {
  ...PLAN,
  filters: { ...PLAN.filters, automationId: 'automation_id = :automationId::uuid' },
};

export class TriggerAutomationDto {
  @ArrayUnique()
  @ArrayMaxSize(100)
  @ArrayMinSize(1)
  @WireId('aud', { many: true })
  contactIds!: readonly string[];
}

const OUTCOMES = ['entered', 'skipped'] as const;

/** A contact of a request. */
export class TriggeredContact {
  @Whole({ description: 'In the request, from 0.' }) position!: number;
  @WireId('aud') contactId!: string;
  @OneOf(OUTCOMES, {
    description:
      '`skipped`: unknown, unsubscribed, not in the audience, in it already, or too soon after the last time.',
  })
  status!: (typeof OUTCOMES)[number];
}

export class TriggerResult {
  @Whole() entered!: number;
  @Nested(TriggeredContact, { many: true }) items!: readonly TriggeredContact[];
}
