import type { Response } from 'supertest';
import { ApiCaller } from '../../support/api-caller.js';
import { eventually } from '../../support/eventually.js';
import { TestApp } from '../../support/test-app.js';

interface Item {
  readonly status: string;
  readonly outcome?: string;
}

const itemsOf = ({ body }: Response) =>
  (body as { entity: { items: readonly Item[] } }).entity.items;

describe('contacts of several data sources', () => {
  let server: TestApp;
  let caller: ApiCaller;
  beforeAll(async () => {
    server = await TestApp.start();
    caller = await ApiCaller.connect(server);
    await caller.post('/specs/attributes', { uid: 'plan', dataType: 'string' }).expect(201);
  });
  afterAll(() => server.stop());

  async function createSource(priority: number): Promise<string> {
    const body = { name: 'Shop', audienceTags: [], priority };
    const answer = await caller.post('/datasource', body).expect(201);
    return (answer.body as { entity: { id: string } }).entity.id;
  }
  const send = (to: string, ...items: object[]) =>
    caller.post(`/datasource/${to}/stream/contacts`, items);
  const contact = async (source: string, userId: string) => {
    const answer = await caller.get(`/datasource/${source}/stream/contacts/${userId}`).expect(200);
    return (answer.body as { entity: { id: string; attributesData: object } }).entity;
  };

  it('have each value of the source with the highest priority that gave one', async () => {
    const [high, low] = [await createSource(90), await createSource(10)];
    await send(high, { _user_id: 'm1', _first_name: 'Ana', plan: 'pro' }).expect(202);
    const item = { _user_id: 'm1', _first_name: 'Eva', _last_name: 'Gil', plan: 'free' };
    expect(itemsOf(await send(low, item).expect(202))).toMatchObject([{ outcome: 'updated' }]);
    expect((await contact(low, 'm1')).attributesData).toMatchObject({
      ...{ _first_name: 'Ana', _last_name: 'Gil', plan: 'pro' },
    });
    // A value that is cleared is of nobody.
    await send(high, { _user_id: 'm1', _first_name: null, _last_name: 'Sanz' }).expect(202);
    await send(low, { _user_id: 'm1', _first_name: 'Eva', _last_name: 'Gil' }).expect(202);
    expect((await contact(high, 'm1')).attributesData).toMatchObject({
      ...{ _first_name: 'Eva', _last_name: 'Sanz', plan: 'pro' },
    });
  });

  it('are one if they have one telephone number, and two people if one source says so', async () => {
    const [one, two] = [await createSource(50), await createSource(50)];
    const number = { _phone_mobile: '+34600000177' };
    await send(one, { _user_id: 'a-1', ...number }).expect(202);
    await send(two, { _user_id: 'b-1', ...number, _last_name: 'Gil' }).expect(202);
    const merged = await contact(one, 'a-1');
    expect(await contact(two, 'b-1')).toEqual(merged);
    expect(merged.attributesData).toMatchObject({ _user_id: 'a-1', _last_name: 'Gil' });
    await send(two, { _user_id: 'b-2', ...number }).expect(202);
    expect((await contact(two, 'b-2')).id).not.toBe(merged.id);
    await send(two, { _user_id: 'b-1', _first_name: 'Ana' }).expect(202);
    expect((await contact(one, 'a-1')).attributesData).toMatchObject({ _first_name: 'Ana' });
  });

  it('are erased by either id', async () => {
    const [one, two] = [await createSource(50), await createSource(50)];
    await send(one, { _user_id: 'gone', _email: 'gone@example.test' }).expect(202);
    await send(two, { _user_id: 'other', _email: 'gone@example.test' }).expect(202);
    await caller.delete(`/datasource/${two}/stream/contacts/other`).expect(200);
    for (const path of [`${one}/stream/contacts/gone`, `${two}/stream/contacts/other`]) {
      await caller.get(`/datasource/${path}`).expect(404);
    }
    expect(itemsOf(await send(one, { _user_id: 'gone' }).expect(202))).toMatchObject([
      { outcome: 'created' },
    ]);
  });

  it('are written by many batches at once, each contact created once', async () => {
    const sources = [await createSource(50), await createSource(50)];
    const users = Array.from({ length: 40 }, (_, i) => `u${String(i)}`);
    const batches = Array.from({ length: 30 }, (_, n) => {
      const order = users.map((_user_id, i) => ({
        _user_id,
        plan: String(n),
        at: (i * 7 + n) % 40,
      }));
      return order.sort((x, y) => x.at - y.at).map(({ _user_id, plan }) => ({ _user_id, plan }));
    });
    const answers = await Promise.all(
      batches.map((items, n) => send(sources[n % 2] as string, ...items)),
    );
    expect(answers.map(({ status }) => status)).toEqual(batches.map(() => 202));
    const outcomes = answers.flatMap(itemsOf).map(({ outcome }) => outcome);
    expect(outcomes.filter((outcome) => outcome === 'created')).toHaveLength(40);
    const [found] = await server.database.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM contacts WHERE user_id LIKE 'u%'`,
    );
    expect(found?.count).toBe(40);
  });

  it('of which one is being changed wait without the connections that other calls need', async () => {
    const source = await createSource(50);
    const batch = ['w-1', 'w-2'].map((_user_id) => ({ _user_id }));
    await send(source, ...batch).expect(202);
    const client = await server.database.pool.connect();
    await client.query('BEGIN');
    await client.query(`SELECT FROM contacts WHERE user_id = 'w-1' FOR UPDATE`);
    const first = send(source, ...batch).then(({ status }) => status);
    await eventually(async () => ((await waiting()) === 1 ? true : undefined));
    const others = Array.from({ length: 20 }, () =>
      send(source, ...batch).then(({ status }) => status),
    );
    for (let call = 0; call < 5; call++) await caller.get(`/datasource/${source}`).expect(200);
    expect(await waiting()).toBe(1);
    await client.query('COMMIT');
    client.release();
    // The first one has waited for as long as the machine needed: perhaps for too long.
    expect([202, 503]).toContain(await first);
    expect(await Promise.all(others)).toEqual(Array(20).fill(202));
  });

  /** Connections that wait for a lock. */
  async function waiting(): Promise<number> {
    const [row] = await server.database.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM pg_stat_activity
       WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    );
    return row?.count ?? 0;
  }
});
