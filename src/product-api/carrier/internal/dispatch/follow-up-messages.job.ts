import { Database } from '../../../../platform/database/database.js';
import { RecurringJob } from '../../../../platform/jobs/job-handler.decorator.js';
import type { JobHandler } from '../../../../platform/jobs/job.js';
import { Gateways } from '../gateways/gateways.js';
import { FIND_EXPIRED, FIND_LAPSED } from './dispatch.statements.js';
import { Dispatcher } from './dispatcher.js';
import { RecordOutcomes } from './record-outcomes.js';

/** Messages of one transaction. */
const BATCH = 500;

/**
 * Looks after messages that nothing else moves on: those whose process ended while it submitted them, those of which no
 * final report came, and those whose time has come.
 */
@RecurringJob('follow-up-messages', '* * * * *')
export class FollowUpMessagesJob implements JobHandler<object> {
  constructor(
    private readonly database: Database,
    private readonly gateways: Gateways,
    private readonly outcomes: RecordOutcomes,
    private readonly dispatcher: Dispatcher,
  ) {}

  async run(): Promise<void> {
    while ((await this.recoverLapsed()) >= BATCH);
    while ((await this.endExpired()) >= BATCH);
    await this.dispatcher.run();
  }

  private recoverLapsed(): Promise<number> {
    return this.database.transaction(async (tx) => {
      const lapsed = await this.database.queryIn(tx, FIND_LAPSED, { most: BATCH });
      const outcomes = lapsed.map(({ id, attempts, gateway }) => ({
        ...{ id, attempt: attempts },
        result: { outcome: 'unknown', code: 'interrupted' } as const,
        isIdempotent: this.gateways.find(gateway)?.isIdempotent ?? false,
      }));
      if (outcomes.length > 0) await this.outcomes.record(tx, outcomes);
      return lapsed.length;
    });
  }

  private endExpired(): Promise<number> {
    return this.database.transaction(async (tx) => {
      const expired = await this.database.queryIn(tx, FIND_EXPIRED, { most: BATCH });
      const endings = expired.map(({ id, accepted }) => ({
        id,
        ...(accepted
          ? ({ status: 'expired', code: 'no_report' } as const)
          : ({ status: 'unknown', code: 'no_answer' } as const)),
      }));
      await this.outcomes.end(tx, endings);
      return expired.length;
    });
  }
}
