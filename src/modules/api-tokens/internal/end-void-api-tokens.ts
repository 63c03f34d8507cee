import { Database } from '../../../platform/database/database.js';
import { statement } from '../../../platform/database/statement.js';
import { HandlesJob } from '../../../platform/jobs/job-handler.decorator.js';
import type { JobHandler } from '../../../platform/jobs/job.js';
import { GRANTS_VOIDED } from '../../accounts/grants-voided.js';
import { ApiTokenEndings } from '../api-token-endings.service.js';

const FIND_VOID = statement(
  'api-token.find-void',
  `SELECT t.id FROM api_tokens t JOIN users u ON u.id = t.user_id
   WHERE t.user_id = :userId AND t.revoked_at IS NULL AND t.consent_epoch < u.consent_epoch
   ORDER BY t.id`,
  { id: 'uuid' },
);

/** Closes API tokens that a higher `consent_epoch` has voided. They do not work already; this records it. */
@HandlesJob(GRANTS_VOIDED)
export class EndVoidApiTokens implements JobHandler<{ readonly userId: string }> {
  constructor(
    private readonly database: Database,
    private readonly endings: ApiTokenEndings,
  ) {}

  run({ userId }: { readonly userId: string }): Promise<void> {
    return this.database.transaction(async (tx) => {
      const found = await this.database.queryIn(tx, FIND_VOID, { userId });
      const ids = found.map(({ id }) => id);
      await this.endings.end(tx, ids, {
        reason: 'password_changed',
        actor: { kind: 'user', userId },
      });
    });
  }
}
