import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { statement } from '../../platform/database/statement.js';

/**
 * Parts of a statement that issues a token and notes that on the grant. `issued` is the name of its `WITH` query that
 * has the `grant_id`. Accurate to a minute: the row is written, and locked until the commit, at most once a minute per
 * grant. Nothing that ends access reads it or waits for it.
 */
export const noteToken = (issued: string): string => `
  first_token AS (
    INSERT INTO grant_activity (grant_id, last_token_at)
    SELECT i.grant_id, now() FROM ${issued} i
    WHERE NOT EXISTS (SELECT FROM grant_activity a WHERE a.grant_id = i.grant_id)
    ON CONFLICT (grant_id) DO NOTHING
  ), next_token AS (
    UPDATE grant_activity a SET last_token_at = now() FROM ${issued} i
    WHERE a.grant_id = i.grant_id
      AND (a.last_token_at IS NULL OR a.last_token_at < now() - interval '1 minute')
  )`;

// In key order, so that concurrent writers do not deadlock.
const RECORD_USE = statement(
  'grant.record-use',
  `INSERT INTO grant_activity (grant_id, last_used_at)
   SELECT u.id, u.at FROM unnest(:grantIds::uuid[], :moments::timestamptz[]) AS u (id, at)
   JOIN grants g ON g.id = u.id
   ORDER BY u.id
   ON CONFLICT (grant_id) DO UPDATE
     SET last_used_at = greatest(grant_activity.last_used_at, excluded.last_used_at)`,
);

/** Last use of grants. */
@Injectable()
export class GrantActivity {
  constructor(private readonly database: Database) {}

  /** Updates "last used" of many grants; it never decreases. */
  async recordUse(uses: ReadonlyMap<string, Date>): Promise<void> {
    await this.database.query(RECORD_USE, {
      grantIds: [...uses.keys()],
      moments: [...uses.values()],
    });
  }
}
