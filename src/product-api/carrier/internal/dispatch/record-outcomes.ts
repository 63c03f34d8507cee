import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database } from '../../../../platform/database/database.js';
import type { RowOf } from '../../../../platform/database/statement.js';
import { JobQueue } from '../../../../platform/jobs/job-queue.service.js';
import { Funds } from '../../../funds/funds.service.js';
import { DISPATCH_MESSAGES } from '../../../messages/dispatch-messages.js';
import { MOST_VALID_SECONDS } from '../../../messages/validity.js';
import type { SubmitResult } from '../../sms-gateway.js';
import { settledSums } from '../settled-sums.js';
import { TellStatus } from '../tell-status.js';
import { ACCEPTED, AWAIT_REPORTS, END, NOTE_OUTCOMES, RETRY } from './dispatch.statements.js';
import { MOST_ATTEMPTS, retryDelay } from './retry-delay.js';

/** What became of one submission. */
export interface Outcome {
  readonly id: string;
  readonly attempt: number;
  readonly result: SubmitResult;
  /** Whether the carrier would take a repetition as the same message. */
  readonly isIdempotent: boolean;
}

/** A message that is over, without the carrier. */
export interface Ending {
  readonly id: string;
  readonly status: 'canceled' | 'rejected' | 'error' | 'expired' | 'unknown';
  readonly code: string;
}

/** Stores what became of submissions, and settles their funds: last, since their row is shared by many. */
@Injectable()
export class RecordOutcomes {
  constructor(
    private readonly database: Database,
    private readonly funds: Funds,
    private readonly jobs: JobQueue,
    private readonly status: TellStatus,
  ) {}

  async record(tx: EntityManager, outcomes: readonly Outcome[]): Promise<void> {
    await this.note(tx, outcomes);
    const accepted = outcomes.flatMap(({ id, result }) =>
      result.outcome === 'accepted' ? [{ id, providerId: result.providerId }] : [],
    );
    const lost = outcomes.filter(({ result }) => result.outcome !== 'accepted');
    await this.retry(tx, lost.filter(isRetried));
    await this.awaitReports(tx, lost.filter(isAwaited));
    const captured = await this.accept(tx, accepted);
    const over = lost.filter((outcome) => !isRetried(outcome) && !isAwaited(outcome));
    await this.status.tell(tx, idsOf(captured.filter(({ moved }) => moved)));
    await this.end(tx, over.map(endingOf));
    await this.funds.capture(tx, settledSums(captured));
  }

  /** Ends messages and releases what they reserved. */
  async end(tx: EntityManager, endings: readonly Ending[]): Promise<void> {
    if (endings.length === 0) return;
    const rows = await this.database.queryIn(tx, END, {
      ids: endings.map(({ id }) => id),
      statuses: endings.map(({ status }) => status),
      codes: endings.map(({ code }) => code),
    });
    await this.status.tell(tx, idsOf(rows));
    await this.funds.release(tx, settledSums(rows));
  }

  private async note(tx: EntityManager, outcomes: readonly Outcome[]): Promise<void> {
    await this.database.queryIn(tx, NOTE_OUTCOMES, {
      ids: outcomes.map(({ id }) => id),
      attempts: outcomes.map(({ attempt }) => attempt),
      outcomes: outcomes.map(({ result }) => result.outcome),
      codes: outcomes.map(({ result }) => codeOf(result)),
    });
  }

  private async accept(
    tx: EntityManager,
    accepted: readonly { readonly id: string; readonly providerId: string }[],
  ): Promise<readonly RowOf<typeof ACCEPTED>[]> {
    if (accepted.length === 0) return [];
    return this.database.queryIn(tx, ACCEPTED, {
      ids: accepted.map(({ id }) => id),
      providerIds: accepted.map(({ providerId }) => providerId),
      validSeconds: MOST_VALID_SECONDS,
    });
  }

  private async retry(tx: EntityManager, outcomes: readonly Outcome[]): Promise<void> {
    if (outcomes.length === 0) return;
    const delays = outcomes.map(({ attempt }) => retryDelay(attempt));
    await this.database.queryIn(tx, RETRY, { ids: outcomes.map(({ id }) => id), delays });
    await this.jobs.add(tx, DISPATCH_MESSAGES, {}, Math.max(...delays));
  }

  private async awaitReports(tx: EntityManager, outcomes: readonly Outcome[]): Promise<void> {
    if (outcomes.length === 0) return;
    const ids = outcomes.map(({ id }) => id);
    await this.database.queryIn(tx, AWAIT_REPORTS, { ids, validSeconds: MOST_VALID_SECONDS });
  }
}

const idsOf = (messages: readonly { readonly id: string }[]): string[] =>
  messages.map(({ id }) => id);

const codeOf = (result: SubmitResult): string | null =>
  result.outcome === 'accepted' ? null : result.code;

/** Only if that cannot make two messages of it. */
const isRetried = ({ result: { outcome }, attempt, isIdempotent }: Outcome): boolean =>
  attempt < MOST_ATTEMPTS && (outcome === 'failed' || (outcome === 'unknown' && isIdempotent));

const isAwaited = (outcome: Outcome): boolean =>
  outcome.result.outcome === 'unknown' && !isRetried(outcome);

const endingOf = ({ id, result }: Outcome): Ending => ({
  id,
  status: result.outcome === 'rejected' ? 'rejected' : 'error',
  code: codeOf(result) ?? 'failed',
});
