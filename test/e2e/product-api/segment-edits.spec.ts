import type { Response } from 'supertest';
import { fromWireId, newId, toWireId } from '../../../src/kernel/ids.js';
import { Database } from '../../../src/platform/database/database.js';
import { SegmentUses } from '../../../src/product-api/segments/segment-uses.service.js';
import { pointersOf } from '../../support/answers.js';
import { ApiCaller } from '../../support/api-caller.js';
import { defineSpecs } from '../../support/rules/rule-project.js';
import { addContact, addSegment } from '../../support/shortcuts.js';
import { TestApp } from '../../support/test-app.js';

const CITY = { key: 'city', operator: 'eq', values: ['Madrid'] };
const dynamic = (root: object, name = 'Madrid') => ({ name, type: 'dynamic', rule: { root } });
const uidOf = ({ body }: Response): string => (body as { entity: { uid: string } }).entity.uid;

describe('segments', () => {
  let server: TestApp;
  let caller: ApiCaller;

  beforeAll(async () => {
    server = await TestApp.start();
    caller = await ApiCaller.connect(server);
    await defineSpecs(caller);
    for (const city of ['Madrid', 'madrid', 'Vigo']) {
      await addContact(server.database, caller.project.id, { attributes: { city } });
    }
  });
  afterAll(() => server.stop());

  const create = (root: object): Promise<Response> =>
    Promise.resolve(caller.post('/segment', dynamic(root)));
  const made = async (root: object): Promise<string> => uidOf(await create(root));
  const refersTo = (segment: string) => ({ segment, in: true });

  it('are created with a rule, shown, and counted on demand', async () => {
    const answer = await create(CITY);
    expect(answer.status).toBe(201);
    expect(answer.headers.etag).toBe('"1"');
    expect(answer.body.entity).toMatchObject({
      ...{ name: 'Madrid', description: null, type: 'dynamic', rule: { root: CITY } },
      ...{ status: 'ready', lastCount: null, parameters: [], usedBy: [], version: 1 },
      createdBy: toWireId('usr', caller.app.userId),
    });
    const { body } = await caller.get(`/segment/${uidOf(answer)}/count`).expect(200);
    expect(body).toEqual({ entity: { count: 2 }, metadata: {} });
    const { body: shown } = await caller.get(`/segment/${uidOf(answer)}`).expect(200);
    expect(shown.entity).toMatchObject({ lastCount: 2, lastComputedAt: expect.any(String) });
  });

  it('are changed, each time with a new version, and only from the version that was read', async () => {
    const uid = await made(CITY);
    const { body } = await caller
      .patch(`/segment/${uid}`, { name: 'Vigo', rule: { root: { ...CITY, values: ['Vigo'] } } })
      .set('If-Match', '"1"')
      .expect(200);
    expect(body.entity).toMatchObject({ name: 'Vigo', version: 2, lastCount: null });
    await caller.patch(`/segment/${uid}`, { name: 'Lugo' }).set('If-Match', '"1"').expect(412);
    await caller.delete(`/segment/${uid}`).set('If-Match', '"1"').expect(412);
    const { body: count } = await caller.get(`/segment/${uid}/count`).expect(200);
    expect(count.entity.count).toBe(1);
  });

  it('keep what a change does not name, and lose a description that is null', async () => {
    const given = { ...dynamic(CITY), description: 'In Madrid' };
    const uid = uidOf(await caller.post('/segment', given));
    const { body } = await caller.patch(`/segment/${uid}`, { name: 'M' });
    expect(body.entity).toMatchObject({ description: 'In Madrid', rule: given.rule });
    const { body: bare } = await caller.patch(`/segment/${uid}`, { description: null });
    expect(bare.entity.description).toBeNull();
  });

  it.each([
    [{ type: 'dynamic', name: 'x' }, '/rule'],
    [{ type: 'static', name: 'x', rule: { root: CITY } }, '/rule'],
    [{ type: 'dynamic', name: '', rule: { root: CITY } }, '/name'],
    [{ type: 'dynamic', name: 'x'.repeat(121), rule: { root: CITY } }, '/name'],
    [{ type: 'dynamic', name: 'x', rule: { root: { ...CITY, key: 'town' } } }, '/rule/root/key'],
    [{ type: 'static', name: 'x', project_id: newId() }, '/project_id'],
    [{ type: 'static', name: 'x', version: 7 }, '/version'],
    [{ type: 'other', name: 'x' }, '/type'],
  ])('are refused as %j, with what is wrong (E12)', async (body, pointer) => {
    expect(pointersOf(await caller.post('/segment', body).expect(400))).toEqual([pointer]);
  });

  it('are deleted, but not while the rule of another refers to them', async () => {
    const inner = await made(CITY);
    const outer = await made(refersTo(inner));
    await caller.delete(`/segment/${inner}`).expect(409);
    await caller.delete(`/segment/${outer}`).expect(204);
    await caller.delete(`/segment/${inner}`).expect(204);
    await caller.get(`/segment/${inner}`).expect(404);
  });

  it('are not deleted while a campaign uses them, and say which', async () => {
    const uid = await made(CITY);
    const campaign = newId();
    const user = { projectId: caller.project.id, kind: 'campaign', id: campaign } as const;
    const uses = server.app.get(SegmentUses, { strict: false });
    const use = (ids: readonly string[]) =>
      server.app.get(Database).transaction((tx) =>
        uses.replace(
          tx,
          user,
          ids.map((id) => ({ id })),
        ),
      );
    await use([fromWireId('seg', uid) ?? '']);
    const { body } = await caller.get(`/segment/${uid}`);
    expect(body.entity.usedBy).toEqual([{ kind: 'campaign', id: toWireId('cmp', campaign) }]);
    await caller.delete(`/segment/${uid}`).expect(409);
    const parametrised = { rule: { root: { ...CITY, values: ['$1'] } } };
    await caller.patch(`/segment/${uid}`, parametrised).expect(409);
    await expect(use([newId()])).rejects.toMatchObject({ code: 'conflict' });
    await use([]);
    await caller.delete(`/segment/${uid}`).expect(204);
  });

  describe('that refer to others', () => {
    it('do so three deep and no deeper, from either end', async () => {
      const first = await made(CITY);
      const second = await made(refersTo(first));
      const third = await made(refersTo(second));
      expect((await create(refersTo(third))).status).toBe(400);
      const fourth = await made(CITY);
      const { body } = await caller.patch(`/segment/${first}`, {
        rule: { root: refersTo(fourth) },
      });
      expect(body).toMatchObject({ code: 'invalid_request', errors: [{ pointer: '/rule' }] });
      const { body: count } = await caller.get(`/segment/${third}/count`).expect(200);
      expect(count.entity.count).toBe(2);
    });

    it('never do so in a circle, also when both ends are changed at once', async () => {
      for (let round = 0; round < 5; round++) {
        const [one, other] = [await made(CITY), await made(CITY)];
        const answers = await Promise.all([
          caller.patch(`/segment/${one}`, { rule: { root: refersTo(other) } }),
          caller.patch(`/segment/${other}`, { rule: { root: refersTo(one) } }),
        ]);
        expect(answers.map(({ status }) => status).sort()).toEqual([200, 400]);
        await caller.get(`/segment/${one}/count`).expect(200);
      }
      const own = await made(CITY);
      await caller.patch(`/segment/${own}`, { rule: { root: refersTo(own) } }).expect(400);
    });

    it('cannot refer to those of another project, and are not told whether they exist (E3)', async () => {
      const other = await ApiCaller.connect(server);
      const foreign = await addSegment(server.database, other.project.id);
      const answers = [
        await create(refersTo(foreign)),
        await create(refersTo(toWireId('seg', newId()))),
      ];
      const [first, second] = answers.map(({ status, body }) => {
        const { code, errors } = body as { code: string; errors: object[] };
        return { status, code, errors };
      });
      expect(first).toEqual(second);
      expect(first).toMatchObject({ status: 400, errors: [{ pointer: '/rule/root/segment' }] });
    });

    it('are refused once all of their leaves are more than two hundred', async () => {
      const children = Array.from({ length: 20 }, () => CITY);
      const groups = [1, 2].map(() => ({ join: 'or', children }));
      const large = await made({ join: 'and', children: groups });
      const several = { join: 'or', children: [1, 2, 3, 4, 5].map(() => refersTo(large)) };
      const answer = await create(several);
      expect(answer.body).toMatchObject({ status: 422, code: 'invalid_filter' });
    });
  });

  describe('with parameters', () => {
    let uid: string;
    beforeAll(async () => {
      uid = await made({
        join: 'and',
        children: [
          { ...CITY, values: ['$1'] },
          { join: 'or', not: true, children: [{ key: 'points', operator: 'gte', values: ['$2'] }] },
        ],
      });
    });

    it('say what these are, and are counted with their values only', async () => {
      const { body } = await caller.get(`/segment/${uid}`);
      expect(body.entity.parameters).toEqual([
        { name: '$1', dataType: 'string' },
        { name: '$2', dataType: 'integer' },
      ]);
      const { body: count } = await caller.get(`/segment/${uid}/count`, {
        parameter: 'MADRID|100',
      });
      expect(count.entity.count).toBe(2);
      const { body: filled } = await caller.get(`/segment/${uid}`, { parameter: 'MADRID|100' });
      expect(filled.entity.rule.root.children[0].values).toEqual(['MADRID']);
      expect(filled.entity.lastCount).toBeNull();
    });

    it.each([undefined, '', 'Madrid', 'Madrid|1|2', 'Madrid|many', 'Madrid|'])(
      'refuse other values than they need: %s',
      async (parameter) => {
        const query = parameter === undefined ? {} : { parameter };
        const answer = await caller.get(`/segment/${uid}/count`, query as Record<string, string>);
        expect(answer.status).toBe(400);
        expect(pointersOf(answer)).toEqual(['/parameter']);
      },
    );

    it('are none of those that need no parameters, and no rule can refer to them', async () => {
      const plain = await made(CITY);
      const { body } = await caller.get('/segment/dynamic', { _limit: '100' }).expect(200);
      const uids = (body.entities as { uid: string }[]).map((each) => each.uid);
      expect(uids).toContain(plain);
      expect(uids).not.toContain(uid);
      expect((await create(refersTo(uid))).status).toBe(400);
    });

    it('are not answered to who may not see what the values are compared with', async () => {
      const viewer = await caller.narrowedTo('segments:read');
      await viewer.get(`/segment/${uid}`).expect(200);
      const answer = await viewer.get(`/segment/${uid}/count`, { parameter: 'Madrid|1' });
      expect(answer.body).toMatchObject({ status: 403, code: 'data_privacy' });
    });
  });

  it('whose rule became invalid say so, and are not evaluated as something else', async () => {
    await caller.post('/specs/attributes', { uid: 'gone', dataType: 'string' }).expect(201);
    const uid = await made({ key: 'gone', operator: 'not-exists' });
    await caller.get(`/segment/${uid}/count`).expect(200);
    await caller.patch('/specs/attributes/gone', { enabled: false }).expect(200);
    const answer = await caller.get(`/segment/${uid}/count`).expect(422);
    expect(pointersOf(answer)).toEqual(['/rule/root/key']);
    const { body } = await caller.get(`/segment/${uid}`);
    expect(body.entity.status).toBe('error');
  });
});
