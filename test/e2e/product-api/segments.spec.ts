import { newId, toWireId } from '../../../src/kernel/ids.js';
import { eachOf, listOf, pointersOf, type ListBody } from '../../support/answers.js';
import { ApiCaller } from '../../support/api-caller.js';
import { addContact, addSegment } from '../../support/shortcuts.js';
import { TestApp } from '../../support/test-app.js';

describe('segments', () => {
  let server: TestApp;
  let caller: ApiCaller;

  beforeAll(async () => {
    server = await TestApp.start();
    caller = await ApiCaller.connect(server, ['segments:read']);
    const segment = (name: string, more: Parameters<typeof addSegment>[2]) =>
      addSegment(server.database, caller.project.id, { name, ...more });
    await segment('Basel', { lastCount: null, updatedAt: '2026-03-01T00:00:00.001Z' });
    await segment('Ávila', {
      type: 'dynamic',
      lastCount: 7,
      updatedAt: '2026-03-01T00:00:00.002Z',
    });
    await segment('avid readers', {
      status: 'error',
      lastCount: 7,
      updatedAt: '2026-01-01T00:00:00Z',
    });
    await segment('100% off_er', { type: 'dynamic', status: 'computing', lastCount: 0 });
    await segment('Basel', { lastCount: 3, updatedAt: '2026-02-01T00:00:00Z' });
  });
  afterAll(() => server.stop());

  const list = async (query: Record<string, string> = {}): Promise<ListBody> =>
    listOf(await caller.get('/segment', query).expect(200));
  const names = async (query: Record<string, string>): Promise<unknown[]> =>
    eachOf(await caller.get('/segment', query).expect(200), 'name');

  describe('GET /segment', () => {
    it('lists them by name, with no more to say of the page than its limit', async () => {
      const body = await list();
      expect(body.entities).toHaveLength(5);
      expect(body.metadata).toEqual({ limit: 50, next_cursor: null });
      expect(Object.keys(body.entities[0] ?? {}).sort()).toEqual([
        'createdAt',
        'createdBy',
        'description',
        'lastComputedAt',
        'lastCount',
        'name',
        'parameters',
        'rule',
        'status',
        'type',
        'uid',
        'updatedAt',
        'usedBy',
        'version',
      ]);
    });

    it.each(['name', 'updatedAt', 'lastCount'])(
      'is walked by cursor in the order of %s, both ways, without loss or repetition',
      async (sort) => {
        for (const direction of ['asc', 'desc']) {
          const query = { _sort: `${sort}:${direction}` };
          const whole = (await list(query)).entities;
          const walked: unknown[] = [];
          let cursor: string | null = null;
          do {
            const page: ListBody = await list({
              ...query,
              _limit: '2',
              ...(cursor === null ? {} : { _cursor: cursor }),
            });
            walked.push(...page.entities);
            cursor = page.metadata.next_cursor;
          } while (cursor !== null);
          expect(walked).toEqual(whole);
        }
      },
    );

    it('sorts by what it says', async () => {
      expect(await names({ _sort: 'lastCount:desc', _limit: '2' })).toEqual(
        expect.arrayContaining(['Ávila', 'avid readers']),
      );
      expect(await names({ _sort: 'updatedAt', _limit: '1' })).toEqual(['avid readers']);
    });

    it.each([
      [{ type_eq: 'dynamic' }, 2],
      [{ type_neq: 'dynamic' }, 3],
      [{ type_in: 'dynamic,static' }, 5],
      [{ status_eq: 'error' }, 1],
      [{ status_neq: 'ready' }, 2],
      [{ status_in: 'error,computing' }, 2],
      [{ name_contains: 'AVI' }, 1],
      [{ name_contains: '%' }, 1],
      [{ name_contains: '_' }, 1],
      [{ name_contains: `'; DROP TABLE segments; --` }, 0],
      [{ updatedAt_lt: '2026-02-01T00:00:00Z' }, 1],
      [{ updatedAt_lte: '2026-02-01T01:00:00+01:00' }, 2],
      [{ updatedAt_gt: '2026-03-01T00:00:00.001Z', updatedAt_lt: '2026-03-02T00:00:00Z' }, 1],
      [
        {
          updatedAt_gte: '2026-03-01T00:00:00.001Z',
          type_eq: 'static',
          updatedAt_lt: '2026-04-01T00:00:00Z',
        },
        1,
      ],
    ])('filters by %j', async (query, count) => {
      const { entities, metadata } = await list({ ...query, _count: 'true', _limit: '1' });
      expect(metadata.count).toBe(count);
      expect(entities).toHaveLength(Math.min(1, count));
    });

    it('skips rows, as far as 10,000', async () => {
      const whole = await names({});
      expect(await names({ _start: '1', _limit: '2' })).toEqual(whole.slice(1, 3));
      expect((await list({ _start: '9999', _limit: '1' })).metadata).toMatchObject({ start: 9999 });
      await caller.get('/segment', { _start: '9999', _limit: '2' }).expect(400);
      await caller.get('/segment', { _start: '999999999999', _limit: '1' }).expect(400);
    });

    it.each([
      ['_sort=rule', '/_sort'],
      ['_sort=name:asc,id', '/_sort'],
      ['_sort=(select 1)', '/_sort'],
      ['_limit=0', '/_limit'],
      ['_limit=101', '/_limit'],
      ['_limit=1e1', '/_limit'],
      ['_limit=1&_limit=2', '/_limit'],
      ['_limit=-1', '/_limit'],
      ['_start=-1', '/_start'],
      ['_count=yes', '/_count'],
      ['type_eq=other', '/type_eq'],
      ['type_in=static,other', '/type_in'],
      ['type_like=static', '/type_like'],
      ['rule_eq=1', '/rule_eq'],
      ['name_eq=Basel', '/name_eq'],
      ['name_contains=', '/name_contains'],
      ['updatedAt_gt=yesterday', '/updatedAt_gt'],
      ['updatedAt_lte=2025-02-30T00:00:00Z', '/updatedAt_lte'],
      ['_cursor=abc', '/_cursor'],
      ['project_id=1', '/project_id'],
    ])('refuses %s and names it (E10, E12, E17)', async (query, pointer) => {
      const answer = await caller.get(`/segment?${query}`).expect(400);
      expect(pointersOf(answer)).toEqual([pointer]);
    });
  });

  describe('a cursor (E17)', () => {
    const cursorOf = async (query: Record<string, string>): Promise<string> =>
      String((await list({ _limit: '1', ...query })).metadata.next_cursor);

    it('is void once touched', async () => {
      const cursor = await cursorOf({});
      const [header = '', payload = '', signature = ''] = cursor.split('.');
      const other = Buffer.from(JSON.stringify(['x', 'A', newId()])).toString('base64url');
      const none = Buffer.from('{"alg":"none"}').toString('base64url');
      for (const forged of [
        `${header}.${other}.${signature}`,
        `${none}.${payload}.`,
        `${header}.${payload}.${signature.slice(2)}AA`,
        cursor.slice(0, -4),
      ]) {
        const { body } = await caller.get('/segment', { _cursor: forged }).expect(400);
        expect(body.errors[0].pointer).toBe('/_cursor');
      }
      await caller.get('/segment', { _cursor: cursor }).expect(200);
    });

    it('belongs to its filters, its order and its project', async () => {
      const cursor = await cursorOf({ type_eq: 'static' });
      await caller.get('/segment', { type_eq: 'static', _limit: '5', _cursor: cursor }).expect(200);
      await caller.get('/segment', { _cursor: cursor }).expect(400);
      await caller.get('/segment', { type_eq: 'dynamic', _cursor: cursor }).expect(400);
      await caller
        .get('/segment', { type_eq: 'static', _sort: 'name:desc', _cursor: cursor })
        .expect(400);
      const other = await ApiCaller.connect(server, ['segments:read']);
      await other.get('/segment', { type_eq: 'static', _cursor: cursor }).expect(400);
    });

    it('does not go with _start', async () => {
      const cursor = await cursorOf({});
      await caller.get('/segment', { _cursor: cursor, _start: '1' }).expect(400);
    });
  });

  describe('GET /segment/{uid}', () => {
    it('shows one', async () => {
      const uid = await addSegment(server.database, caller.project.id, { name: 'Regulars' });
      const { body } = await caller.get(`/segment/${uid}`).expect(200);
      expect(body).toMatchObject({
        entity: { uid, name: 'Regulars', lastCount: 12 },
        metadata: {},
      });
    });

    it('knows only uids of segments of the project (E3)', async () => {
      const other = await ApiCaller.connect(server, ['segments:read']);
      const foreign = await addSegment(server.database, other.project.id);
      const contact = await addContact(server.database, caller.project.id);
      for (const uid of [
        foreign,
        contact,
        toWireId('seg', newId()),
        foreign.toUpperCase(),
        newId(),
        '1',
      ]) {
        await caller.get(`/segment/${uid}`).expect(404);
      }
    });
  });
});
