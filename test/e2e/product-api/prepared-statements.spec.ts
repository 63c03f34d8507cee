import type { PoolClient } from 'pg';
import { Database } from '../../../src/platform/database/database.js';
import { NoteRequests } from '../../../src/modules/app-activity/internal/note-requests.js';
import { NoteScopes } from '../../../src/modules/app-activity/internal/note-scopes.js';
import { GrantActivity } from '../../../src/modules/grants/grant-activity.service.js';
import { ApiCaller } from '../../support/api-caller.js';
import { addSegment } from '../../support/shortcuts.js';
import { TestApp } from '../../support/test-app.js';

const MOMENT = '2026-03-01T00:00:00Z';
const FILTERS: readonly (readonly [string, string])[] = [
  ['type_eq', 'static'],
  ['type_neq', 'dynamic'],
  ['type_in', 'static,dynamic'],
  ['status_eq', 'ready'],
  ['status_neq', 'error'],
  ['status_in', 'ready,computing'],
  ['name_contains', 'b'],
  ['updatedAt_gt', MOMENT],
  ['updatedAt_gte', MOMENT],
  ['updatedAt_lt', MOMENT],
  ['updatedAt_lte', MOMENT],
];
const ORDERS = ['name', 'name:desc', 'updatedAt', 'updatedAt:desc', 'lastCount', 'lastCount:desc'];

/** The combination of filters and order that has the number; all 12,288 of them are different. */
function queryOf(number: number): Record<string, string> {
  const chosen = FILTERS.filter((_, place) => (number >> place) & 1);
  const order = ORDERS[(number >> FILTERS.length) % ORDERS.length] as string;
  return { ...Object.fromEntries(chosen), _sort: order, _count: String(number % 2 === 0) };
}

describe('what is prepared on the connections of the server', () => {
  let server: TestApp;
  let caller: ApiCaller;
  beforeAll(async () => {
    server = await TestApp.start();
    // Data that the connection needs is prepared elsewhere.
    const office = await TestApp.over(server.database, server.origin);
    caller = (await ApiCaller.connect(office, ['segments:read'])).at(server);
    await office.stop();
    for (const name of ['Basel', 'Bern', 'Chur']) {
      await addSegment(server.database, caller.project.id, { name });
    }
  });
  afterAll(() => server.stop());

  /** Of every connection in the pool. */
  async function prepared(): Promise<string[]> {
    await server.app.get(GrantActivity, { strict: false }).flush();
    await server.app.get(NoteRequests, { strict: false }).flush();
    await server.app.get(NoteScopes, { strict: false }).flush();
    const { pool } = server.app.get(Database);
    const clients: PoolClient[] = [];
    while (clients.length < (pool.options.max ?? 0)) clients.push(await pool.connect());
    const lists = clients.map((client) =>
      client.query<{ name: string }>('SELECT name FROM pg_prepared_statements'),
    );
    const names = (await Promise.all(lists)).flatMap(({ rows }) => rows.map(({ name }) => name));
    for (const client of clients) client.release();
    return [...new Set(names)].sort();
  }

  async function ask(numbers: readonly number[]): Promise<void> {
    for (const number of numbers) {
      const page = await caller.get('/segment', { ...queryOf(number), _limit: '1' }).expect(200);
      const { next_cursor: cursor } = (page.body as { metadata: { next_cursor: string | null } })
        .metadata;
      if (cursor === null) continue;
      const next = { ...queryOf(number), _limit: '1', _cursor: cursor };
      await caller.get('/segment', next).expect(200);
    }
  }

  it('is the same however many combinations of filters were asked for', async () => {
    await ask([0]);
    const before = await prepared();
    expect(before).toContain('access-token.verify-in-project');
    const step = 101;
    await ask(Array.from({ length: 120 }, (_, i) => (i + 1) * step));
    expect(await prepared()).toEqual(before);
  });
});
