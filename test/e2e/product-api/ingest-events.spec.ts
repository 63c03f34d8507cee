import type { Response } from 'supertest';
import { ApiCaller } from '../../support/api-caller.js';
import { listenTo } from '../../support/shortcuts.js';
import { TestApp } from '../../support/test-app.js';

interface Item {
  readonly status: string;
  readonly outcome?: string;
  readonly errors?: Readonly<Record<string, readonly string[]>>;
}

const itemsOf = ({ body }: Response) =>
  (body as { entity: { items: readonly Item[] } }).entity.items;
const outcomesOf = (answer: Response) =>
  itemsOf(answer).map(({ outcome, errors }) => outcome ?? Object.keys(errors ?? {}).join());

describe('events of a data source', () => {
  let server: TestApp;
  let caller: ApiCaller;
  let source: string;
  beforeAll(async () => {
    server = await TestApp.start();
    caller = await ApiCaller.connect(server);
    source = await createSource({});
    await caller.post('/specs/events', { uid: 'purchase' }).expect(201);
    for (const parameter of [
      { parameter: 'amount', dataType: 'decimal', required: true },
      { parameter: 'note', dataType: 'text', maxLength: 5 },
      { parameter: 'items', dataType: 'string', multiValue: 2 },
    ]) {
      await caller.post('/specs/events/purchase/parameters', parameter).expect(201);
    }
    await caller.post(`/datasource/${source}/stream/contacts`, [{ _user_id: 'L1' }]).expect(202);
  });
  afterAll(() => server.stop());

  async function createSource(settings: object, by = caller): Promise<string> {
    const body = { name: 'Shop', audienceTags: [], ...settings };
    const answer = await by.post('/datasource', body).expect(201);
    return (answer.body as { entity: { id: string } }).entity.id;
  }

  let ids = 0;
  const purchase = (changes: object = {}) => ({
    ...{ _user_id: 'L1', _event_id: `E${String((ids += 1))}`, _event_type: 'purchase' },
    ...{ _event_date: '2026-01-02T03:04:05+01:00', _event_parameters: { amount: 12.5 } },
    ...changes,
  });
  const send = (items: unknown, query = '', to = source, by = caller) =>
    by.post(`/datasource/${to}/stream/events${query}`, items as object);
  const recorded = () =>
    server.database.query<{ event_id: string; parameters: object; occurred_at: Date }>(
      'SELECT event_id, parameters, occurred_at FROM contact_events ORDER BY id',
    );

  it('are recorded once, and repeated without effect', async () => {
    const event = purchase({ _event_parameters: { amount: 12.5, items: ['tea'], note: null } });
    expect(outcomesOf(await send([event]).expect(202))).toEqual(['created']);
    expect(outcomesOf(await send([event, event]).expect(202))).toEqual(['duplicate', 'duplicate']);
    const rows = (await recorded()).filter(({ event_id }) => event_id === event._event_id);
    expect(rows).toEqual([
      {
        ...{ event_id: event._event_id, parameters: { amount: 12.5, items: ['tea'] } },
        occurred_at: new Date('2026-01-02T02:04:05Z'),
      },
    ]);
  });

  it('are another event with the id of the first only for another source', async () => {
    const event = purchase();
    const other = { ...event, _event_parameters: { amount: 13 } };
    const both = await send([event, other]).expect(202);
    expect(outcomesOf(both)).toEqual(['created', '_event_id']);
    expect(itemsOf(both)[1]?.errors).toEqual({
      _event_id: ['event_id_conflict: another event has this id'],
    });
    expect(outcomesOf(await send([other]).expect(422))).toEqual(['_event_id']);
    const elsewhere = await createSource({ name: 'Elsewhere' });
    expect(outcomesOf(await send([other], '', elsewhere).expect(202))).toEqual(['created']);
  });

  it('are of the moment they are received, without a date', async () => {
    const event = purchase({ _event_date: null });
    await send([event]).expect(202);
    expect(outcomesOf(await send([event]).expect(202))).toEqual(['duplicate']);
    const row = (await recorded()).find(({ event_id }) => event_id === event._event_id);
    expect(Math.abs(Date.now() - Number(row?.occurred_at))).toBeLessThan(60_000);
  });

  it('make a contact of an unknown user where their source allows it', async () => {
    const event = purchase({ _user_id: 'new' });
    expect(outcomesOf(await send([event]).expect(422))).toEqual(['_user_id']);
    await caller.get('/audience/user/new').expect(404);
    const open = await createSource({ createMissing: true });
    const again = [event, { ...event, _event_id: 'second' }, purchase()];
    expect(outcomesOf(await send(again, '', open).expect(202))).toEqual([
      ...['created', 'created', 'created'],
    ]);
    await caller.get('/audience/user/new').expect(200);
  });

  it.each([
    ['_user_id', { _user_id: undefined }],
    ['_event_id', { _event_id: '' }],
    ['_event_id', { _event_id: 'x'.repeat(129) }],
    ['_event_type', { _event_type: 'visit' }],
    ['_event_type', { _event_type: 'toString' }],
    ['_event_date', { _event_date: '2026-01-02T03:04:05' }],
    ['_event_date', { _event_date: '1999-12-31T23:59:59Z' }],
    ['_event_date', { _event_date: '2999-01-01T00:00:00Z' }],
    ['_event_date', { _event_date: 1_700_000_000 }],
    ['_event_parameters', { _event_parameters: [] }],
    ['_event_parameters', { _event_parameters: null }],
    ['_event_parameters', { _event_parameters: { note: 'x'.repeat(33_000) } }],
    ['_event_parameters.amount', { _event_parameters: {} }],
    ['_event_parameters.amount', { _event_parameters: { amount: '12' } }],
    ['_event_parameters.amount', { _event_parameters: { amount: 1.1234567 } }],
    ['_event_parameters.note', { _event_parameters: { amount: 1, note: 'x'.repeat(6) } }],
    ['_event_parameters.items', { _event_parameters: { amount: 1, items: ['a', 'b', 'c'] } }],
    ['_event_parameters.size', { _event_parameters: { amount: 1, size: 1 } }],
    ['receivedAt', { receivedAt: '2026-01-02T03:04:05Z' }],
  ])('are refused if their %s is wrong (E12, E13, E14)', async (name, changes) => {
    const answer = await send([purchase(changes), purchase()]).expect(202);
    expect(outcomesOf(answer)).toEqual([name, 'created']);
  });

  it('may be of the next five minutes, since clocks differ', async () => {
    const at = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();
    const answer = await send([purchase({ _event_date: at(4) }), purchase({ _event_date: at(7) })]);
    expect(outcomesOf(answer)).toEqual(['created', '_event_date']);
  });

  it('are refused as a whole if they are no list of one to a hundred', async () => {
    for (const body of [{}, [], Array.from({ length: 101 }, () => purchase())]) {
      await send(body).expect(400);
    }
    const before = (await recorded()).length;
    expect(outcomesOf(await send([purchase()], '?_dryRun').expect(202))).toEqual(['']);
    expect(await recorded()).toHaveLength(before);
  });

  it('of the last day tell what waits for their type, once', async () => {
    const queued = async () => {
      const rows = await server.database.query<{ payload: { eventIds: string[] } }>(
        `SELECT payload FROM graphile_worker._private_jobs j
         JOIN graphile_worker._private_tasks t ON t.id = j.task_id WHERE t.identifier = 'events-recorded'`,
      );
      return rows.map(({ payload }) => payload.eventIds.length);
    };
    const now = { _event_date: new Date().toISOString() };
    await send([purchase(now)]).expect(202);
    expect(await queued()).toEqual([]);
    await listenTo(server.database, caller.project.id, 'purchase');
    const batch = [purchase(now), purchase(now), purchase()];
    await send(batch).expect(202);
    expect(await queued()).toEqual([2]);
    await send(batch).expect(202);
    expect(await queued()).toEqual([2]);
  });

  it('are counted for their source', async () => {
    const counted = await createSource({});
    const event = purchase();
    await send([event, purchase({ _user_id: 'nobody' }), {}], '', counted).expect(202);
    await send([event], '', counted).expect(202);
    const { body } = await caller.get(`/datasource/${counted}/stats`).expect(200);
    expect((body as { entity: object }).entity).toMatchObject({
      ...{ receivedContacts: 0, receivedEvents: 2, errored: 2 },
    });
  });

  it('cannot be recorded for contacts of another project (E3)', async () => {
    const other = await ApiCaller.connect(server);
    await send([purchase()], '', source, other).expect(404);
    const theirs = await createSource({}, other);
    await other.post('/specs/events', { uid: 'purchase' }).expect(201);
    const event = purchase({ _event_parameters: {} });
    expect(outcomesOf(await send([event], '', theirs, other).expect(422))).toEqual(['_user_id']);
  });
});
