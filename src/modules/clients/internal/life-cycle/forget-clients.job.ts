import { Database } from '../../../../platform/database/database.js';
import { column } from '../../../../platform/database/row-shape.js';
import { unprepared } from '../../../../platform/database/statement.js';
import { RecurringJob } from '../../../../platform/jobs/job-handler.decorator.js';
import type { JobHandler } from '../../../../platform/jobs/job.js';
import { sweep, sweepOf } from '../../../../platform/jobs/sweep.js';

/** Maximum number of retired clients that nobody authorized, against floods of registrations (C5). */
const MOST_TOMBSTONES = 100_000;

const TOMBSTONE = `state = 'retired' AND approved_at IS NULL`;

// Nobody authorized them. What references them is deleted too: requests of the last minutes, and of an app of an
// organisation its versions, logos and log.
const BATCH = 50;
const DELETED = sweepOf({
  table: 'clients',
  among: `origin IN ('dynamic', 'portal') AND state = 'deleted' AND approved_at IS NULL`,
  time: 'state_changed_at',
  before: `now() - interval '1 day'`,
  batch: BATCH,
});
const TOMBSTONES = sweepOf({
  table: 'clients',
  among: TOMBSTONE,
  time: 'state_changed_at',
  before: `greatest(now() - interval '13 months', least(:surplus::timestamptz, now() - interval '1 hour'))`,
  batch: BATCH,
});
const FIND_SURPLUS = unprepared(
  `SELECT (state_changed_at + interval '1 microsecond')::text AS before FROM clients WHERE ${TOMBSTONE}
   ORDER BY state_changed_at DESC LIMIT 1 OFFSET ${String(MOST_TOMBSTONES)}`,
  { before: column<string>('text') },
);
// The name is kept for as long as people can look up what they authorized; other metadata is not.
const STRIP = unprepared(
  `WITH stripped AS (
     UPDATE clients SET redirect_uris = '{}', scope = NULL, client_uri = NULL, logo_uri = NULL, tos_uri = NULL,
       policy_uri = NULL
     WHERE ctid = ANY (ARRAY(SELECT ctid FROM clients
       WHERE state = 'retired' AND redirect_uris <> '{}' AND state_changed_at < now() - interval '13 months'
       ORDER BY state_changed_at LIMIT ${String(BATCH)} FOR UPDATE SKIP LOCKED)) RETURNING 1
   ) SELECT count(*)::int AS count FROM stripped`,
);

// An older secret is invalid once it has ended; its hash is not kept.
const FORGET_SECRETS = unprepared(
  `WITH forgotten AS (
     UPDATE clients SET older_secret_hash = NULL, older_secret_ends_at = NULL
     WHERE ctid = ANY (ARRAY(SELECT ctid FROM clients WHERE older_secret_ends_at < now()
       ORDER BY older_secret_ends_at LIMIT ${String(BATCH)} FOR UPDATE SKIP LOCKED)) RETURNING 1
   ) SELECT count(*)::int AS count FROM forgotten`,
);

/** Forgets older secrets that have ended, and deletes clients that have been retired for longer than they can be revived. */
@RecurringJob('forget-clients', '37 3 * * *')
export class ForgetClientsJob implements JobHandler<object> {
  constructor(private readonly database: Database) {}

  async run(): Promise<void> {
    await sweep(this.database, { batch: BATCH, statement: FORGET_SECRETS });
    await sweep(this.database, DELETED);
    const [surplus] = await this.database.query(FIND_SURPLUS);
    await sweep(this.database, TOMBSTONES, { surplus: surplus?.before ?? '-infinity' });
    await sweep(this.database, { batch: BATCH, statement: STRIP });
  }
}
