import { Database } from '../../../platform/database/database.js';
import { unprepared } from '../../../platform/database/statement.js';
import { RecurringJob } from '../../../platform/jobs/job-handler.decorator.js';
import type { JobHandler } from '../../../platform/jobs/job.js';
import { ApiTokenEndings, type TokenEndingReason } from '../api-token-endings.service.js';

const BATCH = 100;

const FIND_EXPIRED = unprepared(
  `SELECT id FROM api_tokens WHERE revoked_at IS NULL AND expires_at <= now()
   ORDER BY expires_at LIMIT ${String(BATCH)} FOR NO KEY UPDATE SKIP LOCKED`,
  { id: 'uuid' },
);

// Without any project left. One week limits the work; a token missed in an outage of a week does not work either.
const FIND_LEFT = unprepared(
  `SELECT t.id FROM memberships m
   JOIN api_token_projects tp ON tp.membership_id = m.id
   JOIN api_tokens t ON t.id = tp.token_id AND t.revoked_at IS NULL
   WHERE m.ended_at > now() - interval '7 days' AND NOT EXISTS (
     SELECT FROM api_token_projects other JOIN memberships o ON o.id = other.membership_id
     WHERE other.token_id = t.id AND o.ended_at IS NULL)
   LIMIT ${String(BATCH)} FOR NO KEY UPDATE OF t SKIP LOCKED`,
  { id: 'uuid' },
);

const ENDED = [
  [FIND_EXPIRED, 'expired'],
  [FIND_LEFT, 'membership_ended'],
] as const satisfies readonly (readonly [unknown, TokenEndingReason])[];

/**
 * Closes API tokens that have expired, and those whose creator is no member of any of their projects any more. They do
 * not work already; this records it, so that each project's audit trail says when access ended.
 */
@RecurringJob('close-ended-api-tokens', '27 * * * *')
export class CloseEndedApiTokensJob implements JobHandler<object> {
  constructor(
    private readonly database: Database,
    private readonly endings: ApiTokenEndings,
  ) {}

  async run(): Promise<void> {
    for (const [find, reason] of ENDED) {
      let found: number;
      do found = await this.close(find, reason);
      while (found === BATCH);
    }
  }

  private close(find: typeof FIND_EXPIRED, reason: TokenEndingReason): Promise<number> {
    return this.database.transaction(async (tx) => {
      const rows = await this.database.queryIn(tx, find);
      const ids = rows.map(({ id }) => id);
      await this.endings.end(tx, ids, { reason, actor: { kind: 'system' } });
      return rows.length;
    });
  }
}
