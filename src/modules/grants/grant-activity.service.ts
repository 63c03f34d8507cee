import {
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnModuleInit,
} from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { statement } from '../../platform/database/statement.js';

const FLUSH_EVERY_MS = 1_000;

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
  usedAt: Date | null;
  tokenAt: Date | null;
}

/**
 * When each grant was last used and last got a token. Collected here and written every second, so that neither a
 * guarded call nor a token costs a statement for it; a crash loses a second of it. Nothing that ends access reads it or
 * waits for it. While the database is unavailable nothing new is noted, which bounds what is collected.
 */
@Injectable()
export class GrantActivity implements OnModuleInit, BeforeApplicationShutdown {
  private readonly logger = new Logger(GrantActivity.name);
  private noted = new Map<string, Activity>();
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly database: Database) {}

  onModuleInit(): void {
    this.timer = setInterval(() => void this.flush(), FLUSH_EVERY_MS).unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.flush();
  }

  noteUse(grantId: string): void {
    this.activityOf(grantId).usedAt = new Date();
  }

  noteToken(grantId: string): void {
    this.activityOf(grantId).tokenAt = new Date();
  }

  /** Writes what was noted. Never throws: no caller awaits it. */
  async flush(): Promise<void> {
    const { noted } = this;
    if (noted.size === 0) return;
    this.noted = new Map();
    try {
      await this.record(noted);
    } catch (error) {
      this.putBack(noted);
      this.logger.warn(`Could not record when grants were last used: ${String(error)}`);
    }
  }

  private async record(noted: ReadonlyMap<string, Activity>): Promise<void> {
    const activities = [...noted.values()];
    await this.database.query(RECORD, {
      grantIds: [...noted.keys()],
      usedAt: activities.map(({ usedAt }) => usedAt),
      tokenAt: activities.map(({ tokenAt }) => tokenAt),
    });
  }

  /** What was noted meanwhile is newer. */
  private putBack(noted: ReadonlyMap<string, Activity>): void {
    for (const [grantId, { usedAt, tokenAt }] of noted) {
      const activity = this.activityOf(grantId);
      activity.usedAt ??= usedAt;
      activity.tokenAt ??= tokenAt;
    }
  }

  private activityOf(grantId: string): Activity {
    const known = this.noted.get(grantId);
    if (known) return known;
    const activity = { usedAt: null, tokenAt: null };
    this.noted.set(grantId, activity);
    return activity;
  }
}
