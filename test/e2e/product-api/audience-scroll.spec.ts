import { eachOf, listOf, pointersOf } from '../../support/answers.js';
import { ApiCaller } from '../../support/api-caller.js';
import { addContact } from '../../support/shortcuts.js';
import { TestApp } from '../../support/test-app.js';

describe('POST /audience/scroll', () => {
  let server: TestApp;
  let caller: ApiCaller;
  const ids: string[] = [];

  beforeAll(async () => {
    server = await TestApp.start();
    caller = await ApiCaller.connect(server);
    // Three have the same time, and two differ by a microsecond, which a JavaScript date cannot represent.
    for (const second of ['01', '02.000001', '02.000002', '03', '03', '03', '04']) {
      const createdAt = `2026-01-01T00:00:${second}Z`;
      ids.push(await addContact(server.database, caller.project.id, { createdAt }));
    }
    await addContact(server.database, caller.project.id, { deletedAt: '2026-01-01T00:00:00Z' });
  });
  afterAll(() => server.stop());

  const walk = async (body: object): Promise<unknown[]> => {
    const walked: unknown[] = [];
    let cursor: string | null = null;
    do {
      const from: object = cursor === null ? {} : { cursor };
      const answer = await caller.post('/audience/scroll', { ...body, ...from }).expect(200);
      walked.push(...eachOf(answer, 'id'));
      cursor = listOf(answer).metadata.next_cursor;
    } while (cursor !== null);
    return walked;
  };

  it('answers 200 with a page and a way on', async () => {
    const answer = await caller.post('/audience/scroll', { limit: 3 }).expect(200);
    expect(eachOf(answer, 'id')).toEqual(ids.slice(0, 3));
    expect(listOf(answer).metadata).toEqual({
      limit: 3,
      next_cursor: expect.any(String),
      redacted: [],
    });
  });

  it.each([1, 2, 3, 100])('goes through everybody once, %d at a time', async (limit) => {
    expect(await walk({ limit })).toEqual(ids);
    expect(await walk({ limit, sortField: 'createdAt', sortAsc: false })).toEqual(
      [...ids].reverse(),
    );
  });

  it('takes an empty body for the defaults', async () => {
    const { body } = await caller.post('/audience/scroll', {}).expect(200);
    expect(body.metadata).toMatchObject({ limit: 50, next_cursor: null });
    expect(body.entities).toHaveLength(7);
  });

  it('shows what the level shows', async () => {
    const lister = await caller.narrowedTo('audience:list');
    const { body, text } = await lister.post('/audience/scroll', {}).expect(200);
    expect(body.metadata.redacted).toContain('_phone_mobile');
    expect(text).not.toContain('+34600');
    expect(text).not.toContain('Lucía');
  });

  it('keeps a cursor to its project, rule, order and level (E17)', async () => {
    const { body } = await caller.post('/audience/scroll', { limit: 1 }).expect(200);
    const cursor = body.metadata.next_cursor as string;
    const other = await ApiCaller.connect(server);
    await other.post('/audience/scroll', { cursor }).expect(400);
    await caller.post('/audience/scroll', { cursor, sortAsc: false }).expect(400);
    await caller.post('/audience/scroll', { cursor: `${cursor}A` }).expect(400);
    const root = { key: '_country', operator: 'exists', values: [] };
    await caller.post('/audience/scroll', { cursor, root }).expect(400);
    await caller.post('/audience/scroll', { cursor, sortField: 'updatedAt' }).expect(400);
    const lister = await caller.narrowedTo('audience:list');
    await lister.post('/audience/scroll', { cursor }).expect(400);
    await caller.post('/audience/scroll', { cursor, sortField: 'created-at' }).expect(200);
    const list = await caller.get('/segment', { _cursor: cursor }).expect(400);
    expect(list.body.errors[0].pointer).toBe('/_cursor');
  });

  it.each([
    [{ limit: 0 }, '/limit'],
    [{ limit: 101 }, '/limit'],
    [{ limit: '10' }, '/limit'],
    [{ limit: 1.5 }, '/limit'],
    [{ limit: [10] }, '/limit'],
    [{ limit: null }, '/limit'],
    [{ sortField: '_email' }, '/sortField'],
    [{ sortAsc: 'false' }, '/sortAsc'],
    [{ cursor: {} }, '/cursor'],
    [{ cursor: 'not one' }, '/cursor'],
    [{ root: { join: 'and', children: [] } }, '/root/children'],
    [{ projectId: 'prj_1' }, '/projectId'],
    [{ 'a/b~c': 1 }, '/a~1b~0c'],
  ])('refuses %j and points at it (E12, E13)', async (body, pointer) => {
    const answer = await caller.post('/audience/scroll', body).expect(400);
    expect(pointersOf(answer)).toEqual([pointer]);
  });
});
