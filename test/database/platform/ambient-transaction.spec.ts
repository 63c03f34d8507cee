import { sharedLookup } from '../../../src/platform/database/shared-statement.js';
import { unprepared } from '../../../src/platform/database/statement.js';
import { OpenDatabase } from '../../support/open-database.js';

const BACKEND = unprepared('SELECT pg_backend_pid() AS backend', { backend: 'integer' });

const SHARED_BACKEND = sharedLookup(
  'test.shared-backend',
  { any: 'text' },
  'SELECT pg_backend_pid() AS backend, :any AS given',
  { backend: 'integer', given: 'text' },
);

const ADD = unprepared('INSERT INTO steps VALUES (:step)');
const STEPS = unprepared('SELECT step FROM steps ORDER BY step', { step: 'text' });

const FAULT = new Error('planned');
const fail = (): never => {
  throw FAULT;
};

describe('a transaction around a piece of work', () => {
  let open: OpenDatabase;
  const add = (step: string): Promise<unknown> => open.database.query(ADD, { step });
  const steps = async (): Promise<string[]> =>
    (await open.database.query(STEPS)).map(({ step }) => step);
  const backend = async (): Promise<number | undefined> =>
    (await open.database.query(BACKEND))[0]?.backend;

  beforeAll(async () => {
    open = await OpenDatabase.create();
    await open.test.queryAsOwner('CREATE TABLE steps (step text); GRANT ALL ON steps TO runtime');
  });
  beforeEach(() => open.test.query('DELETE FROM steps'));
  afterAll(() => open.close());

  it('has all of its statements on one connection, whichever way they are asked', async () => {
    const { database } = open;
    const backends = await database.transactionAround(() =>
      Promise.all([
        backend(),
        backend(),
        database.queryShared(SHARED_BACKEND, { any: 'x' }).then((row) => row?.backend),
        database.transaction(() => backend()),
        database.transactionAround(() => backend()),
      ]),
    );
    expect(new Set(backends).size).toBe(1);
  });

  it('is undone as a whole when it throws', async () => {
    const work = open.database.transactionAround(async () => {
      await add('a');
      await open.database.transaction(() => add('b'));
      fail();
    });
    await expect(work).rejects.toBe(FAULT);
    expect(await steps()).toEqual([]);
  });

  it('lasts when a part of it has failed that was handled', async () => {
    await open.database.transactionAround(async () => {
      await add('a');
      const failed = open.database.transaction(async () => {
        await add('b');
        await open.database.transaction(() => add('c'));
        fail();
      });
      await expect(failed).rejects.toBe(FAULT);
      await expect(add('\0')).rejects.toMatchObject({ code: '22021' });
      await add('d');
    });
    expect(await steps()).toEqual(['a', 'd']);
  });

  it('undoes of parts at the same time only those that failed', async () => {
    await open.database.transactionAround(() =>
      Promise.allSettled(
        ['a', 'b', 'c', 'd'].map((step, i) =>
          open.database.transaction(async () => {
            await add(step);
            if (i % 2) fail();
          }),
        ),
      ),
    );
    expect(await steps()).toEqual(['a', 'c']);
  });

  it('waits for what it was asked and nobody waited for', async () => {
    await open.database.transactionAround(async () => {
      void add('a');
      await Promise.resolve();
    });
    expect(await steps()).toEqual(['a']);
  });

  it('does not include what comes after it, nor what is asked apart', async () => {
    let later: (() => Promise<unknown>) | undefined;
    const work = open.database.transactionAround(async () => {
      // As a timer would, which keeps the context that it was set in.
      const { AsyncResource } = await import('node:async_hooks');
      later = AsyncResource.bind(() => add('later'));
      await open.database.queryApart(ADD, { step: 'apart' });
      await add('within');
      fail();
    });
    await expect(work).rejects.toBe(FAULT);
    await later?.();
    expect(await steps()).toEqual(['apart', 'later']);
  });
});
