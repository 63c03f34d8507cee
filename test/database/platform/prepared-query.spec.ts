import { EventEmitter } from 'node:events';
import type { PoolClient } from 'pg';
import { prepareValue } from 'pg/lib/utils.js';
import { runPrepared } from '../../../src/platform/database/prepared-query.js';
import { TestDatabase } from '../../support/test-database.js';

describe('an execution of a prepared statement', () => {
  let database: TestDatabase;
  let client: PoolClient;
  beforeAll(async () => {
    database = await TestDatabase.create();
    client = await database.pool.connect();
  });
  afterAll(async () => {
    client.release();
    await database.drop();
  });

  const run = (
    on: PoolClient,
    statement: { readonly name: string; readonly text: string },
    values: readonly unknown[],
  ): Promise<unknown[]> =>
    new Promise((resolve, reject) => {
      runPrepared(on, statement, values.map(prepareValue), (error, rows) =>
        error ? reject(error) : resolve(rows),
      );
    });

  let number = 0;
  const named = (text: string) => ({ name: `test.${String(++number)}`, text });

  const VALUES: readonly [string, unknown][] = [
    ['text', 'Ana “Ñ” \\ \'"'],
    ['text', ''],
    ['text[]', ['a', 'b c', '"', '\\', '']],
    ['uuid[]', []],
    ['integer', 42],
    ['bigint', '9007199254740993'],
    ['double precision', 1.5],
    ['boolean', false],
    ['bytea', Buffer.from([0, 255, 7])],
    ['jsonb', { a: [1, null, 'x'] }],
    ['timestamptz', new Date('2026-11-28T10:00:00.123Z')],
    ['uuid', '01890a5d-ac96-774b-bcce-b302099a8057'],
    ['text', null],
  ];
  it.each(VALUES)('takes and gives a value of the type %s as pg does: %p', async (type, value) => {
    const statement = named(`SELECT $1::${type} AS value, 'next' AS "afterIt"`);
    const { rows } = await client.query(statement.text, [value]);
    // The first execution asks for the columns, the second knows them.
    for (let i = 0; i < 2; i++) {
      expect(await run(client, statement, [value])).toEqual(rows);
    }
    expect(rows).toEqual([{ value, afterIt: 'next' }]);
  });

  it('uses members of pg that it does not document: a version without them needs another implementation', async () => {
    const { connection } = client as unknown as { connection: Record<string, unknown> };
    expect(connection).toBeInstanceOf(EventEmitter);
    expect(connection).toMatchObject({
      parsedStatements: expect.any(Object),
      submittedNamedStatements: expect.any(Object),
      stream: { writable: true, write: expect.any(Function) },
    });
    const { name, text } = named('SELECT 1 AS one');
    const running = run(client, { name, text }, []);
    expect(connection.submittedNamedStatements).toHaveProperty([name], text);
    await running;
    expect(connection.parsedStatements).toHaveProperty([name], text);
    expect(connection.submittedNamedStatements).not.toHaveProperty([name]);
  });

  it('fails alone if it cannot be sent', async () => {
    const statement = named('SELECT $1::text AS value');
    const unwritten = new Promise((_resolve, reject) => {
      runPrepared(client, statement, [{}], reject);
    });
    await expect(unwritten).rejects.toThrow('"string" argument');
    expect(await run(client, statement, ['sent'])).toEqual([{ value: 'sent' }]);
  });

  it('gives all rows, or none', async () => {
    const statement = named('SELECT i FROM generate_series(1, $1::int) i');
    for (const count of [3, 0, 2]) {
      const rows = await run(client, statement, [count]);
      expect(rows).toEqual(Array.from({ length: count }, (_, i) => ({ i: i + 1 })));
    }
  });

  it('describes the columns once on a connection', async () => {
    const statement = named('SELECT 1 AS one');
    const { connection } = client as unknown as { connection: EventEmitter };
    const onDescription = jest.fn();
    connection.on('rowDescription', onDescription);
    for (let i = 0; i < 3; i++) await run(client, statement, []);
    expect(onDescription).toHaveBeenCalledTimes(1);
    connection.off('rowDescription', onDescription);
  });

  it('may have no columns', async () => {
    const statement = named('DELETE FROM users WHERE id = $1');
    for (let i = 0; i < 2; i++) {
      expect(await run(client, statement, [null])).toEqual([]);
    }
  });

  it('fails as PostgreSQL says, and the connection goes on', async () => {
    const divided = named('SELECT 1 / $1::int AS n');
    const failing = { code: '22012', message: 'division by zero' };
    await expect(run(client, divided, [0])).rejects.toMatchObject(failing);
    expect(await run(client, divided, [1])).toEqual([{ n: 1 }]);
    await expect(run(client, divided, [0])).rejects.toMatchObject(failing);
    expect(await run(client, divided, [-1])).toEqual([{ n: -1 }]);
  });

  it('fails if its text does, each time', async () => {
    const misspelt = named('SELECT nothing');
    for (let i = 0; i < 2; i++) {
      await expect(run(client, misspelt, [])).rejects.toMatchObject({ code: '42703' });
    }
    expect(await run(client, named('SELECT 1 AS n'), [])).toEqual([{ n: 1 }]);
  });

  it('is refused once a column has another type, and is never misread', async () => {
    await database.queryAsOwner(
      'CREATE TABLE odd AS SELECT 7 AS a; GRANT SELECT ON odd TO runtime',
    );
    const statement = named('SELECT a FROM odd');
    expect(await run(client, statement, [])).toEqual([{ a: 7 }]);
    await database.queryAsOwner('ALTER TABLE odd ALTER a TYPE text');
    await expect(run(client, statement, [])).rejects.toMatchObject({ code: '0A000' });
    const other = await database.pool.connect();
    expect(await run(other, statement, [])).toEqual([{ a: '7' }]);
    other.release();
    await database.queryAsOwner('DROP TABLE odd');
  });

  it('runs in its turn, however many wait', async () => {
    const statement = named('SELECT $1::int AS n');
    const all = Array.from({ length: 20 }, (_, n) => run(client, statement, [n]));
    expect(await Promise.all(all)).toEqual(all.map((_, n) => [{ n }]));
  });

  it('fails with its connection', async () => {
    const lost = await database.pool.connect();
    lost.on('error', () => undefined);
    const waiting = run(lost, named('SELECT pg_sleep(10)::text AS slept'), []);
    const { processID } = lost as unknown as { processID: number };
    await client.query('SELECT pg_terminate_backend($1)', [processID]);
    await expect(waiting).rejects.toThrow();
    lost.release(true);
  });
});
