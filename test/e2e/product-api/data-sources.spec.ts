import type { Response } from 'supertest';
import { eachOf, listOf, pointersOf } from '../../support/answers.js';
import { ApiCaller } from '../../support/api-caller.js';
import { TestApp } from '../../support/test-app.js';

const entityOf = ({ body }: Response) => (body as { entity: Record<string, unknown> }).entity;

describe('data sources', () => {
  let server: TestApp;
  let caller: ApiCaller;
  beforeAll(async () => {
    server = await TestApp.start();
    caller = await ApiCaller.connect(server, [
      ...['datasources:read', 'datasources:write', 'project:read', 'specs:write'],
    ]);
  });
  afterAll(() => server.stop());

  const create = (body: object) =>
    caller.post('/datasource', { name: 'Shop', audienceTags: [], ...body });

  it('have the country, language and zone of the project, and the highest priority if they are of an API', async () => {
    await caller.get('/datasource/dsapi').expect(404);
    const shop = entityOf(await create({}).expect(201));
    expect(shop).toMatchObject({
      ...{ name: 'Shop', type: 'api', priority: 100, description: null, tags: [] },
      ...{ defaultCountry: 'ES', autoCreate: false, createMissing: false, allowNonMobile: false },
      ...{ receivedContacts: 0, receivedEvents: 0, errored: 0, lastContactReceivedAt: null },
    });
    expect(shop.uid).toBe(shop.id);
    const list = entityOf(
      await create({ name: 'List', type: 'import', tags: ['old'] }).expect(201),
    );
    expect(list).toMatchObject({ type: 'import', priority: 50, tags: ['old'] });
    await create({ name: 'Second shop' }).expect(201);
    const first = await caller.get('/datasource/dsapi').expect(200);
    const token = expect.stringMatching(/^isds_/) as string;
    expect(shop).toEqual({ ...entityOf(first), token });
    const again = await caller.get(`/datasource/${String(list.id)}`).expect(200);
    expect(list).toEqual({ ...entityOf(again), token });
  });

  it('are listed by name and type', async () => {
    const all = await caller.get('/datasource').expect(200);
    expect(eachOf(all, 'name')).toEqual(['List', 'Second shop', 'Shop']);
    const some = await caller.get('/datasource', { type_eq: 'api', _sort: 'createdAt:desc' });
    expect(eachOf(some, 'name')).toEqual(['Second shop', 'Shop']);
  });

  it('change as far as a change says', async () => {
    const { id } = entityOf(await create({ name: 'Café', description: 'Old' }).expect(201));
    const change = (body: object) => caller.patch(`/datasource/${String(id)}`, body);
    const changed = await change({ description: null, priority: 1, timezone: 'Asia/Tokyo' });
    expect(entityOf(changed)).toMatchObject({
      ...{ name: 'Café', description: null, priority: 1, timezone: 'Asia/Tokyo' },
    });
    const again = await change({ autoCreate: true, audienceTags: ['a'] }).expect(200);
    expect(entityOf(again)).toMatchObject({ priority: 1, autoCreate: true, audienceTags: ['a'] });
  });

  it.each([
    [{ name: '' }, '/name'],
    [{ name: 'x'.repeat(81) }, '/name'],
    [{ audienceTags: null }, '/audienceTags'],
    [{ audienceTags: 'a' }, '/audienceTags'],
    [{ tags: Array.from({ length: 21 }, String) }, '/tags'],
    [{ type: 'ftp' }, '/type'],
    [{ priority: 0 }, '/priority'],
    [{ defaultCountry: 'XX' }, '/defaultCountry'],
    [{ locale: 'not a language' }, '/locale'],
    [{ timezone: 'Europe/Atlantis' }, '/timezone'],
    [{ receivedContacts: 7 }, '/receivedContacts'],
    [{ projectId: 'x' }, '/projectId'],
  ])('cannot be %j (E12)', async (body, pointer) => {
    expect(pointersOf(await create(body).expect(400))).toEqual([pointer]);
  });

  it('are at most fifty, however many ask at once', async () => {
    const other = await ApiCaller.connect(server, ['datasources:read', 'datasources:write']);
    const made = await Promise.all(
      Array.from({ length: 60 }, () => other.post('/datasource', { name: 'x', audienceTags: [] })),
    );
    expect(made.filter(({ status }) => status === 201)).toHaveLength(50);
    expect(made.filter(({ status }) => status === 409)).toHaveLength(10);
  });

  it('say what they accept', async () => {
    const dataType = 'string';
    await caller.post('/specs/attributes', { uid: 'plan', dataType, unique: true }).expect(201);
    await caller.post('/specs/attributes', { uid: 'old', dataType, enabled: false }).expect(201);
    for (const uid of ['purchase', 'visit']) {
      await caller.post('/specs/events', { uid }).expect(201);
      const parameter = { parameter: 'place', dataType };
      await caller.post(`/specs/events/${uid}/parameters`, parameter).expect(201);
    }
    expect(entityOf(await caller.get('/datasource/dsapi/stream').expect(200))).toMatchObject({
      ...{ itemsLimit: 100, syncItemsLimit: 10, defaultCountry: 'ES', autoCreate: false },
    });
    const specs = '/datasource/dsapi/stream/specs';
    const attributes = await caller.get(`${specs}/attributes`).expect(200);
    expect(eachOf(attributes, 'uid')).toEqual(expect.arrayContaining(['_email', 'plan']));
    expect(eachOf(attributes, 'uid')).not.toContain('_is_subscribed_sms');
    expect(eachOf(attributes, 'uid')).not.toContain('old');
    expect(listOf(attributes).metadata).toEqual({
      uniqueAttributes: ['_user_id', '_email', '_phone_mobile', 'plan'],
    });
    const events = await caller.get(`${specs}/events`).expect(200);
    expect(eachOf(events, 'uid')).toEqual(['purchase', 'visit']);
    const parameters = await caller.get(`${specs}/event-parameters`).expect(200);
    expect(eachOf(parameters, 'eventType')).toEqual(['purchase', 'visit']);
    const of = await caller.get(`${specs}/event-parameters/visit`).expect(200);
    expect(eachOf(of, 'parameter')).toEqual(['place']);
    await caller.get(`${specs}/event-parameters/nothing`).expect(404);
  });

  it('belong to one project (E3)', async () => {
    const other = await ApiCaller.connect(server, ['datasources:read', 'datasources:write']);
    const { id } = entityOf(await caller.get('/datasource/dsapi'));
    for (const path of ['', '/stats', '/stream', '/stream/specs/attributes']) {
      await other.get(`/datasource/${String(id)}${path}`).expect(404);
    }
    await other.patch(`/datasource/${String(id)}`, { name: 'Mine' }).expect(404);
  });
});
