import type { Response } from 'supertest';
import { newId, toWireId } from '../../../src/kernel/ids.js';
import { ApiCaller } from '../../support/api-caller.js';
import { eventually } from '../../support/eventually.js';
import { TestApp } from '../../support/test-app.js';

const entityOf = ({ body }: Response) => (body as { entity: Record<string, unknown> }).entity;
const rowsTo = (count: number, name = 'r') =>
  Array.from({ length: count }, (_, i) => JSON.stringify({ _user_id: `${name}${String(i)}` }));

describe('imports', () => {
  let server: TestApp;
  let caller: ApiCaller;
  let source: string;
  beforeAll(async () => {
    server = await TestApp.start();
    caller = await ApiCaller.connect(server);
    const body = { name: 'List', type: 'import', audienceTags: [] };
    source = String(entityOf(await caller.post('/datasource', body).expect(201)).id);
  });
  afterAll(() => server.stop());

  const send = (rows: string, type = 'application/x-ndjson', by = caller) =>
    server.http
      .post(by.path(`/datasource/${source}/import`))
      .set('Authorization', by.authorization)
      .set('Content-Type', type)
      .send(rows);
  const started = async (rows: readonly string[]): Promise<string> =>
    String(entityOf(await send(rows.join('\n')).expect(202)).id);
  const find = async (id: string) => entityOf(await caller.get(`/import/${id}`).expect(200));
  const ended = (id: string) =>
    eventually(async () => {
      const found = await find(id);
      return found.completedAt === null ? undefined : found;
    });

  it('are queued, and can be cancelled as long as they have not ended', async () => {
    const made = entityOf(await send(rowsTo(250, 'c').join('\n')).expect(202));
    expect(made).toMatchObject({
      ...{ datasourceId: source, status: 'queued', total: 250, completed: 0, failed: 0 },
      completedAt: null,
    });
    const path = `/import/${String(made.id)}`;
    expect(entityOf(await caller.get(path).expect(200))).toEqual(made);
    const cancelled = await caller.post(`${path}/cancel`, {}).expect(200);
    expect(entityOf(cancelled)).toMatchObject({ status: 'cancelled' });
    await caller.post(`${path}/cancel`, {}).expect(409);
    const { body } = await caller.get('/import', { status_eq: 'cancelled' }).expect(200);
    expect((body as { entities: unknown[] }).entities).toEqual([entityOf(cancelled)]);
  });

  it('are refused without rows, with too many, too large or of another type', async () => {
    await send('').expect(400);
    await send('\n \n').expect(400);
    await send(rowsTo(10_001).join('\n')).expect(400);
    await send('x'.repeat(10_485_761)).expect(413);
    await send('[]', 'application/json').expect(415);
  });

  it('belong to one project (E3)', async () => {
    const id = await started(rowsTo(1, 'o'));
    const other = await ApiCaller.connect(server);
    await other.get(`/import/${id}`).expect(404);
    await other.get(`/import/${id}/errors`).expect(404);
    await other.post(`/import/${id}/cancel`, {}).expect(404);
    await caller.get(`/import/${toWireId('imp', newId())}/errors`).expect(404);
    await send('{}', 'application/x-ndjson', other).expect(404);
  });

  describe('with workers', () => {
    let replicas: readonly TestApp[];
    beforeAll(async () => {
      const start = () => server.startReplica({ JOB_CONCURRENCY: '2' });
      replicas = [await start(), await start()];
    });
    afterAll(async () => {
      for (const replica of replicas) await replica.stop();
    });

    it('bring in every row once, and say what was wrong with the others (E18)', async () => {
      const rows = rowsTo(250);
      rows[3] = '{"_user_id": "broken"';
      rows[120] = JSON.stringify({ _user_id: '=cmd()', '@SUM(A1)': 1 });
      const id = await started([...rows, '', JSON.stringify({ _user_id: 'r0' })]);
      expect(await ended(id)).toMatchObject({
        ...{ status: 'complete', total: 251, completed: 249, failed: 2 },
      });
      await caller.get('/audience/user/r249').expect(200);
      const errors = await caller.get(`/import/${id}/errors`).expect(200);
      expect(errors.headers['content-type']).toBe('application/x-ndjson; charset=utf-8');
      const text = errors.text || String(errors.body);
      const lines = text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown);
      expect(lines).toEqual([
        { row: 4, _user_id: null, errors: { '*': ['must be an object'] } },
        {
          ...{ row: 121, _user_id: "'=cmd()" },
          errors: { "'@SUM(A1)": ['is not defined in this project'] },
        },
      ]);
      const [stats] = await server.database.query<{ sum: number }>(
        `SELECT sum(contacts)::int AS sum FROM data_source_receipts r JOIN data_sources s ON s.id = r.data_source_id
         WHERE s.name = 'List'`,
      );
      const [counted] = await server.database.query<{ received: number }>(
        `SELECT received_contacts::int AS received FROM data_sources WHERE name = 'List'`,
      );
      expect((stats?.sum ?? 0) + (counted?.received ?? 0)).toBeGreaterThanOrEqual(249);
    });

    it('have failed if every row was refused', async () => {
      expect(await ended(await started(['1', 'null']))).toMatchObject({
        ...{ status: 'failed', completed: 0, failed: 2 },
      });
    });
  });
});
