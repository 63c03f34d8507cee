import { unprepared } from '../../../platform/database/statement.js';
import { Database } from '../../../platform/database/database.js';
import { RecurringJob } from '../../../platform/jobs/job-handler.decorator.js';
import type { JobHandler } from '../../../platform/jobs/job.js';
import { sweep } from '../../../platform/jobs/sweep.js';

const BATCH = 1_000;

// Longer than any statement that may be reading one. A family without refresh tokens had only this token.
const LONG_EXPIRED = `< now() - interval '10 minutes'`;

const ACCESS_TOKENS = unprepared(
  `WITH due AS (
     SELECT ctid FROM access_tokens WHERE expires_at ${LONG_EXPIRED}
     ORDER BY expires_at LIMIT ${String(BATCH)} FOR UPDATE SKIP LOCKED
   ), gone AS (
     DELETE FROM access_tokens WHERE ctid = ANY (ARRAY(SELECT ctid FROM due)) RETURNING family_id
   ), families AS (
     DELETE FROM token_families f WHERE f.id = ANY (ARRAY(SELECT family_id FROM gone))
       AND NOT EXISTS (SELECT FROM refresh_tokens r WHERE r.family_id = f.id)
   )
   SELECT count(*)::int AS count FROM gone`,
);

// Of an ended family the consumed refresh tokens are deleted first, a thousand at a time: there may be millions. Until
// the family ends, a replay of any of them must be recognised (G14).
const ENDED = `SELECT family_id FROM refresh_tokens
  WHERE consumed_at IS NULL AND expires_at < now() - interval '1 day' ORDER BY expires_at LIMIT 100`;
const CONSUMED_OF_ENDED = unprepared(
  `WITH ended AS MATERIALIZED (${ENDED}), gone AS (
     DELETE FROM refresh_tokens WHERE ctid = ANY (ARRAY(
       SELECT r.ctid FROM ended e, LATERAL (
         SELECT ctid FROM refresh_tokens WHERE family_id = e.family_id AND consumed_at IS NOT NULL
         LIMIT ${String(BATCH)}) r
       LIMIT ${String(BATCH)})) RETURNING 1
   ), families AS (
     DELETE FROM token_families WHERE (SELECT count(*) FROM gone) < ${String(BATCH)}
       AND id = ANY (ARRAY(SELECT family_id FROM ended)) RETURNING 1
   )
   SELECT ((SELECT count(*) FROM gone) + (SELECT count(*) FROM families))::int AS count`,
);

/** Deletes expired tokens. */
@RecurringJob('clear-tokens', '*/15 * * * *')
export class ClearTokensJob implements JobHandler<object> {
  constructor(private readonly database: Database) {}

  async run(): Promise<void> {
    await sweep(this.database, { batch: BATCH, statement: ACCESS_TOKENS });
    await sweep(this.database, { batch: 1, statement: CONSUMED_OF_ENDED });
  }
}
