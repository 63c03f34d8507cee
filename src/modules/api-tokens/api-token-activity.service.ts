import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { NotedActivity } from '../../platform/database/noted-activity.js';
import { statement } from '../../platform/database/statement.js';

// In key order, so that concurrent writers do not deadlock. The time never decreases.
const RECORD = statement(
  'api-token.record-activity',
  `INSERT INTO api_token_activity AS known (token_id, last_used_at)
   SELECT a.id, a.used_at FROM unnest(:tokenIds::uuid[], :usedAt::timestamptz[]) AS a (id, used_at)
   JOIN api_tokens t ON t.id = a.id
   ORDER BY a.id
   ON CONFLICT (token_id) DO UPDATE SET last_used_at = greatest(known.last_used_at, excluded.last_used_at)`,
);

interface Activity {
  readonly usedAt: Date | null;
}

/** When each API token was last used. Nothing that ends access reads it or waits for it. */
@Injectable()
export class ApiTokenActivity extends NotedActivity<Activity> {
  protected override readonly nothing = { usedAt: null };

  constructor(private readonly database: Database) {
    super();
  }

  noteUse(tokenId: string): void {
    this.note(tokenId, { usedAt: new Date() });
  }

  protected override async record(noted: ReadonlyMap<string, Activity>): Promise<void> {
    const usedAt = [...noted.values()].map((activity) => activity.usedAt);
    await this.database.query(RECORD, { tokenIds: [...noted.keys()], usedAt });
  }
}
