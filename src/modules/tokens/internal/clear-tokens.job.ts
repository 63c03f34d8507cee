import { unprepared } from '../../../platform/database/statement.js';
import { Database } from '../../../platform/database/database.js';
import { RecurringJob } from '../../../platform/jobs/job-handler.decorator.js';
import type { JobHandler } from '../../../platform/jobs/job.js';
import { sweep } from '../../../platform/jobs/sweep.js';
import { walkOn, type Position } from '../../../platform/jobs/walk.js';

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

// The next families that have refresh tokens, in order, each by one look into the index. One has ended if none of its
// tokens is unexpired; until then a replay of any of them must be recognised (G14). Its tokens are deleted after it, a
// thousand at a time, as those of a family that was deleted with its grant: there may be millions.
const ENDED = unprepared(
  `WITH RECURSIVE next AS (
     SELECT (SELECT family_id FROM refresh_tokens WHERE family_id > :id ORDER BY family_id LIMIT 1) AS id
     UNION ALL
     SELECT (SELECT family_id FROM refresh_tokens WHERE family_id > next.id ORDER BY family_id LIMIT 1)
     FROM next WHERE next.id IS NOT NULL
   ), seen AS MATERIALIZED (
     SELECT id FROM next WHERE id IS NOT NULL LIMIT ${String(BATCH)}
   ), ended AS MATERIALIZED (
     SELECT id FROM seen WHERE NOT EXISTS (SELECT FROM token_families f WHERE f.id = seen.id)
       OR (SELECT max(expires_at) FROM refresh_tokens WHERE family_id = seen.id) < now() - interval '1 day'
   ), families AS (
     DELETE FROM token_families WHERE id = ANY (ARRAY(SELECT id FROM ended))
   ), gone AS (
     DELETE FROM refresh_tokens WHERE ctid = ANY (ARRAY(
       SELECT r.ctid FROM ended, LATERAL (
         SELECT ctid FROM refresh_tokens WHERE family_id = ended.id LIMIT ${String(BATCH)}) r
       LIMIT ${String(BATCH)})) RETURNING 1
   )
   SELECT (SELECT count(*) FROM gone) = ${String(BATCH)} AS more,
     (SELECT id FROM seen ORDER BY id LIMIT 1 OFFSET ${String(BATCH - 1)}) AS last`,
  { more: 'boolean', last: 'uuid?' },
);

/** Deletes expired tokens. */
@RecurringJob('clear-tokens', '*/15 * * * *')
export class ClearTokensJob implements JobHandler<object> {
  constructor(private readonly database: Database) {}

  async run(): Promise<void> {
    await sweep(this.database, { batch: BATCH, statement: ACCESS_TOKENS });
    await walkOn(this.database, 'token_families', (position) => this.endFamilies(position));
  }

  private async endFamilies(position: Position): Promise<Position | null> {
    const [seen] = await this.database.query(ENDED, { id: position.id });
    if (seen?.more) return position;
    return seen?.last ? { ...position, id: seen.last } : null;
  }
}
