import { createHmac } from 'node:crypto';
import { toWireId } from '../../../src/kernel/ids.js';
import { SecretKey } from '../../../src/platform/config/secret-key.js';
import { DispatchMessagesJob } from '../../../src/product-api/carrier/internal/dispatch/dispatch-messages.job.js';
import { SendingStory } from '../../support/sending-story.js';
import { TestApp } from '../../support/test-app.js';

const PATH = '/v1/carrier/sandbox/dlr';

describe('requests of a carrier', () => {
  let server: TestApp;
  let story: SendingStory;
  let id: string;
  beforeAll(async () => (server = await TestApp.start()));
  afterAll(() => server.stop());
  beforeEach(async () => {
    story = await SendingStory.begin(server);
    [id = ''] = await story.sendTo('00');
    await server.app.get(DispatchMessagesJob, { strict: false }).run();
  });

  const eventOf = (changes: object = {}) => ({
    ...{ id: 'x1', clientId: toWireId('sms', id), status: 'delivered', code: null },
    ...{ eventAt: new Date().toISOString(), ...changes },
  });

  const send = (body: string, { age = 0, key = server.app.get<SecretKey>(SecretKey) } = {}) => {
    const timestamp = String(Math.floor(Date.now() / 1_000) - age);
    const hmac = createHmac('sha256', key.derive('sandbox-carrier'));
    return server.http
      .post(PATH)
      .set('Content-Type', 'application/json')
      .set('X-Carrier-Timestamp', timestamp)
      .set('X-Carrier-Signature', hmac.update(`${timestamp}.${body}`).digest('hex'))
      .send(body);
  };

  it('are taken if they are signed', async () => {
    await send(JSON.stringify({ events: [eventOf()] })).expect(204);
    expect(await story.message(id)).toMatchObject({ status: 'delivered' });
  });

  it('are refused without a signature, with an old one, or with that of another key', async () => {
    const body = JSON.stringify({ events: [eventOf({ status: 'failed' })] });
    await server.http
      .post(PATH)
      .send({ events: [eventOf()] })
      .expect(401);
    await send(body, { age: 301 }).expect(401);
    await send(body, { key: new SecretKey('another key, which is as long as that') }).expect(401);
    expect(await story.message(id)).toMatchObject({ status: 'sent' });
  });

  it.each([
    ['no JSON', '{'],
    ['no object', '[1]'],
    ['an unknown state', JSON.stringify({ events: [{ status: 'read', clientId: 'sms_1' }] })],
    ['a state that every object has', JSON.stringify({ events: [{ status: 'constructor' }] })],
    [
      'too many',
      JSON.stringify({ events: Array.from({ length: 501 }, () => ({ status: 'sent' })) }),
    ],
    [
      'an inbound message without a number',
      JSON.stringify({ events: [{ id: 'a', message: 'hi' }] }),
    ],
  ])('with %s are refused as a whole', async (_, body) => {
    await send(body).expect(400);
  });

  it('about messages that nobody knows change nothing', async () => {
    const foreign = toWireId('sms', '01941f29-7c00-7000-8000-000000000001');
    const events = [eventOf({ clientId: foreign }), eventOf({ clientId: 'mine' })];
    await send(JSON.stringify({ events })).expect(204);
  });

  it('do not change messages of another carrier', async () => {
    await server.database.query(`UPDATE sms_messages SET gateway = 'instasent' WHERE id = $1`, [
      id,
    ]);
    await send(JSON.stringify({ events: [eventOf()] })).expect(204);
    expect(await story.message(id)).toMatchObject({ status: 'sent' });
  });

  it('for a carrier that this installation does not have find nothing', async () => {
    await server.http
      .post(`/v1/carrier/instasent/${'s'.repeat(40)}`)
      .send({})
      .expect(404);
    await server.http.get(PATH).expect(405);
  });

  it('with a message from a phone store it once, and for no stranger', async () => {
    const contact = { from: '+34600000000', to: 'BAKERY' };
    const inbound = { id: 'in-1', clientId: toWireId('sms', id), message: 'Gracias', ...contact };
    await send(JSON.stringify({ events: [inbound, inbound] })).expect(204);
    await send(JSON.stringify({ events: [inbound] })).expect(204);
    await send(JSON.stringify({ events: [{ ...inbound, id: 'in-2', from: '+34699999999' }] }));
    const rows = await server.database.query(
      `SELECT text, sender_address, status FROM sms_messages WHERE project_id = $1 AND inbound`,
      [story.projectId],
    );
    expect(rows).toEqual([{ text: 'Gracias', sender_address: '+34600000000', status: 'received' }]);
  });

  it('with a keyword act for all projects that wrote to the phone from that number', async () => {
    await server.database.query(
      `UPDATE senders SET type = 'short', address = '25300' WHERE project_id = $1`,
      [story.projectId],
    );
    const other = await SendingStory.begin(server);
    await server.database.query(
      `UPDATE senders SET type = 'short', address = '25300' WHERE project_id = $1`,
      [other.projectId],
    );
    const uninvolved = await other.contact('00');
    const events = [{ id: 'in-3', message: 'Baja', from: '+34600000000', to: '25300' }];
    await send(JSON.stringify({ events })).expect(204);
    const blocked = await server.database.query(
      'SELECT project_id, id FROM contacts WHERE sms_blocked_at IS NOT NULL',
    );
    expect(blocked).toMatchObject([{ project_id: story.projectId }]);
    expect(blocked).not.toMatchObject([{ id: uninvolved }]);
  });
});
