import { eachOf, listOf, pointersOf } from '../../support/answers.js';
import { ApiCaller } from '../../support/api-caller.js';
import { addContact, addEvent } from '../../support/shortcuts.js';
import { TestApp } from '../../support/test-app.js';

const leaf = (key: string, operator: string, ...values: unknown[]) => ({ key, operator, values });

describe('queries of events', () => {
  let server: TestApp;
  let caller: ApiCaller;
  let ana: string;
  let bea: string;
  /** In the order in which they happened. */
  const ids: string[] = [];

  beforeAll(async () => {
    server = await TestApp.start();
    caller = await ApiCaller.connect(server);
    for (const uid of ['purchase', 'visit']) {
      await caller.post('/specs/events', { uid, name: uid }).expect(201);
    }
    for (const [parameter, dataType, pii] of [
      ['amount', 'decimal', false],
      ['holder', 'string', true],
    ]) {
      const path = '/specs/events/purchase/parameters';
      await caller.post(path, { parameter, dataType, pii }).expect(201);
    }
    ana = await addContact(server.database, caller.project.id);
    bea = await addContact(server.database, caller.project.id);
    const gone = await addContact(server.database, caller.project.id, {
      deletedAt: '2026-01-01T00:00:00Z',
    });
    const add = (contact: string, type: string, day: number, parameters = {}) =>
      addEvent(server.database, caller.project.id, {
        ...{ contact, type, parameters, occurredAt: `2026-01-0${String(day)}T00:00:00Z` },
        receivedAt: `2026-02-0${String(9 - day)}T00:00:00Z`,
      });
    ids.push(await add(ana, 'purchase', 1, { amount: 10, holder: 'Ana Ruiz' }));
    ids.push(await add(bea, 'purchase', 2, { amount: 25.5, holder: 'Bea Sol' }));
    ids.push(await add(ana, 'visit', 3), await add(bea, 'visit', 3), await add(ana, 'visit', 4));
    await add(gone, 'visit', 5);
    const other = await ApiCaller.connect(server);
    await addEvent(server.database, other.project.id, {
      contact: await addContact(server.database, other.project.id),
    });
    // Those of the same day are in the order of their ids.
    if ((ids[2] ?? '') > (ids[3] ?? '')) ids.splice(2, 2, ids[3] ?? '', ids[2] ?? '');
  });
  afterAll(() => server.stop());

  const found = async (root: object, who = caller): Promise<unknown[]> =>
    eachOf(await who.post('/event/search', { root, sortAsc: true }).expect(200), 'id');

  it('find by type, time, contact and parameters, in the project alone (E3)', async () => {
    expect(await found(leaf('event-type', 'eq', 'purchase'))).toEqual(ids.slice(0, 2));
    expect(await found(leaf('event-type', 'in', 'purchase', 'visit'))).toEqual(ids);
    expect(await found(leaf('p.amount', 'gt', 10))).toEqual([ids[1]]);
    expect(await found(leaf('p.holder', 'matches-string', 'ana ruiz'))).toEqual([ids[0]]);
    expect(await found(leaf('event-date', 'on', '2026-01-04'))).toEqual([ids[4]]);
    const children = [leaf('audience-id', 'eq', ana), leaf('event-type', 'eq', 'Visit')];
    expect(await found({ join: 'and', children })).toHaveLength(2);
    expect(await found({ join: 'or', children })).toHaveLength(4);
    expect(await found({ join: 'and', not: true, children })).toHaveLength(3);
    expect(await found(leaf('datasource', 'not-exists'))).toEqual(ids);
  });

  it('show the latest first, also by when they were received', async () => {
    const answer = await caller.post('/event/search', { limit: 1 }).expect(200);
    expect(eachOf(answer, 'id')).toEqual([ids[4]]);
    const received = { limit: 1, sortField: 'created-at' };
    expect(eachOf(await caller.post('/event/search', received).expect(200), 'id')).toEqual([
      ids[0],
    ]);
  });

  it.each([1, 2, 100])('are gone through once, %d at a time', async (limit) => {
    for (const sortAsc of [true, false]) {
      const walked: unknown[] = [];
      let cursor: string | null = null;
      do {
        const from: object = cursor === null ? {} : { cursor };
        const answer = await caller.post('/event/scroll', { limit, sortAsc, ...from }).expect(200);
        walked.push(...eachOf(answer, 'id'));
        cursor = listOf(answer).metadata.next_cursor;
      } while (cursor !== null);
      expect(walked).toEqual(sortAsc ? ids : [...ids].reverse());
    }
  });

  it('keep a cursor to its project, rule, order and level (E17)', async () => {
    const { body } = await caller.post('/event/scroll', { limit: 1 }).expect(200);
    const cursor = body.metadata.next_cursor as string;
    const refuse = async (who: ApiCaller, query: object) =>
      expect(pointersOf(await who.post('/event/scroll', query).expect(400))).toEqual(['/cursor']);
    await refuse(caller, { cursor: `${cursor}A` });
    await refuse(caller, { cursor, sortAsc: true });
    await refuse(caller, { cursor, sortField: 'created-at' });
    await refuse(caller, { cursor, root: leaf('event-type', 'eq', 'visit') });
    await refuse(await caller.narrowedTo('events:read'), { cursor });
    await refuse(await ApiCaller.connect(server), { cursor });
    const scroll = await caller.post('/audience/scroll', { limit: 1 }).expect(200);
    await refuse(caller, { cursor: scroll.body.metadata.next_cursor });
    await caller.post('/event/scroll', { cursor }).expect(200);
  });

  it('tell nothing about parameters that hold personal data (oracles)', async () => {
    const reader = await caller.narrowedTo('events:read', 'audience.basic:read');
    for (const path of ['/event/search', '/event/scroll']) {
      for (const rule of [
        leaf('p.holder', 'exists'),
        { join: 'or', children: [leaf('p.amount', 'gt', 0), leaf('p.holder', 'eq', 'x')] },
      ]) {
        const answer = await reader.post(path, { root: rule }).expect(403);
        expect(answer.body).toMatchObject({
          ...{ code: 'data_privacy', detail: expect.stringContaining('audience.full:read') },
        });
      }
      const answer = await reader.post(path, {}).expect(200);
      expect(answer.text).not.toContain('Ruiz');
      expect(answer.body.metadata.redacted).toEqual(['purchase.holder']);
    }
    expect(await found(leaf('p.amount', 'lt', 20), reader)).toEqual([ids[0]]);
  });

  it.each([
    [{ root: leaf('p.nothing', 'exists') }, '/root/key'],
    [{ root: leaf('_email', 'exists') }, '/root/key'],
    [{ root: leaf('event-type', 'gt', 'x') }, '/root/operator'],
    [{ root: leaf('audience-id', 'eq', 'x') }, '/root/values/0'],
    [{ root: { event: 'purchase' } }, '/root'],
    [{ sortField: 'p.amount' }, '/sortField'],
    [{ sortField: 'occurred_at; SELECT 1' }, '/sortField'],
    [{ limit: 101 }, '/limit'],
    [{ type: 'visit' }, '/type'],
  ])('refuse %j and point at it (E10, E12, E13)', async (body, pointer) => {
    const answer = await caller.post('/event/scroll', body).expect(400);
    expect(pointersOf(answer)).toContain(pointer);
  });
});
