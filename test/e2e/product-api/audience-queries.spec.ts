import { eachOf, listOf, pointersOf } from '../../support/answers.js';
import { ApiCaller } from '../../support/api-caller.js';
import { addContact, addEvent, addSegment } from '../../support/shortcuts.js';
import { TestApp } from '../../support/test-app.js';

const leaf = (key: string, operator: string, ...values: unknown[]) => ({ key, operator, values });

describe('queries of the audience', () => {
  let server: TestApp;
  let caller: ApiCaller;
  let ids: Record<'ana' | 'bea' | 'carla' | 'dora', string>;

  beforeAll(async () => {
    server = await TestApp.start();
    caller = await ApiCaller.connect(server);
    const spec = (uid: string, dataType: string, more: object = {}) =>
      caller.post('/specs/attributes', { uid, dataType, ...more }).expect(201);
    await spec('tier', 'string');
    await spec('visits', 'integer');
    await spec('card', 'string', { unique: true });
    const add = (day: number, contact: Parameters<typeof addContact>[2]) =>
      addContact(server.database, caller.project.id, {
        ...{ createdAt: `2026-01-0${String(day)}T00:00:00Z`, ...contact },
      });
    ids = {
      ana: await add(1, {
        ...{ firstName: 'Ana', country: 'ES', phone: '+34600000101', email: 'ana@example.test' },
        attributes: { tier: 'gold', visits: 3, card: 'C-1' },
      }),
      bea: await add(2, {
        ...{ firstName: 'Bea', country: 'ES', phone: null, email: 'bea@example.test' },
        attributes: { tier: 'silver', visits: 10, card: 'C-2' },
      }),
      carla: await add(3, { firstName: 'Carla', country: 'FR', phone: '+33612345678' }),
      dora: await add(4, { firstName: 'Dora', country: null, phone: null }),
    };
    await add(5, { firstName: 'Gone', country: 'ES', deletedAt: '2026-01-06T00:00:00Z' });
    const other = await ApiCaller.connect(server);
    await addContact(server.database, other.project.id, { firstName: 'Ana', country: 'ES' });
  });
  afterAll(() => server.stop());

  const found = async (root: object, who = caller): Promise<unknown[]> =>
    eachOf(await who.post('/audience/search', { root }).expect(200), 'id');

  describe('POST /audience/search', () => {
    it('finds by rules, in the project alone and nobody deleted (E3)', async () => {
      const { ana, bea, carla, dora } = ids;
      expect(await found(leaf('_country', 'eq', 'ES'))).toEqual([ana, bea]);
      expect(await found(leaf('_phone_mobile', 'exists'))).toEqual([ana, carla]);
      expect(await found(leaf('_first_name', 'matches-string', 'carla', 'DORA'))).toEqual([
        carla,
        dora,
      ]);
      expect(await found(leaf('visits', 'gte', 5))).toEqual([bea]);
      const children = [leaf('tier', 'eq', 'gold'), leaf('_country', 'not-exists')];
      expect(await found({ join: 'or', children })).toEqual([ana, dora]);
    });

    it('answers with fifty at most, in the order asked for, and no way on', async () => {
      const query = { sortField: 'created-at', sortAsc: false, limit: 2 };
      const answer = await caller.post('/audience/search', query).expect(200);
      expect(eachOf(answer, 'id')).toEqual([ids.dora, ids.carla]);
      expect(listOf(answer).metadata).toEqual({ redacted: [] });
      await caller.post('/audience/search', { limit: 51 }).expect(400);
      await caller.post('/audience/search', { cursor: 'x' }).expect(400);
    });

    it('finds everybody without a rule, by when they changed', async () => {
      await server.database.query(`UPDATE contacts SET updated_at = created_at`);
      const answer = await caller
        .post('/audience/search', { sortField: 'updatedAt', sortAsc: false })
        .expect(200);
      expect(eachOf(answer, 'id')).toEqual([ids.dora, ids.carla, ids.bea, ids.ana]);
    });

    it.each([
      [{ root: leaf('nothing', 'exists') }, '/root/key'],
      [{ root: leaf('_country', 'like', 'E') }, '/root/operator'],
      [{ root: { join: 'xor', children: [] } }, '/root/join'],
      [{ root: [] }, '/root'],
      [{ root: 'x' }, '/root'],
      [{ root: leaf("_email' OR '1'='1", 'exists') }, '/root/key'],
      [{ sortField: '_email' }, '/sortField'],
      [{ sortField: 'id; DROP TABLE contacts' }, '/sortField'],
      [{ sortField: '(case when 1=1 then 1 end)' }, '/sortField'],
      [{ projectId: 'prj_1' }, '/projectId'],
      [{ limit: '10' }, '/limit'],
    ])('refuses %j and points at it (E10, E12, E13)', async (body, pointer) => {
      const answer = await caller.post('/audience/search', body).expect(400);
      expect(pointersOf(answer)).toContain(pointer);
    });
  });

  describe('no query tells what the level hides (oracles)', () => {
    const rules: [needed: string, root: object][] = [
      ['audience.basic:read', leaf('_first_name', 'starts-with', 'A')],
      ['audience.basic:read', leaf('_email', 'eq', 'ana@example.test')],
      ['audience.basic:read', leaf('_phone_mobile', 'exists')],
      ['audience.full:read', leaf('_user_id', 'exists')],
      ['audience.full:read', leaf('tier', 'eq', 'gold')],
      ['audience.full:read', leaf('tier', 'not-exists')],
      ['audience.full:read', leaf('visits', 'gt', 0)],
      ['audience.full:read', leaf('_client_tags', 'has-any', 'x')],
      [
        'audience.full:read',
        {
          join: 'or',
          children: [
            leaf('_country', 'exists'),
            { not: true, join: 'and', children: [leaf('card', 'exists')] },
          ],
        },
      ],
    ];

    it.each(rules)('without %s not by %j', async (needed, root) => {
      const lower = needed === 'audience.full:read' ? ['audience.basic:read'] : [];
      const reader = await caller.narrowedTo('audience:read', 'audience:list', ...lower);
      const able = await caller.narrowedTo('audience:read', 'audience:list', needed);
      for (const what of ['search', 'scroll', 'count']) {
        const answer = await reader.post(`/audience/${what}`, { root }).expect(403);
        expect(answer.body).toMatchObject({
          ...{ code: 'data_privacy', detail: expect.stringContaining(needed) },
        });
        await able.post(`/audience/${what}`, { root }).expect(200);
      }
    });

    it('nor by what contacts did, or by segments that say it', async () => {
      const reader = await caller.narrowedTo('audience:read');
      await caller.post('/specs/events', { uid: 'purchase', name: 'Purchase' }).expect(201);
      const event = { event: 'purchase', count: { op: '>=', values: [1] } };
      await reader.post('/audience/count', { root: event }).expect(403);
      const segment = await addSegment(server.database, caller.project.id);
      await reader.post('/audience/count', { root: { segment, in: true } }).expect(403);
      await addEvent(server.database, caller.project.id, { contact: ids.ana, type: 'purchase' });
      expect(await found(event)).toEqual([ids.ana]);
    });

    it('and by open fields everybody may ask', async () => {
      const reader = await caller.narrowedTo('audience:read');
      const { body } = await reader
        .post('/audience/count', { root: leaf('_country', 'eq', 'ES') })
        .expect(200);
      expect(body.entity).toEqual({ count: 2 });
    });
  });

  it('POST /audience/count counts everybody without a rule', async () => {
    const { body } = await caller.post('/audience/count', {}).expect(200);
    expect(body).toEqual({ entity: { count: 4 }, metadata: {} });
  });

  it('GET /audience/user/{v} finds by a unique attribute at the level that shows it', async () => {
    const look = (who: ApiCaller, value: string) => who.get(`/audience/user/${value}`);
    expect((await look(caller, 'C-2').expect(200)).body.entity.id).toBe(ids.bea);
    await look(caller, 'gold').expect(404);
    const basic = await caller.narrowedTo('audience:read', 'audience.basic:read');
    await look(basic, 'C-2').expect(404);
  });
});
