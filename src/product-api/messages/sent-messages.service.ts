import { Injectable } from '@nestjs/common';
import { ProblemError } from '../../kernel/errors/problem-error.js';
import { Database } from '../../platform/database/database.js';
import type { EntityEnvelope, ListEnvelope } from '../access/envelope.js';
import { PlainLists, type Within } from '../access/plain-lists.service.js';
import type { Principal } from '../access/principal.js';
import { levelOf } from '../wire/field-levels.js';
import { MESSAGE_LIST, type ListMessagesDto, type SmsMessage } from './messages.dto.js';
import { Outbox } from './outbox.service.js';

/** Messages, at the caller's level. */
@Injectable()
export class SentMessages {
  constructor(
    private readonly database: Database,
    private readonly lists: PlainLists,
    private readonly outbox: Outbox,
  ) {}

  page(
    { projectId, scopes }: Principal,
    query: ListMessagesDto,
    within: Within,
  ): Promise<ListEnvelope<SmsMessage>> {
    return this.lists.page(MESSAGE_LIST, projectId, query, { level: levelOf(scopes), within });
  }

  ofContact(
    caller: Principal,
    query: ListMessagesDto,
    contactId: string,
  ): Promise<ListEnvelope<SmsMessage>> {
    const condition = 'contact_id = :contactId';
    return this.page(caller, query, { condition, values: { contactId } });
  }

  ofOrigin(
    caller: Principal,
    query: ListMessagesDto,
    originId: string,
    index: number,
  ): Promise<ListEnvelope<SmsMessage>> {
    const condition = 'origin_id = :originId AND origin_index = :index';
    return this.page(caller, query, { condition, values: { originId, index } });
  }

  /** @throws ProblemError 404 */
  get({ projectId, scopes }: Principal, id: string): Promise<EntityEnvelope<SmsMessage>> {
    return this.lists.get(MESSAGE_LIST, projectId, id, levelOf(scopes));
  }

  /** @throws ProblemError 404, or 409 for a message that does not wait any more */
  async cancel(caller: Principal, id: string): Promise<EntityEnvelope<SmsMessage>> {
    const { projectId } = caller;
    const isCanceled = await this.database.transaction((tx) =>
      this.outbox.cancel(tx, projectId, id),
    );
    const message = await this.get(caller, id);
    if (isCanceled || message.entity.status === 'canceled') return message;
    throw new ProblemError('invalid_state', `The message is ${message.entity.status}.`);
  }
}
