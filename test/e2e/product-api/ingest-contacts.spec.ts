import type { Response } from 'supertest';
import { ApiCaller } from '../../support/api-caller.js';
import { TestApp } from '../../support/test-app.js';

interface Item {
  readonly position: number;
  readonly status: string;
  readonly _user_id: string | null;
  readonly outcome?: string;
  readonly errors?: Readonly<Record<string, readonly string[]>>;
  readonly warnings?: readonly string[];
}

const resultOf = ({ body }: Response) =>
  (body as { entity: { successful: number; failed: number; items: readonly Item[] } }).entity;
const itemsOf = (answer: Response) => resultOf(answer).items;

describe('contacts of a data source', () => {
  let server: TestApp;
  let caller: ApiCaller;
  let source: string;
  beforeAll(async () => {
    server = await TestApp.start();
    caller = await ApiCaller.connect(server);
    source = await createSource();
    for (const spec of [
      { uid: 'plan', dataType: 'enum', options: ['free', 'pro'] },
      { uid: 'visits', dataType: 'integer' },
      { uid: 'likes', dataType: 'string', multivalue: 3 },
      { uid: 'since', dataType: 'date' },
      { uid: 'off', dataType: 'string', enabled: false },
    ]) {
      await caller.post('/specs/attributes', spec).expect(201);
    }
  });
  afterAll(() => server.stop());

  async function createSource(settings: object = {}, by = caller): Promise<string> {
    const body = { name: 'Shop', audienceTags: [], ...settings };
    const answer = await by.post('/datasource', body).expect(201);
    return (answer.body as { entity: { id: string } }).entity.id;
  }

  const send = (items: unknown, query = '', to = source, by = caller) =>
    by.post(`/datasource/${to}/stream/contacts${query}`, items as object);

  const contact = async (userId: string): Promise<Record<string, unknown>> => {
    const answer = await caller.get(`/audience/user/${encodeURIComponent(userId)}`).expect(200);
    return (answer.body as { entity: { attributesData: Record<string, unknown> } }).entity
      .attributesData;
  };

  it('are created, and then changed in what an item gives', async () => {
    const lucia = {
      ...{ _user_id: 'L1', _first_name: 'Lucía', _email: 'Lucia@Example.TEST' },
      ...{ _phone_mobile: '600 000 101', _country: 'es', _language: 'es-es' },
      ...{ _date_registered: '2026-01-02T03:04:05+01:00', _client_tags: ['a', 'b'] },
      ...{
        _accepts_marketing_sms: true,
        plan: 'pro',
        visits: 7,
        likes: ['tea'],
        since: '2024-02-29',
      },
    };
    const made = await send([lucia]).expect(202);
    expect(resultOf(made)).toEqual({
      ...{ successful: 1, failed: 0, dryRun: false },
      items: [{ position: 0, status: 'success', _user_id: 'L1', outcome: 'created' }],
    });
    expect(await contact('L1')).toMatchObject({
      ...{ _first_name: 'Lucía', _email: 'Lucia@example.test', _phone_mobile: '+34600000101' },
      ...{ _country: 'ES', _language: 'es-ES', _date_registered: '2026-01-02T02:04:05.000Z' },
      ...{ _client_tags: ['a', 'b'], _client_lists: [], _accepts_marketing_sms: true },
      ...{ _accepts_marketing_email: null, _is_subscribed_sms: true },
      ...{ plan: 'pro', visits: 7, likes: ['tea'], since: '2024-02-29' },
    });
    const change = { _user_id: 'L1', _first_name: null, _last_name: 'Ferrer', likes: null };
    const changed = await send([{ ...change, visits: 8, _client_tags: [] }]).expect(202);
    expect(itemsOf(changed)[0]?.outcome).toBe('updated');
    const after = await contact('L1');
    expect(after).toMatchObject({
      ...{
        _first_name: null,
        _last_name: 'Ferrer',
        _email: 'Lucia@example.test',
        _client_tags: [],
      },
      ...{ plan: 'pro', visits: 8, _accepts_marketing_sms: true },
    });
    expect(after).not.toHaveProperty('likes');
  });

  it.each([
    ['_user_id', undefined],
    ['_user_id', ''],
    ['_user_id', 'x'.repeat(129)],
    ['_user_id', 'a\nb'],
    ['_user_id', 7],
    ['_email', 'nobody'],
    ['_email', `${'x'.repeat(250)}@example.test`],
    ['_phone_mobile', '12'],
    ['_phone_mobile', 34600000101],
    ['_phone_mobile', '+34910000000'],
    ['_country', 'XX'],
    ['_language', 'no language'],
    ['_date_registered', '2026-01-02'],
    ['_date_registered', '2026-02-30T00:00:00Z'],
    ['_first_name', 'a\u0000b'],
    ['_first_name', '\ud800'],
    ['_first_name', 'x'.repeat(1_025)],
    ['_first_name', ['a']],
    ['_first_name', { a: 1 }],
    ['_client_tags', 'a'],
    ['_client_tags', Array.from({ length: 51 }, () => 'a')],
    ['_accepts_marketing_sms', 'yes'],
    ['_is_subscribed_sms', true],
    ['_full_name', 'Lucía'],
    ['_date_updated', '2026-01-02T00:00:00Z'],
    ['_unknown', 1],
    ['__proto__', 1],
    ['constructor', 1],
    ['nothing', 1],
    ['off', 'x'],
    ['plan', 'gold'],
    ['visits', 1.5],
    ['visits', 2 ** 53],
    ['visits', '7'],
    ['likes', 'tea'],
    ['likes', ['a', 'b', 'c', 'd']],
    ['since', '2023-02-29'],
  ])('are refused if their %s is wrong (E13, E14)', async (name, value) => {
    const item = JSON.parse(JSON.stringify({ _user_id: 'wrong', [name]: value })) as object;
    if (name === '__proto__') Object.defineProperty(item, name, { value, enumerable: true });
    const answer = await send([item, { _user_id: 'beside', _first_name: 'Ana' }]).expect(202);
    const [result] = itemsOf(answer);
    expect(result).toMatchObject({ position: 0, status: 'error' });
    expect(Object.keys(result?.errors ?? {})).toEqual([name]);
    await caller.get('/audience/user/wrong').expect(404);
  });

  it('are refused as a batch if all are, with the same answer and 422', async () => {
    const answer = await send([null, 'x', [], { _user_id: 'a', nothing: 1 }]).expect(422);
    expect(resultOf(answer)).toMatchObject({ successful: 0, failed: 4 });
    expect(itemsOf(answer).map(({ errors }) => Object.keys(errors ?? {})[0])).toEqual([
      ...['*', '*', '*', 'nothing'],
    ]);
  });

  it('are refused as a whole, and nothing is written, if they are no list of one to a hundred', async () => {
    const some = (count: number) =>
      Array.from({ length: count }, (_, i) => ({ _user_id: `many-${String(i)}` }));
    for (const body of [{}, { _user_id: 'a' }, [], some(101)]) await send(body).expect(400);
    await send(some(11), '?_sync').expect(400);
    await send(some(1), '?_sync=perhaps').expect(400);
    await send(some(1), '?_unknown=1').expect(400);
    await caller.get('/audience/user/many-0').expect(404);
    await send(some(10), '?_sync').expect(202);
    const most = await send(some(100)).expect(202);
    expect(resultOf(most)).toMatchObject({ successful: 100, failed: 0 });
    expect(itemsOf(most).map(({ position }) => position)).toEqual(some(100).map((_, i) => i));
    expect(itemsOf(most).filter(({ outcome }) => outcome === 'updated')).toHaveLength(10);
  });

  it('are only checked in a dry run', async () => {
    const answer = await send([{ _user_id: 'dry' }, { _user_id: '' }], '?_dryRun').expect(202);
    expect(resultOf(answer)).toEqual({
      ...{ successful: 1, failed: 1, dryRun: true },
      items: [
        { position: 0, status: 'success', _user_id: 'dry' },
        {
          ...{ position: 1, status: 'error', _user_id: null },
          errors: { _user_id: ['must have 1 to 128 characters'] },
        },
      ],
    });
    await caller.get('/audience/user/dry').expect(404);
  });

  it('are those of the last item if a batch has one twice', async () => {
    const items = [
      { _user_id: 'twice', _first_name: 'One', visits: 1 },
      { _user_id: 'other' },
      { _user_id: 'twice', _first_name: 'Two' },
    ];
    const answer = await send(items).expect(202);
    expect(itemsOf(answer).map(({ outcome }) => outcome)).toEqual([
      ...['updated', 'created', 'created'],
    ]);
    expect(itemsOf(answer)[0]?.warnings).toHaveLength(1);
    const written = await contact('twice');
    expect(written).toMatchObject({ _first_name: 'Two' });
    expect(written).not.toHaveProperty('visits');
  });

  it('are counted for their source, with those that were refused', async () => {
    const counted = await createSource();
    await send([{ _user_id: 'n1' }, { _user_id: 'n2' }, {}], '', counted).expect(202);
    await send([{ _user_id: 'n1' }], '', counted).expect(202);
    const { body } = await caller.get(`/datasource/${counted}/stats`).expect(200);
    expect((body as { entity: object }).entity).toMatchObject({
      ...{ receivedContacts: 3, receivedEvents: 0, errored: 1, lastEventReceivedAt: null },
      lastContactReceivedAt: expect.any(String) as string,
    });
  });

  it('may have fixed lines, and attributes that nobody defined, where their source allows it', async () => {
    const lax = await createSource({ allowNonMobile: true, autoCreate: true });
    const item = { _user_id: 'lax', _phone_mobile: '+34910000000', shoe_size: '38' };
    await send([item], '', lax).expect(202);
    expect(await contact('lax')).toMatchObject({ shoe_size: '38', _phone_mobile: '+34910000000' });
    const { body } = await caller.get('/specs/attributes');
    const { entities } = body as { entities: { uid: string }[] };
    expect(entities.find(({ uid }) => uid === 'shoe_size')).toMatchObject({ dataType: 'string' });
    await send([{ _user_id: 'lax', shoe_size: 38 }], '', lax).expect(422);
    await send([{ _user_id: 'lax', 'Shoe size': '38' }], '', lax).expect(422);
    await send([{ _user_id: 'lax', shoe_colour: null }], '', lax).expect(202);
  });

  it('fix the type of an attribute once one has a value', async () => {
    await caller.post('/specs/attributes', { uid: 'height', dataType: 'integer' }).expect(201);
    await send([{ _user_id: 'tall', height: null }]).expect(202);
    await caller.patch('/specs/attributes/height', { dataType: 'decimal' }).expect(200);
    await send([{ _user_id: 'tall', height: 1.8 }]).expect(202);
    await caller.patch('/specs/attributes/height', { dataType: 'integer' }).expect(409);
    await caller.patch('/specs/attributes/plan', { options: ['pro'] }).expect(409);
    await caller.patch('/specs/attributes/plan', { options: ['pro', 'max', 'free'] }).expect(200);
  });

  it('cannot be written to a source of another project (E3)', async () => {
    const other = await ApiCaller.connect(server);
    await send([{ _user_id: 'x' }], '', source, other).expect(404);
    const theirs = await createSource({}, other);
    await send([{ _user_id: 'L1', _first_name: 'Eve' }], '', theirs, other).expect(202);
    expect(await contact('L1')).toMatchObject({ _last_name: 'Ferrer', _first_name: null });
  });
});
