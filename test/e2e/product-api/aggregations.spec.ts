import { pointersOf } from '../../support/answers.js';
import { ApiCaller } from '../../support/api-caller.js';
import { addContact } from '../../support/shortcuts.js';
import { TestApp } from '../../support/test-app.js';

type Result = Readonly<Record<'name' | 'type' | 'key' | 'buckets' | 'stats', unknown>>;

describe('POST /audience/aggregations', () => {
  let server: TestApp;
  let caller: ApiCaller;

  beforeAll(async () => {
    server = await TestApp.start();
    caller = await ApiCaller.connect(server);
    await server.database.query(`UPDATE projects SET timezone = 'Europe/Madrid' WHERE id = $1`, [
      caller.project.id,
    ]);
    for (const [uid, dataType, multivalue] of [
      ['tier', 'string', 1],
      ['visits', 'integer', 1],
      ['born', 'date', 1],
      ['colours', 'string', 5],
    ]) {
      await caller.post('/specs/attributes', { uid, dataType, multivalue }).expect(201);
    }
    const add = (i: number, country: string | null, attributes: object) =>
      addContact(server.database, caller.project.id, {
        ...{ country, attributes, email: `c${String(i)}@example.test` },
        // In Madrid already the next day.
        createdAt: `2026-01-0${String(1 + (i % 2))}T23:30:00Z`,
      });
    for (let i = 0; i < 6; i++) {
      const colours = i % 2 === 0 ? ['red', 'blue', 'red'] : ['blue'];
      await add(i, 'ES', { tier: 'Gold', visits: i, born: '1990-05-01', colours });
    }
    for (let i = 6; i < 9; i++)
      await add(i, 'FR', { tier: 'gold', visits: 'many', colours: 'red' });
    await add(9, null, {});
    await addContact(server.database, caller.project.id, {
      ...{ country: 'ES', deletedAt: '2026-01-01T00:00:00Z' },
    });
    await addContact(server.database, (await ApiCaller.connect(server)).project.id);
  });
  afterAll(() => server.stop());

  const ask = (aggregations: object[], more: object = {}, who = caller) =>
    who.post('/audience/aggregations', {
      aggregations: aggregations.map((each, i) => ({ name: `a${String(i)}`, ...each })),
      ...more,
    });
  const resultOf = async (...asked: Parameters<typeof ask>): Promise<Result> => {
    const { body } = await ask(...asked).expect(200);
    return (body.entity.aggregations as Result[])[0] as Result;
  };
  const terms = (key: string) => ({ type: 'terms', key });

  it('counts contacts of the project by value, the most frequent first (E3)', async () => {
    expect(await resultOf([terms('_country')])).toEqual({
      ...{ name: 'a0', type: 'terms', key: '_country' },
      buckets: [
        { key: 'ES', count: 6 },
        { key: 'FR', count: 3 },
      ],
    });
    const { buckets } = await resultOf([{ ...terms('_country'), size: 1 }]);
    expect(buckets).toEqual([{ key: 'ES', count: 6 }]);
  });

  it('counts texts as rules compare them, and each value of a list once for a contact', async () => {
    expect((await resultOf([terms('tier')])).buckets).toEqual([{ key: 'gold', count: 9 }]);
    expect((await resultOf([terms('colours')])).buckets).toEqual([
      { key: 'blue', count: 6 },
      { key: 'red', count: 3 },
    ]);
  });

  it('counts days, weeks and months of the project’s time zone', async () => {
    const span = (interval: string) => ({ type: 'date_histogram', key: 'created-at', interval });
    expect((await resultOf([span('day')])).buckets).toEqual([
      { key: '2026-01-02', count: 5 },
      { key: '2026-01-03', count: 5 },
    ]);
    expect((await resultOf([span('week')])).buckets).toEqual([{ key: '2025-12-29', count: 10 }]);
    expect((await resultOf([span('month')])).buckets).toEqual([{ key: '2026-01-01', count: 10 }]);
    const born = { type: 'date_histogram', key: 'born', interval: 'month' };
    expect((await resultOf([born])).buckets).toEqual([{ key: '1990-05-01', count: 6 }]);
  });

  it('counts ranges, and makes statistics of numbers alone', async () => {
    const ranges = [{ to: 2 }, { from: 2, to: 5 }, { from: 5 }, { from: 100 }];
    const { buckets } = await resultOf([{ type: 'range', key: 'visits', ranges }]);
    expect(buckets).toEqual([
      { key: '*-2', count: 2 },
      { key: '2-5', count: 3 },
      { key: '5-*', count: 1 },
    ]);
    const { stats } = await resultOf([{ type: 'stats', key: 'visits' }]);
    expect(stats).toEqual({ count: 6, min: '0', max: '5', avg: '2.500000', sum: '15' });
  });

  it('counts what a rule finds, and answers several at once', async () => {
    const root = { key: '_country', operator: 'eq', values: ['FR'] };
    const { body } = await ask([terms('tier'), terms('_country')], { root }).expect(200);
    expect(body.entity.aggregations).toMatchObject([
      { name: 'a0', buckets: [{ key: 'gold', count: 3 }] },
      { name: 'a1', buckets: [{ key: 'FR', count: 3 }] },
    ]);
    expect(body.metadata).toEqual({ suppressed: false });
  });

  describe('tells nothing that the level hides (oracles)', () => {
    it('no bucket of fewer than five', async () => {
      const reader = await caller.narrowedTo('audience:read');
      const { body } = await ask([terms('_country')], {}, reader).expect(200);
      expect(body.entity.aggregations[0].buckets).toEqual([{ key: 'ES', count: 6 }]);
      expect(body.metadata).toEqual({ suppressed: true });
      const basic = await caller.narrowedTo('audience:read', 'audience.basic:read');
      expect((await resultOf([terms('_email')], {}, basic)).buckets).toEqual([]);
      const early = [{ to: '2026-01-02T00:00:00Z' }, { from: '2030-01-01T00:00:00Z' }];
      const few = { root: { key: '_country', operator: 'eq', values: ['FR'] } };
      const asked = [{ type: 'range', key: 'created-at', ranges: early }];
      expect((await resultOf(asked, few, reader)).buckets).toEqual([]);
    });

    it.each([
      ['audience.basic:read', terms('_email')],
      ['audience.basic:read', terms('_first_name')],
      ['audience.full:read', terms('tier')],
      ['audience.full:read', { type: 'stats', key: 'visits' }],
      ['audience.full:read', { type: 'date_histogram', key: 'born' }],
      ['audience.full:read', { type: 'range', key: 'visits', ranges: [{ from: 1 }] }],
    ])('without %s no %j', async (needed, aggregation) => {
      const lower = needed === 'audience.full:read' ? ['audience.basic:read'] : [];
      const reader = await caller.narrowedTo('audience:read', ...lower);
      const answer = await ask([terms('_country'), aggregation], {}, reader).expect(403);
      expect(answer.body).toMatchObject({
        ...{ code: 'data_privacy', detail: expect.stringContaining(needed) },
      });
    });

    it('nor a rule', async () => {
      const reader = await caller.narrowedTo('audience:read');
      const root = { key: 'tier', operator: 'exists', values: [] };
      await ask([terms('_country')], { root }, reader).expect(403);
    });
  });

  it.each([
    [{ aggregations: [] }, '/aggregations'],
    [{ aggregations: Array(6).fill({ name: 'a', ...terms('_country') }) }, '/aggregations'],
    [{ aggregations: [{ name: 'a', type: 'terms' }] }, '/aggregations/0/key'],
    [
      { aggregations: [{ name: 'a', type: 'cardinality', key: '_country' }] },
      '/aggregations/0/type',
    ],
    [{ aggregations: [{ name: 'a', ...terms('no; DROP TABLE x') }] }, '/aggregations/0/key'],
    [{ aggregations: [{ name: 'a', ...terms('_country'), size: 101 }] }, '/aggregations/0/size'],
    [{ aggregations: [{ name: 'a', type: 'stats', key: '_country' }] }, '/aggregations/0/key'],
    [{ aggregations: [{ name: 'a', type: 'range', key: 'visits' }] }, '/aggregations/0/ranges'],
    [
      { aggregations: [{ name: 'a', type: 'range', key: 'visits', ranges: [{ from: 'x' }] }] },
      '/aggregations/0/ranges/0/from',
    ],
    [
      { aggregations: [{ name: 'a', type: 'range', key: 'visits', ranges: [{ from: {} }] }] },
      '/aggregations/0/ranges/0/from',
    ],
    [
      { aggregations: [{ name: 'a', ...terms('_country'), script: '1' }] },
      '/aggregations/0/script',
    ],
    [{ aggregations: 'x' }, '/aggregations'],
    [{}, '/aggregations'],
  ])('refuses %j and points at it (E10, E13)', async (body, pointer) => {
    const answer = await caller.post('/audience/aggregations', body).expect(400);
    expect(pointersOf(answer)).toContain(pointer);
  });
});
