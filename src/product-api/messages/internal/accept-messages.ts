import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Environment } from '../../../platform/config/environment.js';
import { Database } from '../../../platform/database/database.js';
import { JobQueue } from '../../../platform/jobs/job-queue.service.js';
import { DISPATCH_MESSAGES } from '../dispatch-messages.js';
import { refused, type OutboxBatch, type Refusal } from '../outbox-batch.js';
import { MessagePayments, type Payment } from './message-payments.js';
import { ADD_MESSAGES, FIND_DUPLICATES, REMOVE_MESSAGES } from './outbox.statements.js';
import { rowOf, type PricedMessage } from './priced-messages.js';

/** Refusals by the id of the message. */
export type Refusals = ReadonlyMap<string, Refusal>;

/** The transaction, and the batch that is accepted in it. */
interface Acceptance {
  readonly tx: EntityManager;
  readonly batch: OutboxBatch;
  readonly organisationId: string;
  readonly testMode: boolean;
}

/** Stores messages and pays for them; those that cannot be paid are removed again. */
@Injectable()
export class AcceptMessages {
  constructor(
    private readonly database: Database,
    private readonly environment: Environment,
    private readonly payments: MessagePayments,
    private readonly jobs: JobQueue,
  ) {}

  /** @returns those that are refused after all */
  async accept(of: Acceptance, messages: readonly PricedMessage[]): Promise<Refusals> {
    if (messages.length === 0) return new Map();
    const rows = await this.database.queryIn(of.tx, ADD_MESSAGES, this.valuesOf(of, messages));
    const added = new Set(rows.map(({ id }) => id));
    const refusals = new Map(
      await this.explain(
        of,
        messages.filter(({ id }) => !added.has(id)),
      ),
    );
    if (rows.some(({ later }) => !later)) await this.jobs.add(of.tx, DISPATCH_MESSAGES, {});
    const account = { ...of.batch, organisationId: of.organisationId };
    let kept = messages.filter(({ id }) => added.has(id));
    for (const from of ['withinCeilings', 'fromFunds'] as const) {
      const costs = kept.map(({ price }) => price);
      const payment = await this.payments[from](of.tx, account, costs);
      for (const unpaid of await this.remove(of, kept, payment)) refusals.set(...unpaid);
      kept = kept.slice(0, payment.paid);
    }
    return refusals;
  }

  private async remove(
    { tx, batch: { projectId } }: Acceptance,
    messages: readonly PricedMessage[],
    { paid, refusal }: Payment,
  ): Promise<[string, Refusal][]> {
    const ids = messages.slice(paid).map(({ id }) => id);
    if (!refusal || ids.length === 0) return [];
    await this.database.queryIn(tx, REMOVE_MESSAGES, { projectId, ids });
    return ids.map((id) => [id, refusal]);
  }

  /** Why messages were not stored that had nothing against them a moment before. */
  private async explain(
    { tx, batch: { projectId } }: Acceptance,
    messages: readonly PricedMessage[],
  ): Promise<[string, Refusal][]> {
    if (messages.length === 0) return [];
    const keys = messages.map(({ given }) => given.dedupeKey);
    const rows = await this.database.queryIn(tx, FIND_DUPLICATES, { projectId, keys });
    const taken = new Set(rows.map(({ key }) => key));
    return messages.map(({ id, given: { dedupeKey } }) => [
      id,
      refused(taken.has(dedupeKey) ? 'duplicate' : 'unsubscribed_contact'),
    ]);
  }

  private valuesOf({ batch, testMode }: Acceptance, messages: readonly PricedMessage[]) {
    const { projectId, senderId, purpose, allowUnicode, credential, origin } = batch;
    return {
      ...{ projectId, senderId, purpose, allowUnicode, testMode },
      ...{ originKind: origin.kind, originId: origin.id, originIndex: origin.index },
      grantId: credential?.kind === 'grant' ? credential.id : null,
      apiTokenId: credential?.kind === 'api_token' ? credential.id : null,
      gateway: testMode ? 'sandbox' : this.environment.SMS_GATEWAY,
      validSeconds: batch.validSeconds ?? null,
      messages: JSON.stringify(messages.map(rowOf)),
    };
  }
}
