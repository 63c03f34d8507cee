import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { fromWireId, newId, toWireId } from '../../../../kernel/ids.js';
import { Database } from '../../../../platform/database/database.js';
import { Subscriptions } from '../../../audience/subscriptions.service.js';
import type { GatewayId } from '../../../messages/message-kinds.js';
import { Outbox } from '../../../messages/outbox.service.js';
import { measureSms } from '../../../messages/sms-text.js';
import { WebhookEvents } from '../../../webhooks/webhook-events.service.js';
import type { InboundSms } from '../../sms-gateway.js';
import {
  ADD_INBOUND,
  FIND_BY_NUMBER,
  FIND_BY_REFERENCE,
  type InboundRecipient,
} from './inbound.statements.js';
import { keywordOf, type Keyword } from './keywords.js';

const SYSTEM = { kind: 'system' } as const;

/** Stores what phones send, and does what they ask for: STOP, START and HELP, in three languages. */
@Injectable()
export class ReceiveInbound {
  constructor(
    private readonly database: Database,
    private readonly subscriptions: Subscriptions,
    private readonly outbox: Outbox,
    private readonly webhooks: WebhookEvents,
  ) {}

  /** Nothing happens for a number that nobody has written to, and for a message that came before. */
  async receive(tx: EntityManager, gateway: GatewayId, message: InboundSms): Promise<void> {
    for (const recipient of await this.recipientsOf(tx, gateway, message)) {
      const id = await this.store(tx, gateway, message, recipient);
      if (id === null) continue;
      await this.tell(tx, id, recipient);
      await this.obey(tx, message, { ...recipient, id });
    }
  }

  private recipientsOf(
    tx: EntityManager,
    gateway: GatewayId,
    { reference, from: phone, to: number }: InboundSms,
  ): Promise<readonly InboundRecipient[]> {
    const id = reference === null ? null : fromWireId('sms', reference);
    if (id === null) return this.database.queryIn(tx, FIND_BY_NUMBER, { phone, number });
    return this.database.queryIn(tx, FIND_BY_REFERENCE, { id, gateway, phone });
  }

  private async store(
    tx: EntityManager,
    gateway: GatewayId,
    { from: phone, to: number, text, providerId }: InboundSms,
    recipient: InboundRecipient,
  ): Promise<string | null> {
    const { encoding, charsCount, parts } = measureSms(text);
    const history = [{ status: 'received', code: null, at: new Date().toISOString() }];
    const [row] = await this.database.queryIn(tx, ADD_INBOUND, {
      ...{ ...recipient, id: newId(), phone, number, text, gateway, providerId },
      ...{ encoding, charsCount, parts, history: JSON.stringify(history) },
      dedupeKey: `inbound:${gateway}:${providerId}`,
    });
    return row?.id ?? null;
  }

  private tell(
    tx: EntityManager,
    subjectId: string,
    { projectId, contactId }: InboundRecipient,
  ): Promise<void> {
    const data = { eventAt: new Date().toISOString(), audienceId: toWireId('aud', contactId) };
    return this.webhooks.announce(tx, { projectId, type: 'message.inbound', subjectId, data });
  }

  private async obey(
    tx: EntityManager,
    { text, from: phone }: InboundSms,
    recipient: InboundRecipient & { readonly id: string },
  ): Promise<void> {
    const found = keywordOf(text);
    if (!found) return;
    const change = {
      projectId: recipient.projectId,
      phone,
      actor: SYSTEM,
      reason: text.slice(0, 40),
    };
    const act: Record<Keyword, () => Promise<unknown>> = {
      stop: () => this.subscriptions.stop(tx, change),
      start: () => this.subscriptions.start(tx, change),
      help: () => Promise.resolve(),
    };
    // A STOP is confirmed once: before it takes effect, since after that the number gets nothing.
    if (found.keyword === 'stop') await this.answer(tx, recipient, found.answer);
    await act[found.keyword]();
    if (found.keyword !== 'stop') await this.answer(tx, recipient, found.answer);
  }

  /** From whom the phone was written to. If it cannot be sent, what was asked for is done all the same. */
  private async answer(
    tx: EntityManager,
    { projectId, contactId, senderId, id }: InboundRecipient & { readonly id: string },
    text: string,
  ): Promise<void> {
    if (senderId === null) return;
    await this.outbox.enqueue(tx, {
      ...{ projectId, senderId, credential: null, allowUnicode: false, purpose: 'transactional' },
      origin: { kind: 'inbound', id: null, index: null },
      messages: [{ contactId, text, dedupeKey: `answer:${id}` }],
    });
  }
}
