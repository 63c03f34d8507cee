import type { EntityManager } from 'typeorm';
import { Database } from '../../../../platform/database/database.js';
import { statement, unprepared } from '../../../../platform/database/statement.js';
import { HandlesJob } from '../../../../platform/jobs/job-handler.decorator.js';
import type { JobHandler } from '../../../../platform/jobs/job.js';
import { EVENTS_RECORDED, type RecordedEvents } from '../../../events/events-recorded.js';
import { DefinitionRules } from '../definition-rules.js';
import type { AutomationRow } from '../automation.statements.js';
import { LOCK_ENTRIES } from '../automation.statements.js';
import { RunDue } from '../running/run-due.js';
import { EnterContacts, type Candidate } from './enter-contacts.js';
import { FIND_ACTIVE } from './entries.statements.js';

/** Automations that such events start or cancel: of every version, since contacts finish on theirs. */
const FIND_CONCERNED = statement(
  'automation.find-concerned',
  `WITH recorded AS MATERIALIZED (
     SELECT array_agg(DISTINCT type) AS types FROM contact_events WHERE project_id = :projectId AND id = ANY (:eventIds::uuid[])
   )
   SELECT a.id FROM automations a CROSS JOIN recorded
   WHERE a.project_id = :projectId AND a.status IN ('active', 'paused') AND (
     a.trigger #>> '{event,type}' = ANY (recorded.types) OR EXISTS (
       SELECT FROM automation_versions v
       WHERE v.project_id = :projectId AND v.automation_id = a.id AND v.cancel_events && recorded.types))
   ORDER BY a.id`,
  { id: 'uuid' },
);

/** By events of the contact after the one that made it enter. */
const CANCEL = statement(
  'enrollment.cancel-by-events',
  `WITH cancelled AS (
     UPDATE automation_enrollments e SET ended_at = now(), end_reason = 'cancel_event', due_at = NULL, late_since = NULL
     FROM contact_events event, automation_versions v
     WHERE event.project_id = :projectId AND event.id = ANY (:eventIds::uuid[])
       AND e.project_id = :projectId AND e.automation_id = :automationId AND e.contact_id = event.contact_id
       AND e.ended_at IS NULL AND event.occurred_at >= e.triggered_at AND e.entry_key <> 'event/' || event.id
       AND v.project_id = :projectId AND v.automation_id = :automationId AND v.version = e.version
       AND event.type = ANY (v.cancel_events)
     RETURNING e.id
   )
   UPDATE automations SET stopped_count = stopped_count + (SELECT count(*) FROM cancelled)
   WHERE project_id = :projectId AND id = :automationId AND EXISTS (SELECT FROM cancelled)`,
);

const TRIGGERING = { id: 'uuid', contactId: 'uuid', occurredAt: 'timestamptz' } as const;

/** What is imported of the past does not text anybody; what a message itself causes does not cause another. */
const FIND_TRIGGERING: string = `
  SELECT event.id, event.contact_id AS "contactId", event.occurred_at AS "occurredAt" FROM contact_events event
  WHERE event.project_id = :projectId AND event.id = ANY (:eventIds::uuid[]) AND event.type = :type
    AND event.type NOT LIKE 'message.%' AND event.occurred_at > now() - interval '24 hours'`;

/** Events were recorded for which automations wait. */
@HandlesJob(EVENTS_RECORDED)
export class EventsRecordedJob implements JobHandler<RecordedEvents> {
  constructor(
    private readonly database: Database,
    private readonly entries: EnterContacts,
    private readonly rules: DefinitionRules,
    private readonly due: RunDue,
  ) {}

  async run({ projectId, eventIds }: RecordedEvents): Promise<void> {
    const concerned = await this.database.query(FIND_CONCERNED, { projectId, eventIds });
    for (const { id } of concerned) {
      await this.database.transaction((tx) => this.apply(tx, { projectId, id }, eventIds));
    }
    if (concerned.length > 0) await this.due.execute();
  }

  /** Cancels what was under way before who enters now, and what has just entered and was cancelled already. */
  private async apply(
    tx: EntityManager,
    { projectId, id }: { readonly projectId: string; readonly id: string },
    eventIds: readonly string[],
  ): Promise<void> {
    await this.database.queryIn(tx, LOCK_ENTRIES, { automationId: id });
    const cancel = { projectId, automationId: id, eventIds };
    await this.database.queryIn(tx, CANCEL, cancel);
    const [automation] = await this.database.queryIn(tx, FIND_ACTIVE, { projectId, id });
    if (!automation) return;
    const candidates = await this.candidatesOf(tx, automation, eventIds);
    const entered = await this.entries.execute(tx, automation, candidates);
    if (entered.length > 0) await this.database.queryIn(tx, CANCEL, cancel);
  }

  private async candidatesOf(
    tx: EntityManager,
    { projectId, trigger }: AutomationRow,
    eventIds: readonly string[],
  ): Promise<readonly Candidate[]> {
    if (!('event' in trigger)) return [];
    const { type, where = [] } = trigger.event;
    const rules = await this.rules.where(projectId, where);
    const conditions = rules.map((rule, at) => rule.condition(`w${String(at)}_`));
    const text: string = [FIND_TRIGGERING, ...conditions.map(({ sql }) => sql)].join(' AND ');
    const values: Record<string, string | number | readonly string[]> = {
      projectId,
      eventIds,
      type,
    };
    for (const condition of conditions) Object.assign(values, condition.values);
    const events = await this.database.queryIn(tx, unprepared(text, TRIGGERING), values);
    return events.map((event) => ({
      contactId: event.contactId,
      entryKey: `event/${event.id}`,
      triggeredAt: event.occurredAt,
    }));
  }
}
