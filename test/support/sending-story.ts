import { fromWireId, newId } from '../../src/kernel/ids.js';
import { Database } from '../../src/platform/database/database.js';
import type { EnqueueResult, OutboxBatch } from '../../src/product-api/messages/outbox-batch.js';
import { Outbox } from '../../src/product-api/messages/outbox.service.js';
import { Organisation } from './actors/organisation.js';
import { eventually } from './eventually.js';
import { fundsOf, makeReadyToSend } from './sending.js';
import { addContact } from './shortcuts.js';
import type { TestApp } from './test-app.js';

/** What a message has become. */
export interface SentMessage {
  readonly id: string;
  readonly status: string;
  readonly code: string | null;
  readonly charge: string;
  readonly history: readonly string[];
  /** Of its row in the queue; null once there is none. */
  readonly state: string | null;
  /** Outcomes of its attempts, in order. */
  readonly attempts: readonly (string | null)[];
  /** How often the sandbox was given it; null if it never was. */
  readonly submissions: number | null;
}

/** A project that sends messages, without an app: to what comes after the outbox. */
export class SendingStory {
  private constructor(
    readonly server: TestApp,
    readonly projectId: string,
    readonly senderId: string,
  ) {}

  static async begin(server: TestApp, funds?: bigint): Promise<SendingStory> {
    const { id } = await (await Organisation.of(server)).createProject('Bakery');
    const senderId = await makeReadyToSend(
      server.database,
      id,
      funds === undefined ? {} : { funds },
    );
    return new SendingStory(server, id, senderId);
  }

  /** A new contact whose number ends with these digits: the sandbox decides by them. */
  async contact(digits: string): Promise<string> {
    const phone = `+3460000${digits.padStart(4, '0')}`;
    return (
      fromWireId('aud', await addContact(this.server.database, this.projectId, { phone })) ?? ''
    );
  }

  /** Accepts one message to each contact. */
  send(
    contactIds: readonly string[],
    values: Partial<OutboxBatch> & { readonly scheduledAt?: Date } = {},
  ): Promise<EnqueueResult[]> {
    const { projectId, senderId } = this;
    const { scheduledAt = null, ...more } = values;
    const messages = contactIds.map((contactId) => ({
      ...{ contactId, text: 'Hola', dedupeKey: newId(), scheduledAt },
    }));
    return this.server.app.get(Database).transaction((tx) =>
      this.server.app.get(Outbox, { strict: false }).enqueue(tx, {
        ...{ projectId, senderId, messages, credential: null, allowUnicode: false },
        ...{ purpose: 'transactional', origin: { kind: 'direct', id: null, index: null } },
        ...more,
      }),
    );
  }

  /** To numbers that end with these digits. @returns the ids of the messages */
  async sendTo(...digits: readonly string[]): Promise<string[]> {
    const contacts = await Promise.all(digits.map((each) => this.contact(each)));
    const results = await this.send(contacts);
    return results.map((result) => (result.status === 'enqueued' ? result.id : result.reason));
  }

  async messages(): Promise<SentMessage[]> {
    return this.server.database.query<Record<string, unknown>>(
      `SELECT m.id, m.status, m.status_code AS code, m.charge, q.state, o.submissions,
         ARRAY(SELECT item ->> 'status' FROM jsonb_array_elements(m.status_history) item) AS history,
         ARRAY(SELECT a.outcome FROM sms_attempts a WHERE a.message_id = m.id ORDER BY a.attempt) AS attempts
       FROM sms_messages m LEFT JOIN sms_queue q ON q.message_id = m.id
       LEFT JOIN sandbox_outbox o ON o.message_id = m.id
       WHERE m.project_id = $1 ORDER BY m.created_at, m.id`,
      [this.projectId],
    ) as unknown as Promise<SentMessage[]>;
  }

  async message(id: string): Promise<SentMessage> {
    const found = (await this.messages()).find((message) => message.id === id);
    if (!found) throw new Error('There is no such message.');
    return found;
  }

  /** Waits until the message has this status. */
  async reaches(id: string, status: string): Promise<SentMessage> {
    const deadline = Date.now() + 60_000;
    return eventually(async () => {
      const message = await this.message(id);
      if (message.status === status) return message;
      if (Date.now() < deadline) return undefined;
      throw new Error(`It did not become ${status}: ${JSON.stringify(message)}`);
    });
  }

  funds(): ReturnType<typeof fundsOf> {
    return fundsOf(this.server.database, this.projectId);
  }
}
