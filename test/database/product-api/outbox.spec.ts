import { fromWireId, newId } from '../../../src/kernel/ids.js';
import type {
  EnqueueResult,
  NewMessage,
  OutboxBatch,
} from '../../../src/product-api/messages/outbox-batch.js';
import { Outbox } from '../../../src/product-api/messages/outbox.service.js';
import { Database } from '../../../src/platform/database/database.js';
import { Organisation } from '../../support/actors/organisation.js';
import { fundsOf, makeReadyToSend, PRICE } from '../../support/sending.js';
import { addContact } from '../../support/shortcuts.js';
import { TestApp } from '../../support/test-app.js';

describe('the outbox', () => {
  let server: TestApp;
  let projectId: string;
  let senderId: string;
  let contactId: string;
  beforeAll(async () => (server = await TestApp.start()));
  afterAll(() => server.stop());
  beforeEach(async () => {
    projectId = (await (await Organisation.of(server)).createProject('Bakery')).id;
    senderId = await makeReadyToSend(server.database, projectId, { funds: 10n * PRICE });
    contactId = await contact();
  });

  const contact = async (values: Parameters<typeof addContact>[2] = {}): Promise<string> =>
    fromWireId('aud', await addContact(server.database, projectId, values)) ?? '';

  const message = (values: Partial<NewMessage> = {}): NewMessage => ({
    ...{ contactId, text: 'Hola', dedupeKey: newId() },
    ...values,
  });

  const enqueue = (
    messages: readonly NewMessage[],
    values: Partial<OutboxBatch> = {},
  ): Promise<EnqueueResult[]> =>
    server.app.get(Database).transaction((tx) =>
      server.app.get(Outbox, { strict: false }).enqueue(tx, {
        ...{ projectId, senderId, messages, credential: null, allowUnicode: false },
        ...{ purpose: 'transactional', origin: { kind: 'direct', id: null, index: null } },
        ...values,
      }),
    );

  const outcomesOf = (results: readonly EnqueueResult[]): string[] =>
    results.map((result) => (result.status === 'refused' ? result.reason : result.status));

  const stored = () =>
    server.database.query<Record<string, unknown>>(
      `SELECT m.text, m.delivered_text, m.recipient, m.country, m.encoding, m.messages_count, m.price, m.charge, m.status,
         m.sender_address, q.state
       FROM sms_messages m LEFT JOIN sms_queue q ON q.message_id = m.id WHERE m.project_id = $1`,
      [projectId],
    );

  it('stores a message as it goes out, with its price, and reserves the funds', async () => {
    const results = await enqueue([message({ text: `${'a'.repeat(160)}é á` })]);
    expect(outcomesOf(results)).toEqual(['enqueued']);
    expect(await stored()).toEqual([
      {
        ...{ text: `${'a'.repeat(160)}é á`, delivered_text: `${'a'.repeat(160)}é a` },
        ...{ recipient: '+34600000101', country: 'ES', encoding: 'gsm7', messages_count: 2 },
        ...{ price: String(2n * PRICE), charge: 'reserved', status: 'enqueued' },
        ...{ sender_address: 'BAKERY', state: 'waiting' },
      },
    ]);
    expect(await fundsOf(server.database, projectId)).toEqual({
      ...{ available: 8n * PRICE, reserved: 2n * PRICE, captured: 0n },
    });
  });

  it('says of each message why it is refused, and stores nothing of those', async () => {
    const unsubscribed = await contact();
    await server.database.query('UPDATE contacts SET is_subscribed_sms = false WHERE id = $1', [
      unsubscribed,
    ]);
    const key = newId();
    const results = await enqueue(
      [
        message(),
        message({ contactId: newId() }),
        message({ contactId: await contact({ deletedAt: new Date().toISOString() }) }),
        message({ contactId: await contact({ phone: null }) }),
        message({ contactId: await contact({ phone: '+34910000000' }) }),
        message({ contactId: unsubscribed }),
        message({ text: '漢' }),
        message({ contactId: await contact({ phone: '+351912345678' }) }),
        message({ dedupeKey: key }),
        message({ dedupeKey: key }),
      ],
      { purpose: 'marketing' },
    );
    expect(outcomesOf(results)).toEqual([
      ...['enqueued', 'not_found', 'not_found', 'no_phone', 'no_phone', 'unsubscribed_contact'],
      ...['invalid_text', 'country_disabled', 'enqueued', 'duplicate'],
    ]);
    expect(await stored()).toHaveLength(2);
    expect(outcomesOf(await enqueue([message({ contactId: unsubscribed })]))).toEqual(['enqueued']);
  });

  it('refuses a sender that is not approved, of another project, or for other countries', async () => {
    const change = (sql: string) =>
      server.database.query(`UPDATE senders SET ${sql} WHERE id = $1`, [senderId]);
    await change(`countries = '{FR}'`);
    expect(outcomesOf(await enqueue([message()]))).toEqual(['sender_not_approved']);
    await change(`countries = '{FR,ES}', status = 'disabled'`);
    expect(outcomesOf(await enqueue([message()]))).toEqual(['sender_not_approved']);
    await change(`status = 'approved'`);
    expect(outcomesOf(await enqueue([message()]))).toEqual(['enqueued']);
    const other = await (await Organisation.of(server)).createProject('Other');
    const foreign = await makeReadyToSend(server.database, other.id);
    expect(outcomesOf(await enqueue([message()], { senderId: foreign }))).toEqual([
      'sender_not_approved',
    ]);
  });

  it('never has two messages with one key, however many ask at once', async () => {
    const key = newId();
    const all = await Promise.all(
      Array.from({ length: 20 }, () => enqueue([message({ dedupeKey: key })])),
    );
    expect(outcomesOf(all.flat()).sort()).toEqual([
      ...Array.from({ length: 19 }, () => 'duplicate'),
      'enqueued',
    ]);
    expect(await stored()).toHaveLength(1);
    expect((await fundsOf(server.database, projectId)).reserved).toBe(PRICE);
  });

  it('accepts as many messages as there is money for, to callers at the same time', async () => {
    const all = await Promise.all(
      Array.from({ length: 20 }, () => enqueue([message(), message()])),
    );
    expect(outcomesOf(all.flat()).filter((outcome) => outcome === 'enqueued')).toHaveLength(10);
    expect(outcomesOf(all.flat()).filter((each) => each === 'insufficient_funds')).toHaveLength(30);
    expect(await stored()).toHaveLength(10);
    expect(await fundsOf(server.database, projectId)).toMatchObject({ available: 0n });
  });

  it('accepts the first part of a batch that is too expensive', async () => {
    const results = await enqueue(Array.from({ length: 12 }, () => message()));
    expect(outcomesOf(results)).toEqual([
      ...Array.from({ length: 10 }, () => 'enqueued'),
      ...['insufficient_funds', 'insufficient_funds'],
    ]);
  });

  it('charges nothing in test mode', async () => {
    const credential = { kind: 'api_token', id: newId(), testMode: true } as const;
    expect(outcomesOf(await enqueue([message()], { credential }))).toEqual(['enqueued']);
    expect(await stored()).toMatchObject([{ price: '0', charge: 'none' }]);
    expect(await fundsOf(server.database, projectId)).toMatchObject({ reserved: 0n });
  });

  it('cancels what waits, and releases its funds', async () => {
    const origin = { kind: 'campaign', id: newId(), index: 0 } as const;
    await enqueue([message(), message(), message()], { origin });
    await enqueue([message()]);
    await server.database.query(
      `UPDATE sms_queue SET state = 'submitting' WHERE message_id =
        (SELECT message_id FROM sms_queue WHERE origin_id = $1 LIMIT 1)`,
      [origin.id],
    );
    const outbox = server.app.get(Outbox, { strict: false });
    const cancel = () =>
      server.app.get(Database).transaction((tx) => outbox.cancelOf(tx, projectId, origin));
    expect(await cancel()).toBe(2);
    expect(await cancel()).toBe(0);
    expect(await fundsOf(server.database, projectId)).toMatchObject({ reserved: 2n * PRICE });
    const states = (await stored()).map(({ status, charge, state }) => [status, charge, state]);
    expect(states.sort()).toEqual([
      ['canceled', 'released', null],
      ['canceled', 'released', null],
      ['enqueued', 'reserved', 'submitting'],
      ['enqueued', 'reserved', 'waiting'],
    ]);
  });
});
