import { fromWireId, newId, toWireId } from '../../../src/kernel/ids.js';
import { Subscriptions } from '../../../src/product-api/audience/subscriptions.service.js';
import { Database } from '../../../src/platform/database/database.js';
import { pointersOf } from '../../support/answers.js';
import { ApiCaller } from '../../support/api-caller.js';
import { addContact } from '../../support/shortcuts.js';
import { TestApp } from '../../support/test-app.js';

const PHONE = '+34600000101';

describe('subscriptions', () => {
  let server: TestApp;
  let caller: ApiCaller;
  let id: string;

  beforeAll(async () => {
    server = await TestApp.start();
    caller = await ApiCaller.connect(server);
  });
  beforeEach(async () => {
    id = await addContact(server.database, caller.project.id);
  });
  afterEach(async () => {
    await server.database.query('DELETE FROM contact_suppressions');
    await server.database.query('DELETE FROM contacts');
  });
  afterAll(() => server.stop());

  const stream = (what: string, body: object = {}, who = caller) =>
    who.post(`/audience/stream/${what}`, { audienceId: id, ...body });

  const flagsOf = async (contact: string): Promise<Record<string, unknown>> => {
    const { body } = await caller.get(`/audience/${contact}`).expect(200);
    return body.entity.attributesData as Record<string, unknown>;
  };

  const logOf = (contact: string) =>
    server.database.query<Record<string, unknown>>(
      `SELECT channel, subscribed, source, actor, reason, utm_source, utm_medium, utm_campaign
       FROM consent_changes WHERE contact_id = $1 ORDER BY created_at, id`,
      [fromWireId('aud', contact)],
    );

  /** A message of the person, as the gateway of messages reports it. */
  const reply = (word: 'stop' | 'start', phone = PHONE, projectId = caller.project.id) =>
    server.app
      .get(Database)
      .transaction((tx) =>
        server.app
          .get(Subscriptions, { strict: false })
          [word](tx, { projectId, phone, actor: { kind: 'system' }, reason: word }),
      );

  it('change by a call, which the log keeps with who and why', async () => {
    const utm = { 'utm-source': 'crm', 'utm-medium': 'call', 'utm-campaign': 'may' };
    const { body } = await stream('sms-unsubscribe', { reason: 'asked', ...utm }).expect(200);
    expect(body.entity).toEqual({
      ...{ audienceId: id, channel: 'sms', subscribed: false, changed: true },
    });
    expect(await flagsOf(id)).toMatchObject({
      _is_subscribed_sms: false,
      _is_subscribed_email: true,
    });
    await stream('email-unsubscribe').expect(200);
    await stream('sms-subscribe').expect(200);
    await stream('email-subscribe').expect(200);
    expect(await flagsOf(id)).toMatchObject({
      _is_subscribed_sms: true,
      _is_subscribed_email: true,
    });
    const [first, ...others] = await logOf(id);
    expect(first).toMatchObject({
      ...{ channel: 'sms', subscribed: false, source: 'api', reason: 'asked' },
      ...{ utm_source: 'crm', utm_medium: 'call', utm_campaign: 'may' },
      actor: { kind: 'app', grantId: expect.any(String), userId: expect.any(String) },
    });
    expect(others).toMatchObject([
      { channel: 'email', subscribed: false },
      { channel: 'sms', subscribed: true },
      { channel: 'email', subscribed: true },
    ]);
  });

  it('are logged only when they change, also with twenty calls at once', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => stream('sms-unsubscribe')));
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(200));
    expect(answers.filter(({ body }) => body.entity.changed === true)).toHaveLength(1);
    expect(await logOf(id)).toHaveLength(1);
  });

  it.each(['?_sync', '?_sync=true', '?_sync=false'])('take the flag %s', async (query) => {
    await stream(`sms-unsubscribe${query}`).expect(200);
    expect(await flagsOf(id)).toMatchObject({ _is_subscribed_sms: false });
  });

  it('are changed in the project alone, and not of deleted contacts (E3)', async () => {
    const other = await ApiCaller.connect(server);
    await stream('sms-unsubscribe', {}, other).expect(404);
    const deleted = await addContact(server.database, caller.project.id, {
      deletedAt: '2026-01-01T00:00:00Z',
    });
    for (const audienceId of [deleted, toWireId('aud', newId())]) {
      await stream('sms-unsubscribe', { audienceId }).expect(404);
    }
    expect(await flagsOf(id)).toMatchObject({ _is_subscribed_sms: true });
  });

  it.each([
    ['sms-unsubscribe', { audienceId: undefined }, '/audienceId'],
    ['sms-unsubscribe', { audienceId: 'crm-1' }, '/audienceId'],
    ['sms-unsubscribe', { audienceId: ['x'] }, '/audienceId'],
    ['sms-unsubscribe', { reason: 'x'.repeat(201) }, '/reason'],
    ['sms-unsubscribe', { 'utm-source': 'x'.repeat(61) }, '/utm-source'],
    ['sms-unsubscribe', { override: true }, '/override'],
    ['sms-subscribe', { override: 'true' }, '/override'],
    ['email-subscribe', { projectId: 'prj_1' }, '/projectId'],
  ])('refuse %s with %j (E12, E13)', async (what, body, pointer) => {
    expect(pointersOf(await stream(what, body).expect(400))).toEqual([pointer]);
  });

  describe('after a STOP', () => {
    it('all contacts with the number are unsubscribed and blocked, in that project', async () => {
      const twin = await addContact(server.database, caller.project.id);
      const otherPhone = await addContact(server.database, caller.project.id, {
        phone: '+34600000102',
      });
      const other = await ApiCaller.connect(server);
      const foreign = await addContact(server.database, other.project.id);
      const stopped = await reply('stop');
      expect(stopped.map((each) => toWireId('aud', each)).sort()).toEqual([id, twin].sort());
      for (const each of [id, twin]) {
        expect(await flagsOf(each)).toMatchObject({ _is_subscribed_sms: false });
        expect(await logOf(each)).toMatchObject([{ subscribed: false, source: 'reply' }]);
      }
      expect(await flagsOf(otherPhone)).toMatchObject({ _is_subscribed_sms: true });
      const { body } = await other.get(`/audience/${foreign}`).expect(200);
      expect(body.entity.attributesData._is_subscribed_sms).toBe(true);
      expect(await reply('stop')).toEqual([]);
      expect(await logOf(id)).toHaveLength(1);
    });

    it('a call subscribes nobody without saying override, and is audited with it', async () => {
      await reply('stop');
      const answer = await stream('sms-subscribe').expect(422);
      expect(answer.body.code).toBe('unsubscribed_contact');
      await stream('sms-subscribe', { override: false }).expect(422);
      expect(await flagsOf(id)).toMatchObject({ _is_subscribed_sms: false });
      expect(await logOf(id)).toHaveLength(1);
      await stream('sms-subscribe', { override: true, reason: 'asked in the shop' }).expect(200);
      expect(await flagsOf(id)).toMatchObject({ _is_subscribed_sms: true });
      const events = await server.database.query(
        `SELECT target->>'id' AS contact, project_id FROM audit_events WHERE type = 'contact.resubscribed'`,
      );
      expect(events).toEqual([{ contact: fromWireId('aud', id), project_id: caller.project.id }]);
      // The number is not blocked any more.
      await stream('sms-unsubscribe').expect(200);
      await stream('sms-subscribe').expect(200);
    });

    it('a START undoes it, but no unsubscription that was made otherwise', async () => {
      await reply('stop');
      expect(await reply('start')).toEqual([fromWireId('aud', id)]);
      expect(await flagsOf(id)).toMatchObject({ _is_subscribed_sms: true });
      await stream('sms-unsubscribe').expect(200);
      expect(await reply('start')).toEqual([]);
      expect(await flagsOf(id)).toMatchObject({ _is_subscribed_sms: false });
    });

    it('the number itself is stored nowhere but in the contact', async () => {
      await reply('stop', '+34699999999');
      const tables = await server.database.dump();
      const found = [...tables].filter(([, rows]) => rows.includes('34699999999'));
      expect(found.map(([name]) => name)).toEqual([]);
    });
  });

  it('are a log that the server cannot change', async () => {
    await stream('sms-unsubscribe').expect(200);
    await expect(
      server.database.query(`UPDATE consent_changes SET source = 'link'`),
    ).rejects.toMatchObject({ code: '42501' });
  });
});
