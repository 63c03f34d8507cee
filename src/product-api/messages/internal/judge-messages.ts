import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database } from '../../../platform/database/database.js';
import { refused, type NewMessage, type OutboxBatch, type Refusal } from '../outbox-batch.js';
import { Prices } from '../prices.service.js';
import { FIND_CONTACTS, FIND_SENDER } from './outbox.statements.js';
import { countriesOf, priced, type Known, type PricedMessage } from './priced-messages.js';

/** A message with its price, or why it is refused. */
export type Judged = PricedMessage | Refusal;

/** What may be sent of a batch, and what it costs. */
export interface JudgedBatch {
  readonly organisationId: string;
  /** No message leaves this server, and nobody pays. */
  readonly testMode: boolean;
  /** In the order of the batch. */
  readonly judged: readonly Judged[];
}

/** Decides on each message by what the database has at this moment. Nothing is locked. */
@Injectable()
export class JudgeMessages {
  constructor(
    private readonly database: Database,
    private readonly prices: Prices,
  ) {}

  async judge(tx: EntityManager, batch: OutboxBatch): Promise<JudgedBatch> {
    const { projectId, senderId, purpose, messages } = batch;
    const [sender] = await this.database.queryIn(tx, FIND_SENDER, { projectId, senderId });
    if (!sender) throw new Error('There is no such project.');
    const contactIds = messages.map(({ contactId }) => contactId);
    const grantId = batch.credential?.kind === 'grant' ? batch.credential.id : null;
    const values = { projectId, purpose, contactIds, grantId };
    const contacts = await this.database.queryIn(tx, FIND_CONTACTS, values);
    const countries = await countriesOf(contacts);
    const served = [...new Set(countries.values())].filter((country) => country !== null);
    const testMode = sender.isSandbox || batch.credential?.testMode === true;
    const known: Known = {
      contacts: new Map(contacts.map((contact) => [contact.id, contact])),
      countries,
      prices: await this.prices.of(sender.organisationId, served, tx),
      senderCountries: sender.countries,
      allowUnicode: batch.allowUnicode,
      free: testMode,
    };
    const first = firstOfKeys(messages);
    return {
      organisationId: sender.organisationId,
      testMode,
      judged: messages.map((message) =>
        first.get(message.dedupeKey) === message ? priced(message, known) : refused('duplicate'),
      ),
    };
  }
}

const firstOfKeys = (messages: readonly NewMessage[]): ReadonlyMap<string, NewMessage> =>
  new Map(messages.toReversed().map((message) => [message.dedupeKey, message]));
