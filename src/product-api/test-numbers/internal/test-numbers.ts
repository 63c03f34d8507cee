import { randomInt } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { newId } from '../../../kernel/ids.js';
import { hashSecret } from '../../../kernel/secret.js';
import { AuditLog } from '../../../modules/audit/audit-log.service.js';
import type { AuditEventType } from '../../../modules/audit/audit-event.js';
import { Database } from '../../../platform/database/database.js';
import type { RowOf } from '../../../platform/database/statement.js';
import { TEST_NUMBER_CODES } from '../../../platform/http/rate-limit/buckets.js';
import { RateLimiter } from '../../../platform/http/rate-limit/rate-limiter.service.js';
import { Outbox } from '../../messages/outbox.service.js';
import { Senders } from '../../senders/senders.service.js';
import {
  COUNT,
  ENTER_CODE,
  FIND_CONTACT,
  LIST,
  LOCK,
  MOST_NUMBERS,
  REMOVE,
  REQUEST,
} from './test-number.statements.js';
import { testNumbersTexts } from './test-numbers-texts.js';

export type TestNumber = RowOf<typeof LIST>;

/** A project, and its owner or admin who decides. */
export interface Deciding {
  readonly projectId: string;
  readonly userId: string;
}

/** A wish that is refused, with the words for the field. */
class Refused extends Error {}

const { faults } = testNumbersTexts;

/** The phones to which apps under development may send messages of a project. */
@Injectable()
export class TestNumbers {
  constructor(
    private readonly database: Database,
    private readonly senders: Senders,
    private readonly outbox: Outbox,
    private readonly limiter: RateLimiter,
    private readonly audit: AuditLog,
  ) {}

  list(projectId: string): Promise<TestNumber[]> {
    return this.database.query(LIST, { projectId });
  }

  /** Sends a code to the number, which a contact of the project has. @returns why it is not; null if it is */
  async request(by: Deciding, phone: string): Promise<string | null> {
    const { projectId } = by;
    if ((await this.limiter.take(TEST_NUMBER_CODES, projectId)) > 0) return faults.tooMany;
    const senderId = await this.senders.findDefault(projectId);
    if (senderId === null) return faults.noSender;
    try {
      await this.database.transaction((tx) => this.send(tx, by, { phone, senderId }));
      return null;
    } catch (error) {
      if (error instanceof Refused) return error.message;
      throw error;
    }
  }

  /** False for a wrong, used or expired code, and after five wrong ones. */
  confirm(by: Deciding, id: string, code: string): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      const values = { id, projectId: by.projectId, codeHash: hashOf(id, code) };
      const [row] = await this.database.queryIn(tx, ENTER_CODE, values);
      if (row?.state !== 'confirmed') return false;
      await this.record(tx, 'test_number.confirmed', by, id);
      return true;
    });
  }

  /** False for an unknown one. */
  remove(by: Deciding, id: string): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      const removed = await this.database.queryIn(tx, REMOVE, { id, projectId: by.projectId });
      if (removed.length === 0) return false;
      await this.record(tx, 'test_number.removed', by, id);
      return true;
    });
  }

  private async send(
    tx: EntityManager,
    by: Deciding,
    { phone, senderId }: { readonly phone: string; readonly senderId: string },
  ): Promise<void> {
    const { projectId } = by;
    const [contact] = await this.database.queryIn(tx, FIND_CONTACT, { projectId, phone });
    if (!contact) throw new Refused(faults.noContact);
    await this.database.queryIn(tx, LOCK, { projectId });
    const [others] = await this.database.queryIn(tx, COUNT, { projectId, phone });
    if ((others?.count ?? 0) >= MOST_NUMBERS) throw new Refused(faults.full(MOST_NUMBERS));
    const [id, code] = [newId(), String(randomInt(1_000_000)).padStart(6, '0')];
    const values = { id, projectId, phone, codeHash: hashOf(id, code) };
    const stored = await this.database.queryIn(tx, REQUEST, values);
    if (stored.length === 0) throw new Refused(faults.already);
    await this.record(tx, 'test_number.requested', by, id);
    const [result] = await this.outbox.enqueue(tx, {
      ...{ projectId, senderId, credential: null, allowUnicode: false },
      ...{ purpose: 'transactional', origin: { kind: 'direct', id: null, index: null } },
      messages: [
        {
          contactId: contact.id,
          text: testNumbersTexts.message(code),
          dedupeKey: `test-number:${id}`,
        },
      ],
    });
    if (result?.status === 'refused') throw new Refused(faults.unsent(result.reason));
  }

  private record(
    tx: EntityManager,
    type: AuditEventType,
    { projectId, userId }: Deciding,
    id: string,
  ): Promise<void> {
    return this.audit.record(tx, {
      ...{ type, actor: { kind: 'user', userId }, projectId },
      target: { kind: 'test_number', id },
    });
  }
}

/** With the id, so that the same code of two numbers has two hashes. */
const hashOf = (id: string, code: string): Buffer => hashSecret(`${id} ${code}`);
