import { statement } from '../../../src/platform/database/statement.js';
import { OpenDatabase } from '../../support/open-database.js';
import { until } from '../../support/held-connection.js';

const SLEEP = statement('test.lost.sleep', `SELECT pg_sleep(4)::text AS slept`, { slept: 'text' });
const ANSWER = statement('test.lost.answer', `SELECT :n::integer AS n`, { n: 'integer' });

const OURS = `datname = current_database() AND application_name = 'connected-apps'`;
const SLEEPING = `${OURS} AND state = 'active' AND query LIKE '%pg_sleep(4)%'`;

describe('a connection that the server loses', () => {
  let open: OpenDatabase;
  beforeAll(async () => (open = await OpenDatabase.create()));
  afterAll(() => open.close());

  const end = (which: string) =>
    open.test.pool.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE ${which}`);
  const sleeping = async () =>
    (await open.test.pool.query(`SELECT FROM pg_stat_activity WHERE ${SLEEPING}`)).rowCount;
  const answers = (count: number) =>
    Promise.all(Array.from({ length: count }, (_, n) => open.database.query(ANSWER, { n })));
  const expected = (count: number) => Array.from({ length: count }, (_, n) => [{ n }]);

  it('fails the statement that runs on it, and no other, also of those that wait for a connection', async () => {
    const { max } = open.database.pool.options;
    const running = Array.from({ length: max }, () =>
      open.database.query(SLEEP).catch((error: unknown) => error),
    );
    const waiting = answers(2 * max);
    await until(async () => (await sleeping()) === max);
    await end(SLEEPING);
    for (const error of await Promise.all(running)) expect(error).toMatchObject({ code: '57P01' });
    expect(await waiting).toEqual(expected(2 * max));
  });

  it('while it is idle, is replaced', async () => {
    await answers(5);
    await end(`${OURS} AND state = 'idle'`);
    await until(() => open.database.pool.totalCount === 0);
    expect(await answers(5)).toEqual(expected(5));
  });

  it('is closed by the server if its plan is stale, and the statement runs on a new one', async () => {
    await open.test.queryAsOwner(
      'CREATE TABLE odd AS SELECT 7 AS a; GRANT SELECT ON odd TO runtime',
    );
    const odd = statement('test.lost.odd', 'SELECT a FROM odd', { a: 'text' });
    const all = () => Promise.all(Array.from({ length: 5 }, () => open.database.query(odd)));
    expect(await all()).toEqual(Array(5).fill([{ a: 7 }]));
    await open.test.queryAsOwner('ALTER TABLE odd ALTER a TYPE text');
    expect(await all()).toEqual(Array(5).fill([{ a: '7' }]));
  });
});
