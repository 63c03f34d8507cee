import type { Response } from 'supertest';
import { ApiCaller } from '../../support/api-caller.js';
import { eachOf, pointersOf } from '../../support/answers.js';
import { fundsOf, makeReadyToSend, PRICE } from '../../support/sending.js';
import { addContact } from '../../support/shortcuts.js';
import { TestApp } from '../../support/test-app.js';

const entityOf = ({ body }: Response) => (body as { entity: Record<string, unknown> }).entity;
const codeOf = ({ body }: Response) => (body as { code: string }).code;

describe('direct messages', () => {
  let server: TestApp;
  let caller: ApiCaller;
  let contact: string;
  beforeAll(async () => {
    server = await TestApp.start();
    caller = await ApiCaller.connect(server);
    await makeReadyToSend(server.database, caller.project.id);
    contact = await addContact(server.database, caller.project.id);
  });
  afterAll(() => server.stop());

  const path = (to = contact, more = '') => `/channel/sms/sms/direct/default/${to}${more}`;

  it('are accepted for a contact, with their price', async () => {
    const answer = await caller.post(path(), { text: 'Mañana a las 5, ¿sí?' }).expect(201);
    expect(entityOf(answer)).toMatchObject({
      ...{
        from: 'BAKERY',
        to: '+34600000101',
        country: 'ES',
        status: 'enqueued',
        origin: 'direct',
      },
      ...{ text: 'Mañana a las 5, ¿sí?', deliveredText: 'Mañana a las 5, ¿si?', encoding: 'gsm7' },
      ...{ messagesCount: 1, pricePerSms: '0.05', priceUser: '0.05', charged: false },
      audienceContact: { id: contact },
    });
    const { id } = entityOf(answer) as { id: string };
    expect(entityOf(await caller.get(`/channel/sms/sms/${id}`).expect(200))).toMatchObject({ id });
  });

  it('show text and number with audience.basic:read only', async () => {
    const { body } = await caller.post(path(), { text: 'Hola' }).expect(201);
    const { id } = (body as { entity: { id: string } }).entity;
    const blind = await caller.narrowedTo('sms:read');
    const entity = entityOf(await blind.get(`/channel/sms/sms/${id}`).expect(200));
    expect(entity).toMatchObject({ id, country: 'ES', status: 'enqueued' });
    for (const hidden of ['text', 'deliveredText', 'to', 'normalizedTo']) {
      expect(entity).not.toHaveProperty(hidden);
    }
  });

  it('are found by mark, contact and kind', async () => {
    await caller.post(path(contact, '/spring-1'), { text: 'Marked', clientId: 'c-1' }).expect(201);
    const marked = await caller.get('/channel/sms/sms/direct/spring-1').expect(200);
    expect(eachOf(marked, 'text')).toEqual(['Marked']);
    expect(eachOf(await caller.get(`/channel/sms/sms/audience/${contact}`), 'text')).toContain(
      'Marked',
    );
    const filtered = await caller.get('/channel/sms/sms/direct', { clientId_eq: 'c-1' });
    expect(eachOf(filtered, 'utmTerm')).toEqual(['spring-1']);
    expect(
      pointersOf(await caller.post(path(contact, '/a%20b'), { text: 'x' }).expect(400)),
    ).toEqual(['/utmTerm']);
  });

  it('are refused one by one in a batch', async () => {
    const silent = await addContact(server.database, caller.project.id, { phone: null });
    const answer = await caller
      .post('/channel/sms/sms/direct/bulk', {
        messages: [
          { audienceId: contact, text: 'Hola' },
          { audienceId: silent, text: 'Hola' },
          { audienceId: contact, text: '漢' },
        ],
      })
      .expect(201);
    expect(eachOf(answer, 'status')).toEqual([201, 422, 422]);
    expect(answer.body).toMatchObject({ metadata: { accepted: 1, refused: 2 } });
  });

  it('are canceled while they wait, which releases the funds', async () => {
    const before = await fundsOf(server.database, caller.project.id);
    const scheduledAt = new Date(Date.now() + 86_400_000).toISOString();
    const sent = await caller.post(path(), { text: 'Later', scheduledAt }).expect(201);
    const { id } = entityOf(sent) as { id: string };
    expect(entityOf(sent)).toMatchObject({ status: 'scheduled' });
    const canceled = await caller.post(`/channel/sms/sms/${id}/cancel`, {}).expect(200);
    expect(entityOf(canceled)).toMatchObject({ status: 'canceled', charged: false });
    expect(await fundsOf(server.database, caller.project.id)).toEqual(before);
    await server.database.query(`UPDATE sms_messages SET status = 'sent'`);
    expect(codeOf(await caller.post(`/channel/sms/sms/${id}/cancel`, {}).expect(409))).toBe(
      'invalid_state',
    );
  });

  it('are refused beyond the ceiling of the grant, with the time of its reset (N1)', async () => {
    await server.database.query('UPDATE grant_projects SET max_messages_per_day = 0');
    const answer = await caller.post(path(), { text: 'Hola' }).expect(429);
    expect(codeOf(answer)).toBe('grant_budget_exceeded');
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    expect(answer.body).toHaveProperty('reset');
    await server.database.query('UPDATE grant_projects SET max_messages_per_day = NULL');
  });

  it('are refused without funds', async () => {
    const poor = await ApiCaller.connect(server, undefined, 'Poor');
    await makeReadyToSend(server.database, poor.project.id, { funds: 0n });
    const to = await addContact(server.database, poor.project.id);
    expect(codeOf(await poor.post(path(to), { text: 'Hola' }).expect(402))).toBe(
      'insufficient_funds',
    );
    // A contact of another project is nobody here.
    await poor.post(path(contact), { text: 'Hola' }).expect(404);
  });

  it('cost what the estimate says', async () => {
    const body = { text: 'a'.repeat(161), countries: ['ES', 'JP'] };
    const answer = await caller.post('/channel/sms/estimate', body).expect(200);
    expect(entityOf(answer)).toMatchObject({
      ...{ encoding: 'gsm7', charsCount: 161, messagesCount: 2, currency: 'EUR' },
      prices: [
        { country: 'ES', pricePerSms: '0.05', price: '0.10' },
        { country: 'JP', pricePerSms: null, price: null },
      ],
    });
    const refused = await caller.post('/channel/sms/estimate', { text: '漢' }).expect(422);
    expect(pointersOf(refused)).toEqual(['/text']);
  });

  it('are paid from the funds that the account shows, and counted by the report', async () => {
    const { available, reserved } = await fundsOf(server.database, caller.project.id);
    const decimal = (micros: bigint) => (Number(micros) / 1_000_000).toFixed(2);
    expect(entityOf(await caller.get('/account').expect(200))).toMatchObject({
      ...{
        funds: decimal(available),
        reserved: decimal(reserved),
        credit: '0.00',
        currency: 'EUR',
      },
    });
    expect(reserved % PRICE).toBe(0n);
    const from = new Date(Date.now() - 3_600_000).toISOString();
    const report = await caller.get('/report/summary', { from }).expect(200);
    expect(entityOf(report)).toMatchObject({ delivered: 0, unsubscribes: 0, cost: '0.00' });
    await caller.get('/report/summary', { from: '2020-01-01T00:00:00Z' }).expect(400);
  });
});

describe('senders', () => {
  let server: TestApp;
  let caller: ApiCaller;
  beforeAll(async () => {
    server = await TestApp.start();
    caller = await ApiCaller.connect(server);
  });
  afterAll(() => server.stop());

  it('are approved at once with the sandbox, but for names and numbers of others', async () => {
    const request = (from: string) => caller.post('/channel/sms/sender', { from });
    expect(entityOf(await request('OLIVAR').expect(201))).toMatchObject({
      ...{ status: 'approved', type: 'alphanumeric', isDefault: true },
    });
    for (const from of ['BBVA Info', 'C0rreos', '+34600000001', '25300']) {
      expect(entityOf(await request(from).expect(201))).toMatchObject({ status: 'pending' });
    }
    expect(codeOf(await request('OLIVAR').expect(409))).toBe('conflict');
    for (const from of ['12', 'a!b', '123', 'OLIVARMARKET']) await request(from).expect(400);
    const list = await caller.get('/channel/sms/sender', { status_eq: 'approved' }).expect(200);
    expect(eachOf(list, 'from')).toEqual(['OLIVAR']);
    expect(list.body).toMatchObject({ metadata: { defaultSender: eachOf(list, 'id')[0] } });
  });
});
