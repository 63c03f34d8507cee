import { newId, toWireId } from '../../../src/kernel/ids.js';
import { eachOf, listOf, pointersOf } from '../../support/answers.js';
import { ApiCaller } from '../../support/api-caller.js';
import { addContact } from '../../support/shortcuts.js';
import { TestApp } from '../../support/test-app.js';

describe('POST /audience/segment/{uid}/scroll', () => {
  let server: TestApp;
  let caller: ApiCaller;
  let spanish: string[];
  let french: string;
  let dynamic: string;
  let parametrised: string;
  let list: string;

  const contact = (country: string, more: object = {}) =>
    addContact(server.database, caller.project.id, { country, ...more });
  const made = async (body: object): Promise<string> => {
    const answer = await caller.post('/segment', { name: newId(), ...body }).expect(201);
    return (answer.body as { entity: { uid: string } }).entity.uid;
  };
  const byCountry = (value: string, ...more: object[]) => {
    const country = { key: '_country', operator: 'eq', values: [value] };
    return made({ type: 'dynamic', rule: { root: { join: 'and', children: [country, ...more] } } });
  };
  const pathTo = (uid: string, parameter?: string) =>
    `/audience/segment/${uid}/scroll${parameter === undefined ? '' : `?parameter=${encodeURIComponent(parameter)}`}`;

  beforeAll(async () => {
    server = await TestApp.start();
    caller = await ApiCaller.connect(server);
    spanish = [await contact('ES'), await contact('ES'), await contact('ES')];
    french = await contact('FR', { firstName: 'Zoé' });
    await contact('ES', { deletedAt: '2026-01-01T00:00:00Z' });
    dynamic = await byCountry('ES');
    parametrised = await byCountry('$1', { key: '_first_name', operator: 'eq', values: ['$2'] });
    list = await made({ type: 'static' });
    const ids = [french, spanish[0]];
    await caller.post(`/segment/${list}/members`, { ids }).expect(200);
  });
  afterAll(() => server.stop());

  const walk = async (path: string, paging: object = {}): Promise<unknown[]> => {
    const walked: unknown[] = [];
    let cursor: string | null = null;
    do {
      const from: object = cursor === null ? {} : { cursor };
      const answer = await caller.post(path, { ...paging, ...from }).expect(200);
      walked.push(...eachOf(answer, 'id'));
      cursor = listOf(answer).metadata.next_cursor;
    } while (cursor !== null);
    return walked;
  };

  it.each([1, 2, 100])('goes through a dynamic segment once, %d at a time', async (limit) => {
    expect(await walk(pathTo(dynamic), { limit })).toEqual(spanish);
    expect(await walk(pathTo(dynamic), { limit, sortAsc: false })).toEqual([...spanish].reverse());
  });

  it('goes through the members of a static segment', async () => {
    expect(await walk(pathTo(list), { limit: 1 })).toEqual([spanish[0], french]);
    const answer = await caller.post(pathTo(list, 'ES'), {}).expect(400);
    expect(pointersOf(answer)).toEqual(['/parameter']);
  });

  it('takes the values of parameters, as many as there are', async () => {
    expect(await walk(pathTo(parametrised, 'FR|Zoé'))).toEqual([french]);
    expect(await walk(pathTo(parametrised, 'ES|Lucía'), { limit: 2 })).toEqual(spanish);
    expect(await walk(pathTo(parametrised, 'DE|Zoé'))).toEqual([]);
    for (const parameter of [undefined, 'FR', 'FR|Zoé|x']) {
      const answer = await caller.post(pathTo(parametrised, parameter), {}).expect(400);
      expect(pointersOf(answer)).toEqual(['/parameter']);
    }
  });

  it('gives values only to a caller who sees what they are compared with', async () => {
    const blind = await caller.narrowedTo('audience:list', 'segments:read');
    const answer = await blind.post(pathTo(parametrised, 'FR|Zoé'), {}).expect(403);
    expect(answer.body).toMatchObject({ code: 'data_privacy' });
    await blind.post(pathTo(dynamic), {}).expect(200);
  });

  it('shows what the level shows', async () => {
    const blind = await caller.narrowedTo('audience:list', 'segments:read');
    const { body, text } = await blind.post(pathTo(list), {}).expect(200);
    expect(body.metadata.redacted).toContain('_phone_mobile');
    expect(body.entities).toHaveLength(2);
    for (const secret of ['+34600', 'Lucía', 'Zoé', 'lucia@']) expect(text).not.toContain(secret);
  });

  it('needs segments:read as a rule that names the segment does', async () => {
    const lister = await caller.narrowedTo('audience:list', 'audience.full:read');
    const answer = await lister.post(pathTo(dynamic), {}).expect(403);
    expect(answer.body).toMatchObject({ code: 'insufficient_scope' });
    const root = { segment: dynamic, in: true };
    await lister.post('/audience/scroll', { root }).expect(403);
  });

  it('keeps a cursor to its segment, its parameters, its order and its level (E17)', async () => {
    const cursorOf = async (path: string): Promise<string> => {
      const { body } = await caller.post(path, { limit: 1 }).expect(200);
      return body.metadata.next_cursor as string;
    };
    const cursor = await cursorOf(pathTo(dynamic));
    await caller.post(pathTo(dynamic), { cursor }).expect(200);
    await caller.post(pathTo(list), { cursor }).expect(400);
    await caller.post('/audience/scroll', { cursor }).expect(400);
    await caller.post(pathTo(dynamic), { cursor, sortAsc: false }).expect(400);
    const blind = await caller.narrowedTo('audience:list', 'segments:read');
    await blind.post(pathTo(dynamic), { cursor }).expect(400);
    const filled = await cursorOf(pathTo(parametrised, 'ES|Lucía'));
    await caller.post(pathTo(parametrised, 'ES|Lucía'), { cursor: filled }).expect(200);
    await caller.post(pathTo(parametrised, 'FR|Zoé'), { cursor: filled }).expect(400);
    const whole = await caller.post('/audience/scroll', { limit: 1 }).expect(200);
    const { next_cursor } = listOf(whole).metadata;
    await caller.post(pathTo(dynamic), { cursor: next_cursor }).expect(400);
  });

  it('finds no segment that does not exist, or is of another project', async () => {
    await caller.post(pathTo(toWireId('seg', newId())), {}).expect(404);
    const other = await ApiCaller.connect(server);
    await other.post(pathTo(dynamic), {}).expect(404);
  });

  it('takes no rule besides the segment', async () => {
    const root = { key: '_country', operator: 'exists', values: [] };
    const answer = await caller.post(pathTo(dynamic), { root }).expect(400);
    expect(pointersOf(answer)).toEqual(['/root']);
  });
});
