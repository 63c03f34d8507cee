import { Database } from '../../../platform/database/database.js';
import { RecurringJob } from '../../../platform/jobs/job-handler.decorator.js';
import type { JobHandler } from '../../../platform/jobs/job.js';
import { unprepared } from '../../../platform/database/statement.js';

const BATCH = 1_000;

/** Receipts of sources in the order of their keys, so that two workers do not wait for each other in a circle. */
const ADD = unprepared(
  `WITH due AS (
     SELECT ctid FROM data_source_receipts ORDER BY project_id, data_source_id LIMIT ${String(BATCH)} FOR UPDATE SKIP LOCKED
   ), gone AS (
     DELETE FROM data_source_receipts WHERE ctid = ANY (ARRAY(SELECT ctid FROM due))
     RETURNING project_id, data_source_id, contacts, events, errored, received_at
   ), sums AS (
     SELECT project_id, data_source_id, sum(contacts) AS contacts, sum(events) AS events, sum(errored) AS errored,
       max(received_at) FILTER (WHERE contacts > 0) AS contact_at, max(received_at) FILTER (WHERE events > 0) AS event_at
     FROM gone GROUP BY project_id, data_source_id
   ), added AS (
     UPDATE data_sources s SET received_contacts = s.received_contacts + sums.contacts,
       received_events = s.received_events + sums.events, errored = s.errored + sums.errored,
       last_contact_received_at = greatest(s.last_contact_received_at, sums.contact_at),
       last_event_received_at = greatest(s.last_event_received_at, sums.event_at)
     FROM sums WHERE s.project_id = sums.project_id AND s.id = sums.data_source_id
   )
   SELECT count(*)::int AS count FROM gone`,
  { count: 'integer' },
);

/** Adds what batches brought to the numbers of their sources. */
@RecurringJob('add-receipts', '* * * * *')
export class AddReceiptsJob implements JobHandler<object> {
  constructor(private readonly database: Database) {}

  async run(): Promise<void> {
    for (;;) {
      const [gone] = await this.database.query(ADD);
      if (!gone || gone.count < BATCH) return;
    }
  }
}
