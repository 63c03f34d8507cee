import { fromWireId, newId } from '../../../../src/kernel/ids.js';
import { JobQueue } from '../../../../src/platform/jobs/job-queue.service.js';
import { Database } from '../../../../src/platform/database/database.js';
import { EVENTS_RECORDED } from '../../../../src/product-api/events/events-recorded.js';
import { eachOf } from '../../../support/answers.js';
import { ApiCaller } from '../../../support/api-caller.js';
import { activate, letPass, runAutomations, textsOf } from '../../../support/automations.js';
import { storeRow } from '../../../support/rows.js';
import { makeReadyToSend } from '../../../support/sending.js';
import { addContact } from '../../../support/shortcuts.js';
import { TestApp } from '../../../support/test-app.js';

const sms = (text: string) => ({ send_sms: { text } });
const HOUR = { wait: { duration: 'PT1H' } };
const CART = { event: { type: 'cart_abandoned' } };

describe('a contact enters', () => {
  let server: TestApp;
  let caller: ApiCaller;

  beforeAll(async () => (server = await TestApp.start()));
  afterAll(() => server.stop());
  beforeEach(async () => {
    caller = await ApiCaller.connect(server);
    await makeReadyToSend(server.database, caller.project.id);
    for (const uid of ['cart_abandoned', 'purchase']) {
      await caller.post('/specs/events', { uid, name: uid }).expect(201);
    }
    const amount = { parameter: 'amount', title: 'Amount', dataType: 'decimal' };
    await caller.post('/specs/events/cart_abandoned/parameters', amount).expect(201);
  });

  const contact = (values: Parameters<typeof addContact>[2] = {}): Promise<string> =>
    addContact(server.database, caller.project.id, values);

  /** Events of one ingest: their type, and how many minutes ago they happened. */
  async function record(
    contactId: string,
    ...events: readonly (readonly [type: string, minutesAgo: number, parameters?: object])[]
  ): Promise<void> {
    const projectId = caller.project.id;
    const eventIds: string[] = [];
    for (const [type, minutesAgo, parameters = {}] of events) {
      const id = await storeRow(server.database, 'contact_events', {
        ...{ project_id: projectId, contact_id: fromWireId('aud', contactId), type, parameters },
        ...{ event_id: newId(), occurred_at: new Date(Date.now() - minutesAgo * 60_000) },
      });
      eventIds.push(id);
    }
    const jobs = server.app.get(JobQueue, { strict: false });
    await server.app
      .get(Database)
      .transaction((tx) => jobs.add(tx, EVENTS_RECORDED, { projectId, eventIds }));
    await runAutomations(server);
  }
  const reasons = async (path: string): Promise<unknown[]> =>
    eachOf(await caller.get(`${path}/enrollments`).expect(200), 'endReason');
  const listeners = async (): Promise<string[]> => {
    const rows = await server.database.query<{ event_type: string }>(
      'SELECT event_type FROM event_listeners WHERE project_id = $1 ORDER BY event_type',
      [caller.project.id],
    );
    return rows.map(({ event_type }) => event_type);
  };

  describe('by an event', () => {
    it('of the type, once for each event', async () => {
      const settings = { minGap: 'PT0S' };
      const path = await activate(caller, { trigger: CART, settings, steps: [sms('Come back')] });
      const id = await contact();
      await record(id, ['cart_abandoned', 0]);
      await record(id, ['purchase', 0]);
      expect(await textsOf(server.database, path)).toEqual(['Come back']);
      const [event] = await server.database.query<{ id: string }>(
        `SELECT id FROM contact_events WHERE project_id = $1 AND type = 'cart_abandoned'`,
        [caller.project.id],
      );
      const jobs = server.app.get(JobQueue, { strict: false });
      const job = { projectId: caller.project.id, eventIds: [event?.id ?? ''] };
      await server.app.get(Database).transaction((tx) => jobs.add(tx, EVENTS_RECORDED, job));
      await runAutomations(server);
      expect(await textsOf(server.database, path)).toHaveLength(1);
    });

    it('whose parameters fulfil its conditions', async () => {
      const where = [{ param: 'amount', operator: 'gte', values: [50] }];
      const path = await activate(caller, {
        trigger: { event: { type: 'cart_abandoned', where } },
        steps: [sms('Big cart')],
      });
      await record(await contact(), ['cart_abandoned', 0, { amount: 49 }]);
      await record(await contact(), ['cart_abandoned', 0, { amount: 50 }]);
      expect(await textsOf(server.database, path)).toHaveLength(1);
    });

    it('that is not a day old: what is imported of the past texts nobody', async () => {
      const path = await activate(caller, { trigger: CART, steps: [sms('x')] });
      await record(await contact(), ['cart_abandoned', 24 * 60 + 1]);
      await record(await contact(), ['cart_abandoned', 24 * 60 - 1]);
      expect(await textsOf(server.database, path)).toHaveLength(1);
    });

    it('and is cancelled by another, after the one that made it enter', async () => {
      const body = { trigger: CART, cancelEvents: ['purchase'], steps: [HOUR, sms('x')] };
      const path = await activate(caller, { ...body, settings: { minGap: 'PT0S' } });
      const [bought, before, again] = [await contact(), await contact(), await contact()];
      await record(bought, ['cart_abandoned', 2]);
      await record(bought, ['purchase', 1]);
      await record(before, ['purchase', 2], ['cart_abandoned', 1]);
      await record(again, ['cart_abandoned', 5]);
      await record(again, ['purchase', 4], ['cart_abandoned', 3]);
      expect((await reasons(path)).sort()).toEqual(['cancel_event', 'cancel_event', null, null]);
      await letPass(server.database, '1 hour');
      await runAutomations(server);
      expect(await textsOf(server.database, path)).toHaveLength(2);
    });

    it('and is cancelled by one that nobody has announced yet', async () => {
      const body = { trigger: CART, cancelEvents: ['purchase'], steps: [HOUR, sms('x')] };
      const path = await activate(caller, body);
      const id = await contact();
      await record(id, ['cart_abandoned', 1]);
      await storeRow(server.database, 'contact_events', {
        ...{ project_id: caller.project.id, contact_id: fromWireId('aud', id), type: 'purchase' },
        ...{ event_id: newId(), occurred_at: new Date() },
      });
      await letPass(server.database, '1 hour');
      await runAutomations(server);
      expect(await reasons(path)).toEqual(['cancel_event']);
    });

    it('for which events are listened to while it is active', async () => {
      const body = { trigger: CART, cancelEvents: ['purchase'], steps: [sms('x')] };
      const path = await activate(caller, body);
      expect(await listeners()).toEqual(['cart_abandoned', 'purchase']);
      await caller.post(`${path}/pause`, {}).expect(200);
      expect(await listeners()).toEqual(['purchase']);
      await caller.post(`${path}/archive`, {}).expect(200);
      expect(await listeners()).toEqual([]);
    });
  });

  it('by an event that a data source brings', async () => {
    const path = await activate(caller, { trigger: CART, steps: [sms('Come back')] });
    const { body } = await caller
      .post('/datasource', { name: 'Shop', audienceTags: [] })
      .expect(201);
    const { id } = (body as { entity: { id: string } }).entity;
    const userId = newId();
    await contact({ userId });
    const event = { _user_id: userId, _event_id: 'e1', _event_type: 'cart_abandoned' };
    await caller.post(`/datasource/${id}/stream/events`, [event] as object).expect(202);
    await runAutomations(server);
    expect(await textsOf(server.database, path)).toEqual(['Come back']);
  });

  it('by coming into a segment, and not by being in it; the segment is in use meanwhile', async () => {
    const rule = { root: { key: '_first_name', operator: 'eq', values: ['Ada'] } };
    const { body } = await caller
      .post('/segment', { name: 'Adas', type: 'dynamic', rule })
      .expect(201);
    const { uid } = (body as { entity: { uid: string } }).entity;
    await contact({ firstName: 'Ada' });
    const trigger = { segment_entered: { uid } };
    const path = await activate(caller, { trigger, steps: [sms('Hi Ada')] });
    const look = async (): Promise<void> => {
      await server.database.query(
        "UPDATE watched_segments SET due_at = now() - interval '1 second'",
      );
      await runAutomations(server, 'segments-entered');
    };
    await look();
    await contact({ firstName: 'Ada' });
    await look();
    expect(await textsOf(server.database, path)).toEqual(['Hi Ada']);
    await caller.delete(`/segment/${uid}`).expect(409);
    await caller.post(`${path}/pause`, {}).expect(200);
    await caller.delete(`/segment/${uid}`).expect(204);
  });

  it('by subscribing, and not by being subscribed already', async () => {
    const path = await activate(caller, { trigger: { subscribed: {} }, steps: [sms('Welcome')] });
    const audienceId = await contact();
    for (const way of ['subscribe', 'unsubscribe', 'subscribe']) {
      await caller.post(`/audience/stream/sms-${way}`, { audienceId }).expect(200);
    }
    await runAutomations(server);
    expect(await textsOf(server.database, path)).toEqual(['Welcome']);
  });

  describe('on a date', () => {
    const scan = async (path: string, at: string): Promise<void> => {
      const id = fromWireId('aut', path.split('/').at(-1) ?? '');
      await server.database.query('UPDATE automations SET next_scan_at = $2 WHERE id = $1', [
        ...[id, at],
      ]);
      await runAutomations(server, 'plan-date-scans');
    };
    const inDays = (days: number): string =>
      new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
    const anHourAgo = (): string => new Date(Date.now() - 60_000).toISOString();

    beforeEach(async () => {
      const spec = { uid: 'birthday', displayLabel: 'Birthday', dataType: 'date' };
      await caller.post('/specs/attributes', spec).expect(201);
    });
    const born = (birthday: string) => contact({ attributes: { birthday } });

    it('that comes every year, days before it or on it', async () => {
      const trigger = { attribute_date: { key: 'birthday', offsetDays: -3, at: '00:00' } };
      const path = await activate(caller, { trigger, steps: [sms('Soon')] });
      const soon = inDays(3).slice(4);
      for (const day of [`1980${soon}`, `2004${soon}`, inDays(0), inDays(4)]) await born(day);
      await scan(path, anHourAgo());
      expect(await textsOf(server.database, path)).toHaveLength(2);
    });

    it('that comes once', async () => {
      const trigger = { attribute_date: { key: 'birthday', at: '00:00', repeat: 'once' } };
      const path = await activate(caller, { trigger, steps: [sms('Today')] });
      for (const day of [inDays(0), inDays(-365), `1980${inDays(0).slice(4)}`]) await born(day);
      await scan(path, anHourAgo());
      expect(await textsOf(server.database, path)).toHaveLength(1);
    });

    it('once a day, and not a day late', async () => {
      const trigger = { attribute_date: { key: 'birthday', at: '00:00' } };
      const settings = { minGap: 'PT0S' };
      const path = await activate(caller, { trigger, settings, steps: [sms('x')] });
      await born(inDays(0));
      await scan(path, anHourAgo());
      await scan(path, anHourAgo());
      expect(await textsOf(server.database, path)).toHaveLength(1);
      const yesterday = new Date(Date.now() - 25 * 3_600_000);
      await born(yesterday.toISOString().slice(0, 10));
      await scan(path, yesterday.toISOString());
      expect(await textsOf(server.database, path)).toHaveLength(1);
      const [planned] = await server.database.query<{ later: boolean }>(
        'SELECT next_scan_at > now() AS later FROM automations WHERE project_id = $1',
        [caller.project.id],
      );
      expect(planned).toEqual({ later: true });
    });
  });
});
