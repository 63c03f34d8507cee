import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { NotedActivity } from '../../platform/database/noted-activity.js';
import { statement } from '../../platform/database/statement.js';

// In key order, so that concurrent writers do not deadlock. Both times never decrease; `greatest` ignores nulls.
const RECORD = statement(
  'grant.record-activity',
  `INSERT INTO grant_activity AS known (grant_id, last_used_at, last_token_at)
   SELECT a.id, a.used_at, a.token_at
   FROM unnest(:grantIds::uuid[], :usedAt::timestamptz[], :tokenAt::timestamptz[]) AS a (id, used_at, token_at)
   JOIN grants g ON g.id = a.id
   ORDER BY a.id
   ON CONFLICT (grant_id) DO UPDATE
     SET last_used_at = greatest(known.last_used_at, excluded.last_used_at),
         last_token_at = greatest(known.last_token_at, excluded.last_token_at)`,
);

interface Activity {
  readonly usedAt: Date | null;
  readonly tokenAt: Date | null;
}

/** When each grant was last used and last got a token. Nothing that ends access reads it or waits for it. */
@Injectable()
export class GrantActivity extends NotedActivity<Activity> {
  protected override readonly nothing = { usedAt: null, tokenAt: null };

  constructor(private readonly database: Database) {
    super();
  }

  noteUse(grantId: string): void {
    this.note(grantId, { usedAt: new Date() });
  }

  noteToken(grantId: string): void {
    this.note(grantId, { tokenAt: new Date() });
  }

  protected override async record(noted: ReadonlyMap<string, Activity>): Promise<void> {
    const activities = [...noted.values()];
    await this.database.query(RECORD, {
      grantIds: [...noted.keys()],
      usedAt: activities.map(({ usedAt }) => usedAt),
      tokenAt: activities.map(({ tokenAt }) => tokenAt),
    });
  }
}
