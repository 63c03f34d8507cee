import { Injectable, Logger } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Environment } from '../../../../platform/config/environment.js';
import { Database } from '../../../../platform/database/database.js';
import { JobQueue } from '../../../../platform/jobs/job-queue.service.js';
import type { GatewayId } from '../../../messages/message-kinds.js';
import { DISPATCH_MESSAGES } from '../../../messages/dispatch-messages.js';
import {
  MOST_AT_ONCE,
  type OutboundSms,
  type SmsGateway,
  type SubmitResult,
} from '../../sms-gateway.js';
import { CarrierUnavailable } from '../gateways/carrier-unavailable.js';
import { Gateways } from '../gateways/gateways.js';
import { CircuitBreaker } from './circuit-breaker.js';
import { outboundOf, sortDue, type Sorted } from './claimed-messages.js';
import { CountryThrottle } from './country-throttle.js';
import { CLAIM, DEFER, FIND_DUE, type DueMessage } from './dispatch.statements.js';
import { EndedAccesses } from './ended-accesses.js';
import { RecordOutcomes, type Outcome } from './record-outcomes.js';
import { SuppressedNumbers } from './suppressed-numbers.js';

/** The carrier answers within that, or the outcome is unknown. */
const SUBMIT_MS = 20_000;
/** Longer than a submission and its record take: after that the process is taken to have ended. */
const LEASE_SECONDS = 120;
/** Batches of one job; then the queue runs others. */
const MOST_BATCHES = 50;

/**
 * Gives carriers what is due. The claim is committed before the submission and the outcome after it, so that a process
 * that is killed at any point makes nobody get a message twice.
 */
@Injectable()
export class Dispatcher {
  private readonly logger = new Logger('messages');
  private readonly throttle: CountryThrottle;
  private readonly breakers = new Map<GatewayId, CircuitBreaker>();

  constructor(
    private readonly environment: Environment,
    private readonly database: Database,
    private readonly gateways: Gateways,
    private readonly accesses: EndedAccesses,
    private readonly suppressed: SuppressedNumbers,
    private readonly outcomes: RecordOutcomes,
    private readonly jobs: JobQueue,
  ) {
    this.throttle = new CountryThrottle(environment.SMS_COUNTRY_RATE);
  }

  async run(): Promise<void> {
    for (let batches = 0; batches < MOST_BATCHES; batches++) {
      const count = await this.dispatchBatch();
      if (count === 0) return;
    }
    await this.database.transaction((tx) => this.jobs.add(tx, DISPATCH_MESSAGES, {}));
  }

  /** @returns how many were due */
  private async dispatchBatch(): Promise<number> {
    const { due, claimed } = await this.claim();
    for (const id of this.gateways.ids) {
      const messages = claimed.filter(({ gateway }) => gateway === id);
      if (messages.length > 0) await this.submit(id, messages);
    }
    return due;
  }

  private claim(): Promise<{ due: number; claimed: readonly DueMessage[] }> {
    return this.database.transactionAround(async (tx) => {
      const gateways = this.gateways.ids.filter((id) => !this.breakerOf(id).isOpen);
      const found = await this.database.queryIn(tx, FIND_DUE, { gateways, most: MOST_AT_ONCE });
      const due = await this.suppressed.bar(tx, await this.accesses.bar(found));
      const sorted = sortDue(due, {
        quietHours: this.environment.quietHours,
        take: (country) => this.throttle.take(country),
      });
      const ids = sorted.now.map(({ id }) => id);
      if (ids.length > 0) {
        await this.database.queryIn(tx, CLAIM, { ids, leaseSeconds: LEASE_SECONDS });
      }
      if (due[0]) await this.defer(tx, sorted.later, due[0].now);
      const endings = sorted.never.map((each) => ({ ...each, status: 'canceled' as const }));
      await this.outcomes.end(tx, endings);
      return { due: due.length, claimed: sorted.now };
    });
  }

  private async defer(tx: EntityManager, later: Sorted['later'], now: Date): Promise<void> {
    const [first] = later.toSorted((a, b) => a.at.getTime() - b.at.getTime());
    if (!first) return;
    const ids = later.map(({ id }) => id);
    await this.database.queryIn(tx, DEFER, { ids, times: later.map(({ at }) => at) });
    // What is due in the next minutes is not left to the recurring job.
    const seconds = (first.at.getTime() - now.getTime()) / 1_000;
    if (seconds < 60) await this.jobs.add(tx, DISPATCH_MESSAGES, {}, Math.max(seconds, 0));
  }

  private async submit(id: GatewayId, messages: readonly DueMessage[]): Promise<void> {
    const gateway = this.gateways.find(id);
    if (!gateway) throw new Error(`There is no carrier ${id}.`);
    const batch = messages.map(outboundOf);
    const results = await this.resultsOf(gateway, batch);
    const { isIdempotent } = gateway;
    const outcomes = batch.map(({ id: messageId, attempt }, index): Outcome => {
      const result = results[index] ?? { outcome: 'unknown', code: 'no_answer' };
      return { id: messageId, attempt, result, isIdempotent };
    });
    await this.database.transaction((tx) => this.outcomes.record(tx, outcomes));
  }

  private async resultsOf(
    gateway: SmsGateway,
    batch: readonly OutboundSms[],
  ): Promise<readonly SubmitResult[]> {
    const breaker = this.breakerOf(gateway.id);
    try {
      const results = await gateway.submit(batch, AbortSignal.timeout(SUBMIT_MS));
      breaker.succeeded();
      return results;
    } catch (error) {
      breaker.failed();
      this.logger.warn({ err: error }, `a submission to ${gateway.id} failed`);
      const nothing = error instanceof CarrierUnavailable ? error.code : null;
      return nothing === null ? [] : batch.map(() => ({ outcome: 'failed', code: nothing }));
    }
  }

  private breakerOf(id: GatewayId): CircuitBreaker {
    const breaker = this.breakers.get(id) ?? new CircuitBreaker();
    this.breakers.set(id, breaker);
    return breaker;
  }
}
