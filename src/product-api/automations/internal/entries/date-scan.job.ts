import type { EntityManager } from 'typeorm';
import { Database } from '../../../../platform/database/database.js';
import { unprepared } from '../../../../platform/database/statement.js';
import { HandlesJob } from '../../../../platform/jobs/job-handler.decorator.js';
import { JobQueue } from '../../../../platform/jobs/job-queue.service.js';
import type { JobHandler } from '../../../../platform/jobs/job.js';
import type { AttributeSpec } from '../../../specs/spec.js';
import { SpecCatalogue } from '../../../specs/spec-catalogue.service.js';
import { DATE_SCAN, type DateScan } from '../automation-jobs.js';
import type { DateTrigger } from '../../definition/definition.js';
import { RunDue } from '../running/run-due.js';
import { EnterContacts } from './enter-contacts.js';
import { FIND_ACTIVE } from './entries.statements.js';
import { targetDays } from './target-days.js';

const BATCH = 2_000;

/** The day of a contact's value as text, in the time zone of the project. Columns are constants of this server. */
function dayOf({ column, dataType }: AttributeSpec): string {
  if (column !== undefined) return `to_char(contact.${column} AT TIME ZONE :zone, 'YYYY-MM-DD')`;
  const text = 'contact.attributes ->> :key::text';
  if (dataType === 'date') return `left(${text}, 10)`;
  return `CASE WHEN ${text} ~ '^\\d{4}-\\d\\d-\\d\\dT' THEN to_char((${text})::timestamptz AT TIME ZONE :zone, 'YYYY-MM-DD') END`;
}

const SEEN = { id: 'uuid', isDue: 'boolean' } as const;

/** SQL: the next contacts in the order of their ids. */
const seen = (spec: AttributeSpec, repeat: DateTrigger['repeat']): string => {
  const matches =
    repeat === 'once'
      ? `${dayOf(spec)} = :date`
      : `substr(${dayOf(spec)}, 6) = ANY (:monthDays::text[])`;
  return `SELECT contact.id, contact.deleted_at IS NULL AND coalesce(${matches}, false) AS "isDue"
    FROM contacts contact WHERE contact.project_id = :projectId AND contact.id > :after::uuid
      AND (:zone::text, :key::text, :date::text, :monthDays::text[]) IS NOT NULL
    ORDER BY contact.id LIMIT ${String(BATCH)}`;
};

/** The contacts whose date it is enter an automation; a part of the audience, and the next one is queued. */
@HandlesJob(DATE_SCAN)
export class DateScanJob implements JobHandler<DateScan> {
  constructor(
    private readonly database: Database,
    private readonly specs: SpecCatalogue,
    private readonly entries: EnterContacts,
    private readonly jobs: JobQueue,
    private readonly due: RunDue,
  ) {}

  async run(scan: DateScan): Promise<void> {
    await this.database.transaction((tx) => this.scan(tx, scan));
    await this.due.execute();
  }

  private async scan(tx: EntityManager, scan: DateScan): Promise<void> {
    const { projectId, automationId: id, day, zone, after } = scan;
    const [automation] = await this.database.queryIn(tx, FIND_ACTIVE, { projectId, id });
    if (!automation || !('attribute_date' in automation.trigger)) return;
    const { key, offsetDays, repeat } = automation.trigger.attribute_date;
    const spec = (await this.specs.of(projectId)).attribute(key);
    if (!spec) return;
    const values = { projectId, after, zone, key, ...targetDays(day, offsetDays) };
    const rows = await this.database.queryIn(tx, unprepared(seen(spec, repeat), SEEN), values);
    const last = rows.length === BATCH ? rows.at(-1) : undefined;
    if (last) await this.jobs.add(tx, DATE_SCAN, { ...scan, after: last.id });
    const candidates = rows
      .filter(({ isDue }) => isDue)
      .map((row) => ({
        ...{ contactId: row.id, entryKey: `date/${day}`, triggeredAt: new Date(scan.plannedAt) },
      }));
    await this.entries.execute(tx, automation, candidates);
  }
}
