import {
  sharedChange,
  sharedLookup,
  type AskedValues,
} from '../../../src/platform/database/shared-statement.js';
import { OpenDatabase } from '../../support/open-database.js';

const TYPES = {
  yes: 'boolean',
  bytes: 'bytea',
  document: 'jsonb',
  words: 'text',
  list: 'text[]',
  moment: 'timestamptz',
  id: 'uuid',
} as const;

const ECHO = sharedLookup(
  'test.echo',
  TYPES,
  `SELECT :yes AS yes, :bytes AS bytes, :document AS document, :words AS words, :list AS list, :moment AS moment, :id AS id`,
  {
    ...{ yes: 'boolean?', bytes: 'bytea?', document: 'jsonb?', words: 'text?' },
    ...{ list: 'text[]?', moment: 'timestamptz?', id: 'uuid?' },
  },
);

const TAKE = sharedChange(
  'test.take',
  { key: 'text', taker: 'text' },
  `taken AS (
     UPDATE things t SET taker = :taker FROM asked WHERE t.key = :key AND t.taker IS NULL RETURNING asked.*
   ) SELECT asked.place, :taker AS taker FROM taken AS asked`,
  { taker: 'text' },
);

const ADD = sharedChange(
  'test.add',
  { key: 'text' },
  `added AS (INSERT INTO things (key) SELECT :key FROM asked RETURNING key)
   SELECT asked.place, :key AS key FROM asked JOIN added ON added.key = :key`,
  { key: 'text' },
);

const DOCUMENT = { a: ['"{}', 1, null] };

const COUNT = sharedLookup(
  'test.count',
  { key: 'text' },
  'SELECT :key AS key, (SELECT count(*) FROM things)::int AS things',
  { key: 'text', things: 'integer' },
);

const NOTHING: AskedValues<typeof TYPES> = {
  ...{ yes: null, bytes: null, document: null, words: null, list: null, moment: null, id: null },
};

describe('a shared statement', () => {
  let open: OpenDatabase;
  beforeAll(async () => {
    open = await OpenDatabase.create();
    await open.test.queryAsOwner(
      'CREATE TABLE things (key text PRIMARY KEY, taker text); GRANT ALL ON things TO runtime',
    );
  });
  beforeEach(() => open.test.pool.query('DELETE FROM things'));
  afterAll(() => open.close());

  const add = (...keys: string[]) => Promise.allSettled(keys.map((key) => askToAdd(key)));
  const askToAdd = (key: string) => open.database.queryShared(ADD, { key });
  const take = (key: string, taker: string) => open.database.queryShared(TAKE, { key, taker });
  const stored = async () => {
    const { rows } = await open.test.pool.query<{ key: string }>(
      'SELECT key, taker FROM things ORDER BY key',
    );
    return rows;
  };

  it('takes values of each type to the row of their request', async () => {
    const asked = [
      NOTHING,
      {
        ...{ yes: true, bytes: Buffer.from([0, 255, 92]), document: DOCUMENT },
        ...{ words: 'Ana “Ñ” \\ \'",{}', list: ['a', 'b c', '"', '\\', '', 'NULL', '{}'] },
        ...{ moment: new Date('2026-03-01T00:00:00.123Z') },
        id: '01900000-0000-7000-8000-000000000001',
      },
      { ...NOTHING, words: 'NULL', list: [], document: JSON.stringify(DOCUMENT) },
    ];
    const rows = await Promise.all(asked.map((each) => open.database.queryShared(ECHO, each)));
    expect(rows).toEqual(
      asked.map((each) => ({
        ...each,
        document: each.document === null ? null : DOCUMENT,
      })),
    );
  });

  it('is one execution for those who ask together', async () => {
    const query = jest.spyOn(open.database, 'query');
    const keys = Array.from({ length: 40 }, (_, i) => String(i));
    await add(...keys);
    expect(query).toHaveBeenCalledTimes(1);
    query.mockRestore();
    expect(await stored()).toHaveLength(40);
  });

  it('has one winner among those who want the same row at once', async () => {
    await add('a', 'b');
    const takers = Array.from({ length: 20 }, (_, i) => String(i));
    const answers = await Promise.all(takers.map((taker) => take('a', taker)));
    const winners = answers.filter((answer) => answer !== undefined);
    expect(winners).toHaveLength(1);
    expect(await stored()).toEqual([
      { key: 'a', ...winners[0] },
      { key: 'b', taker: null },
    ]);
  });

  it('changes everything but what PostgreSQL refuses, each once', async () => {
    await add('m');
    const answers = await add('a', 'm', 'z', 'q');
    expect(answers).toMatchObject([
      { value: { key: 'a' } },
      { reason: { code: '23505' } },
      { value: { key: 'z' } },
      { value: { key: 'q' } },
    ]);
    expect((await stored()).map(({ key }) => key)).toEqual(['a', 'm', 'q', 'z']);
  });

  it('locks rows in the order of the first parameter, also of a table that is small and known to be', async () => {
    await add('b');
    await add('a');
    await add(...Array.from({ length: 200 }, (_, i) => String(i)));
    await open.test.queryAsOwner('ANALYZE things');
    const holder = await open.test.pool.connect();
    await holder.query('BEGIN');
    await holder.query(`SELECT FROM things WHERE key = 'b' FOR UPDATE`);
    const answers = Promise.all([take('b', '1'), take('a', '2')]);
    await untilBlocked(open);
    const { rows } = await holder.query(
      `SELECT key FROM things WHERE key = 'a' FOR UPDATE SKIP LOCKED`,
    );
    await holder.query('COMMIT');
    holder.release();
    expect(rows).toEqual([]);
    expect(await answers).toEqual([{ taker: '1' }, { taker: '2' }]);
  });

  it('fails with its connection for the requests of one execution, and for no others', async () => {
    const holder = await open.test.pool.connect();
    await holder.query('BEGIN; LOCK TABLE things');
    const keys = Array.from({ length: 120 }, (_, i) => String(i));
    const settled = Promise.allSettled(
      keys.map((key) => open.database.queryShared(COUNT, { key })),
    );
    await untilBlocked(open, 2);
    await holder.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE ${BLOCKED} LIMIT 1`,
    );
    await holder.query('COMMIT');
    holder.release();
    const answers = (await settled).map((answer) =>
      answer.status === 'fulfilled' ? answer.value?.key : (answer.reason as { code: string }).code,
    );
    const lost = answers.filter((answer) => answer === '57P01');
    expect(lost).toHaveLength(50);
    expect(answers.filter((answer, i) => answer === keys[i])).toHaveLength(70);
    expect(await open.database.queryShared(COUNT, { key: 'z' })).toEqual({ key: 'z', things: 0 });
  });

  it('needs a type for each parameter, and no column with the reserved name', () => {
    const untyped = 'SELECT :id AS id' as string;
    expect(() => sharedLookup('test.untyped', {}, untyped, { id: 'text' })).toThrow(':id');
    expect(() => sharedLookup('test.reserved', {}, 'SELECT 1', { place: 'integer' })).toThrow(
      'reserved',
    );
  });
});

const BLOCKED = `datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%things%'`;

async function untilBlocked({ test }: OpenDatabase, executions = 1): Promise<void> {
  const blocked = `SELECT FROM pg_stat_activity WHERE ${BLOCKED}`;
  while (((await test.pool.query(blocked)).rowCount ?? 0) < executions);
}
