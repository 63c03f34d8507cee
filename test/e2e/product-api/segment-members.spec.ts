import { newId, toWireId } from '../../../src/kernel/ids.js';
import { pointersOf } from '../../support/answers.js';
import { ApiCaller } from '../../support/api-caller.js';
import { addContact } from '../../support/shortcuts.js';
import { TestApp } from '../../support/test-app.js';

describe('members of a static segment', () => {
  let server: TestApp;
  let caller: ApiCaller;
  let uid: string;
  let ana: string;
  let bea: string;

  beforeAll(async () => {
    server = await TestApp.start();
    caller = await ApiCaller.connect(server);
    [ana, bea] = await Promise.all([
      addContact(server.database, caller.project.id),
      addContact(server.database, caller.project.id),
    ]);
  });
  afterAll(() => server.stop());
  beforeEach(async () => {
    const { body } = await caller.post('/segment', { name: 'Guests', type: 'static' }).expect(201);
    uid = (body as { entity: { uid: string } }).entity.uid;
  });

  const count = async (): Promise<number> => {
    const { body } = await caller.get(`/segment/${uid}/count`).expect(200);
    return (body as { entity: { count: number } }).entity.count;
  };
  const remove = (ids: readonly string[]) => caller.delete(`/segment/${uid}/members`).send({ ids });

  it('are added once, each with its result', async () => {
    const unknown = toWireId('aud', newId());
    const ids = [ana, unknown, ana, 'x', bea];
    const { body } = await caller.post(`/segment/${uid}/members`, { ids }).expect(200);
    expect(body.entity).toEqual({
      ...{ successful: 3, failed: 2 },
      items: [
        { position: 0, id: ana, status: 'success', outcome: 'added' },
        { position: 1, id: unknown, status: 'error', code: 'not_found' },
        { position: 2, id: ana, status: 'success', outcome: 'present' },
        { position: 3, id: 'x', status: 'error', code: 'not_found' },
        { position: 4, id: bea, status: 'success', outcome: 'added' },
      ],
    });
    expect(await count()).toBe(2);
  });

  it('are removed, each with its result', async () => {
    await caller.post(`/segment/${uid}/members`, { ids: [ana] }).expect(200);
    const { body } = await remove([ana, bea]).expect(200);
    expect(body.entity).toMatchObject({
      ...{ successful: 2, failed: 0 },
      items: [{ outcome: 'removed' }, { outcome: 'absent' }],
    });
    expect(await count()).toBe(0);
  });

  it('are not counted once they are deleted', async () => {
    await caller.post(`/segment/${uid}/members`, { ids: [ana, bea] }).expect(200);
    const gone = await addContact(server.database, caller.project.id, {
      deletedAt: '2026-01-01T00:00:00Z',
    });
    const { body } = await caller.post(`/segment/${uid}/members`, { ids: [gone] }).expect(200);
    expect(body.entity.failed).toBe(1);
    expect(await count()).toBe(2);
  });

  it('are a thousand at a time at most', async () => {
    const ids = Array.from({ length: 1_001 }, () => ana);
    const answer = await caller.post(`/segment/${uid}/members`, { ids }).expect(400);
    expect(pointersOf(answer)).toEqual(['/ids']);
    await caller.post(`/segment/${uid}/members`, { ids: ids.slice(1) }).expect(200);
    await caller.post(`/segment/${uid}/members`, { ids: 'x' }).expect(400);
    await caller.post(`/segment/${uid}/members`, {}).expect(400);
  });

  it('are not those of a dynamic segment, which has a rule', async () => {
    const root = { key: '_country', operator: 'exists' };
    const dynamic = { name: 'All', type: 'dynamic', rule: { root } };
    const { body } = await caller.post('/segment', dynamic).expect(201);
    const other = (body as { entity: { uid: string } }).entity.uid;
    await caller.post(`/segment/${other}/members`, { ids: [ana] }).expect(409);
    await caller.patch(`/segment/${uid}`, { rule: { root } }).expect(409);
  });

  it('are those of a segment of the project only (E3)', async () => {
    const other = await ApiCaller.connect(server);
    await other.post(`/segment/${uid}/members`, { ids: [ana] }).expect(404);
    await other
      .delete(`/segment/${uid}/members`)
      .send({ ids: [ana] })
      .expect(404);
    await other.patch(`/segment/${uid}`, { name: 'Mine' }).expect(404);
    await other.delete(`/segment/${uid}`).expect(404);
    await other.get(`/segment/${uid}/count`).expect(404);
  });
});
