import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { newId } from '../../kernel/ids.js';
import { ProblemError } from '../../kernel/errors/problem-error.js';
import { Database } from '../../platform/database/database.js';
import { columnsOf } from '../../platform/database/entity-columns.js';
import { statement } from '../../platform/database/statement.js';
import { found } from '../access/envelope.js';
import type { Principal } from '../access/principal.js';
import { invalid } from '../access/request.pipe.js';
import { Senders } from '../senders/senders.service.js';
import { levelOf } from '../wire/field-levels.js';
import { toWire } from '../wire/wire-class.js';
import { requireUuid } from '../wire/wire-id.pipe.js';
import { BulkResult, type SendingOptions } from './direct-messages.dto.js';
import { SmsMessageEntity } from './internal/sms-message.entity.js';
import { SmsMessage } from './messages.dto.js';
import type { EnqueueResult, NewMessage } from './outbox-batch.js';
import { Outbox } from './outbox.service.js';
import { problemOf } from './refusal-problem.js';

const MESSAGE = columnsOf(SmsMessageEntity);

const FIND_MANY = statement(
  'direct-messages.find-many',
  `SELECT ${MESSAGE.list} FROM sms_messages WHERE project_id = :projectId AND id = ANY (:ids::uuid[])`,
  MESSAGE.shape,
);

const MOST_AHEAD_MS = 30 * 86_400_000;

/** A message of the caller, before it has a key. */
export interface DirectMessage {
  /** UUID. */
  readonly contactId: string;
  readonly text: string;
  readonly scheduledAt?: string | undefined;
  readonly clientId?: string | undefined;
  readonly utmTerm?: string | undefined;
}

/** Messages that a caller sends to single contacts. */
@Injectable()
export class DirectMessages {
  constructor(
    private readonly database: Database,
    private readonly senders: Senders,
    private readonly outbox: Outbox,
  ) {}

  /** `sender`: `snd_…`, or `default`. @throws ProblemError for a message that is refused */
  async send(
    caller: Principal,
    sender: string,
    options: SendingOptions,
    message: DirectMessage,
  ): Promise<SmsMessage> {
    const rows = await this.enqueue(caller, sender, options, [message], ([result]) => {
      if (result?.status === 'refused') throw problemOf(result);
    });
    return toWire(SmsMessage, found(rows.stored[0] ?? null), levelOf(caller.scopes));
  }

  /** A result for each message: one that is refused does not keep the others from being sent. */
  async sendMany(
    caller: Principal,
    sender: string,
    options: SendingOptions,
    messages: readonly DirectMessage[],
  ): Promise<BulkResult[]> {
    const { results, stored } = await this.enqueue(caller, sender, options, messages);
    const byId = new Map(stored.map((row) => [row.id, row]));
    return results.map((result, index) => {
      const outcome =
        result.status === 'enqueued'
          ? { status: 201, entity: byId.get(result.id), error: null }
          : { entity: null, ...errorOf(problemOf(result)) };
      return toWire(BulkResult, { index, ...outcome }, levelOf(caller.scopes));
    });
  }

  private async enqueue(
    { projectId, credential }: Principal,
    sender: string,
    { purpose, allowUnicode, validitySeconds }: SendingOptions,
    messages: readonly DirectMessage[],
    check: (results: readonly EnqueueResult[]) => void = () => undefined,
  ): Promise<{ results: readonly EnqueueResult[]; stored: readonly SmsMessageEntity[] }> {
    const prepared = messages.map(prepare);
    const senderId = await this.senderOf(projectId, sender);
    return this.database.transaction(async (tx) => {
      const results = await this.outbox.enqueue(tx, {
        ...{ projectId, credential, senderId, purpose, allowUnicode, messages: prepared },
        origin: { kind: 'direct', id: null, index: null },
        validSeconds: validitySeconds ?? null,
      });
      check(results);
      return { results, stored: await this.read(tx, projectId, results) };
    });
  }

  private read(
    tx: EntityManager,
    projectId: string,
    results: readonly EnqueueResult[],
  ): Promise<SmsMessageEntity[]> {
    const ids = results.flatMap((result) => (result.status === 'enqueued' ? [result.id] : []));
    return this.database.queryIn(tx, FIND_MANY, { projectId, ids });
  }

  private async senderOf(projectId: string, sender: string): Promise<string> {
    if (sender !== 'default') return requireUuid('snd', sender);
    const found = await this.senders.findDefault(projectId);
    if (found !== null) return found;
    throw new ProblemError('sender_not_approved', 'The project has no default sender.');
  }
}

/** Without a key of the caller (`Idempotency-Key`) two calls are two messages. */
function prepare(message: DirectMessage): NewMessage {
  const { scheduledAt, ...more } = message;
  const at = scheduledAt === undefined ? null : new Date(scheduledAt);
  if (at && at.getTime() > Date.now() + MOST_AHEAD_MS) {
    const fault = { code: 'future', message: 'must be within 30 days' };
    throw invalid([{ pointer: '/scheduledAt', ...fault }]);
  }
  return { ...more, scheduledAt: at, dedupeKey: `direct:${newId()}` };
}

const errorOf = ({ status, code, message: detail }: ProblemError) => ({
  status,
  error: { code, detail },
});
