import { newId, toWireId } from '../../../src/kernel/ids.js';
import { pointersOf } from '../../support/answers.js';
import { ApiCaller } from '../../support/api-caller.js';
import { addContact } from '../../support/shortcuts.js';
import { TestApp } from '../../support/test-app.js';

describe('PATCH /audience/{id}', () => {
  let server: TestApp;
  let caller: ApiCaller;
  let id: string;

  beforeAll(async () => {
    server = await TestApp.start();
    caller = await ApiCaller.connect(server);
    for (const [uid, dataType, multivalue] of [
      ['tier', 'string', 1],
      ['visits', 'integer', 1],
      ['colours', 'string', 3],
      ['shop_phone', 'phone', 1],
    ]) {
      await caller.post('/specs/attributes', { uid, dataType, multivalue }).expect(201);
    }
    id = await addContact(server.database, caller.project.id, { attributes: { tier: 'silver' } });
  });
  afterAll(() => server.stop());

  const change = (attributesData: unknown, who = caller, contact = id) =>
    who.patch(`/audience/${contact}`, { attributesData });

  it('changes what is given, clears what is null, leaves the rest', async () => {
    const { body } = await change({
      visits: 3,
      colours: ['red'],
      shop_phone: '910 000 000',
    }).expect(200);
    expect(body.entity.attributesData).toMatchObject({
      ...{ tier: 'silver', visits: 3, colours: ['red'], shop_phone: '+34910000000' },
      _first_name: 'Lucía',
    });
    await change({ tier: null, visits: 4 }).expect(200);
    const again = await caller.get(`/audience/${id}`).expect(200);
    expect(again.body.entity.attributesData).toMatchObject({ visits: 4, colours: ['red'] });
    expect(again.body.entity.attributesData).not.toHaveProperty('tier');
  });

  it('fixes the type of an attribute with its first value', async () => {
    await change({ visits: 5 }).expect(200);
    await caller.patch('/specs/attributes/visits', { dataType: 'string' }).expect(409);
  });

  it('shows the caller no more than their level', async () => {
    const writer = await caller.narrowedTo('audience:write');
    const { text } = await change({ tier: 'platinum' }, writer).expect(200);
    for (const secret of ['platinum', 'Lucía', '+34']) expect(text).not.toContain(secret);
  });

  it.each([
    [{ _first_name: 'Eva' }, '/attributesData/_first_name'],
    [{ _is_subscribed_sms: true }, '/attributesData/_is_subscribed_sms'],
    [{ nothing: 1 }, '/attributesData/nothing'],
    [{ visits: '3' }, '/attributesData/visits'],
    [{ visits: 1e20 }, '/attributesData/visits'],
    [{ tier: { a: 1 } }, '/attributesData/tier'],
    [{ tier: ['a'] }, '/attributesData/tier'],
    [{ colours: ['a', 'b', 'c', 'd'] }, '/attributesData/colours'],
    [{ nothing: null }, '/attributesData/nothing'],
    [[], '/attributesData'],
    ['x', '/attributesData'],
    [undefined, '/attributesData'],
  ])('refuses %j, and changes nothing (E12, E13)', async (data, pointer) => {
    const answer = await change(data).expect(400);
    expect(pointersOf(answer)).toContain(pointer);
  });

  it('changes no contact of another project and no deleted one (E3)', async () => {
    const other = await ApiCaller.connect(server);
    await change({}, other).expect(404);
    const deletedAt = '2026-01-01T00:00:00Z';
    const deleted = await addContact(server.database, caller.project.id, { deletedAt });
    for (const each of [deleted, toWireId('aud', newId())]) {
      await change({ tier: 'x' }, caller, each).expect(404);
    }
  });
});
