import type { Response } from 'supertest';
import { eachOf, listOf, pointersOf } from '../../support/answers.js';
import { ApiCaller } from '../../support/api-caller.js';
import { TestApp } from '../../support/test-app.js';

const entityOf = ({ body }: Response) => (body as { entity: Record<string, unknown> }).entity;
const codeOf = ({ body }: Response) => (body as { code: string }).code;

const numbersTo = (count: number) => Array.from({ length: count }, (_, i) => String(i));

describe('specs', () => {
  let server: TestApp;
  let caller: ApiCaller;
  beforeAll(async () => {
    server = await TestApp.start();
    caller = await ApiCaller.connect(server, ['project:read', 'specs:write']);
  });
  afterAll(() => server.stop());

  const attribute = (body: object) => caller.post('/specs/attributes', body);

  describe('of attributes', () => {
    it('are the reserved ones of every project, with what contacts can be looked up by', async () => {
      const answer = await caller.get('/specs/attributes').expect(200);
      expect(eachOf(answer, 'uid')).toEqual(
        expect.arrayContaining(['_user_id', '_phone_mobile', '_is_subscribed_whatsapp']),
      );
      expect(listOf(answer).metadata).toEqual({
        uniqueAttributes: ['_user_id', '_email', '_phone_mobile'],
      });
      expect(listOf(answer).entities[0]).toEqual({
        ...{ uid: '_user_id', displayLabel: 'User id', dataType: 'string', visualType: 'string' },
        description: 'The customer’s own id of the person.',
        ...{ multivalue: 1, options: null, custom: false, unique: true, readonly: false },
        ...{ visible: true, important: true, enabled: true },
        ...{ eventBased: false, requiredInWebhook: false },
      });
    });

    it('are defined with defaults, and listed after the reserved ones', async () => {
      const made = await attribute({ uid: 'plan', dataType: 'string' }).expect(201);
      expect(entityOf(made)).toMatchObject({
        ...{ uid: 'plan', displayLabel: 'plan', description: null, multivalue: 1, custom: true },
        ...{ unique: false, visible: true, important: false, enabled: true, options: null },
      });
      const answer = await caller.get('/specs/attributes').expect(200);
      expect(listOf(answer).entities.at(-1)).toEqual(entityOf(made));
    });

    it('have one name each', async () => {
      await attribute({ uid: 'twice', dataType: 'date' }).expect(201);
      expect(codeOf(await attribute({ uid: 'twice', dataType: 'date' }).expect(409))).toBe(
        'conflict',
      );
    });

    it.each(['_mine', 'Plan', '1st', 'a-b', 'constructor', '__proto__', 'a'.repeat(64), 'á', 7])(
      'cannot be named %p',
      async (uid) => {
        const answer = await attribute({ uid, dataType: 'string' }).expect(400);
        expect(pointersOf(answer)).toEqual(['/uid']);
      },
    );

    it.each([
      ['an enum without options', { dataType: 'enum' }, '/options'],
      ['an enum of nothing', { dataType: 'enum', options: [] }, '/options'],
      ['an enum of the same twice', { dataType: 'enum', options: ['a', 'a'] }, '/options'],
      ['an enum of 201', { dataType: 'enum', options: numbersTo(201) }, '/options'],
      ['a string with options', { dataType: 'string', options: ['a'] }, '/options'],
      ['of an unknown type', { dataType: 'number' }, '/dataType'],
      ['lists of 51', { dataType: 'string', multivalue: 51 }, '/multivalue'],
      ['said to have data', { dataType: 'string', has_data: true }, '/has_data'],
      ['of another project', { dataType: 'string', projectId: 'x' }, '/projectId'],
    ])('cannot be %s (E12)', async (_, body, pointer) => {
      const answer = await attribute({ uid: 'wrong', ...body }).expect(400);
      expect(pointersOf(answer)).toEqual([pointer]);
    });

    it('can change, also their type as long as nobody has a value', async () => {
      await attribute({ uid: 'size', dataType: 'string', description: 'Of shoes' }).expect(201);
      const changed = await caller
        .patch('/specs/attributes/size', { dataType: 'enum', options: ['S', 'M'], multivalue: 3 })
        .expect(200);
      expect(entityOf(changed)).toMatchObject({
        ...{ dataType: 'enum', options: ['S', 'M'], multivalue: 3, description: 'Of shoes' },
      });
      const back = { dataType: 'integer', description: null, displayLabel: 'Size' };
      expect(
        entityOf(await caller.patch('/specs/attributes/size', back).expect(200)),
      ).toMatchObject({
        ...back,
        options: null,
      });
      const listed = await caller.get('/specs/attributes');
      expect(listOf(listed).entities.find(({ uid }) => uid === 'size')).toMatchObject(back);
    });

    it('that are reserved cannot change, and others than there are do not exist', async () => {
      await caller.patch('/specs/attributes/_email', { displayLabel: 'Mail' }).expect(409);
      await caller.patch('/specs/attributes/nothing', { displayLabel: 'x' }).expect(404);
    });
  });

  describe('of events', () => {
    it('are types with parameters', async () => {
      const purchase = { uid: 'purchase', name: 'Purchase', emoji: '🛍️', category: 'shop' };
      const made = await caller.post('/specs/events', purchase).expect(201);
      const entity = { ...purchase, description: null, attribution: false, automation: true };
      expect(entityOf(made)).toEqual(entity);
      expect(listOf(await caller.get('/specs/events').expect(200)).entities).toEqual([entity]);

      const amount = { parameter: 'amount', dataType: 'decimal', required: true };
      const added = await caller.post('/specs/events/purchase/parameters', amount).expect(201);
      const parameter = {
        ...{ ...amount, title: 'amount', description: null, multiValue: 1 },
        ...{ maxLength: null, pii: false, options: null },
      };
      expect(entityOf(added)).toEqual(parameter);
      const listed = await caller.get('/specs/events/purchase').expect(200);
      expect(listed.body).toEqual({ entities: [parameter], metadata: { event: 'purchase' } });
      await caller.post('/specs/events/purchase/parameters', amount).expect(409);
      await caller.post('/specs/events', purchase).expect(409);
    });

    it('of an unknown type do not exist', async () => {
      await caller.get('/specs/events/nothing').expect(404);
      const parameter = { parameter: 'a', dataType: 'string' };
      await caller.post('/specs/events/nothing/parameters', parameter).expect(404);
    });
  });

  it('are at most 200 attributes, 200 types and 50 parameters, however many ask at once', async () => {
    const full = await ApiCaller.connect(server, ['project:read', 'specs:write']);
    const count = async (total: number, ask: (i: number) => PromiseLike<Response>) => {
      const statuses: number[] = [];
      for (let start = 0; start < total; start += 20) {
        const some = Array.from({ length: 20 }, (_, i) => ask(start + i));
        for (const { status } of await Promise.all(some)) statuses.push(status);
      }
      return statuses.filter((status) => status === 201).length;
    };
    const dataType = 'string';
    const attributes = await count(220, (i) =>
      full.post('/specs/attributes', { uid: `a${String(i)}`, dataType }),
    );
    const events = await count(220, (i) => full.post('/specs/events', { uid: `e${String(i)}` }));
    const parameters = await count(60, (i) =>
      full.post('/specs/events/e0/parameters', { parameter: `p${String(i)}`, dataType }),
    );
    expect({ attributes, events, parameters }).toEqual({
      ...{ attributes: 200, events: 200, parameters: 50 },
    });
    const listed = await full.get('/specs/attributes');
    expect(listOf(listed).entities.filter(({ custom }) => custom)).toHaveLength(200);
  });

  it('belong to one project', async () => {
    const other = await ApiCaller.connect(server, ['project:read', 'specs:write']);
    expect(listOf(await other.get('/specs/events').expect(200)).entities).toEqual([]);
    await other.patch('/specs/attributes/plan', { displayLabel: 'Mine' }).expect(404);
    await attribute({ uid: 'own', dataType: 'string' }).expect(201);
    await other.post('/specs/attributes', { uid: 'own', dataType: 'date' }).expect(201);
  });

  it('are seen by another replica as soon as they change', async () => {
    const replica = await server.startReplica();
    const there = caller.at(replica);
    const labelled = async () =>
      listOf(await there.get('/specs/attributes')).entities.find(({ uid }) => uid === 'seen');
    await attribute({ uid: 'seen', dataType: 'string' }).expect(201);
    expect(await labelled()).toMatchObject({ displayLabel: 'seen' });
    await caller.patch('/specs/attributes/seen', { displayLabel: 'Seen' }).expect(200);
    expect(await labelled()).toMatchObject({ displayLabel: 'Seen' });
    await replica.stop();
  });
});
