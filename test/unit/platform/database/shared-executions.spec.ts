import fc from 'fast-check';
import { SharedExecutions } from '../../../../src/platform/database/shared-executions.js';
import { sharedLookup } from '../../../../src/platform/database/shared-statement.js';

const LOOKUP = sharedLookup('test.shared-executions', { id: 'text' }, 'SELECT :id::text AS found', {
  found: 'text',
});

const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

/** An execution that has begun, and ends when the test says so. */
interface Begun {
  readonly ids: readonly string[];
  readonly end: () => void;
  readonly fail: (error: unknown) => void;
}

/** Answers like PostgreSQL, except that the test decides when. */
function held() {
  const begun: Begun[] = [];
  const executions = new SharedExecutions(
    LOOKUP,
    (_statement, { id = [] }) =>
      new Promise((resolve, reject) => {
        const ids = id as string[];
        const rows = () => ids.map((found, i) => ({ place: i + 1, found }));
        begun.push({ ids, end: () => resolve(rows()), fail: reject });
      }),
  );
  return { begun, ask: (id: string) => executions.ask({ id }) };
}

const errorWith = (code: string) => Object.assign(new Error(code), { code });

describe('the executions of a shared statement', () => {
  afterEach(() => jest.useRealTimers());

  it('give each request the row of its own values, in whatever order the rows come', async () => {
    const ids = fc.uniqueArray(fc.string(), { maxLength: 120 });
    await fc.assert(
      fc.asyncProperty(ids, fc.infiniteStream(fc.nat()), async (asked, random) => {
        const isKnown = (id: string) => id.length % 3 !== 0;
        const executions = new SharedExecutions(LOOKUP, (_statement, { id = [] }) => {
          const rows = (id as string[]).map((found, i) => ({ place: i + 1, found }));
          const keyed = rows.map((row) => ({ row, by: random.next().value as number }));
          const shuffled = keyed.sort((a, b) => a.by - b.by).map(({ row }) => row);
          return Promise.resolve(shuffled.filter(({ found }) => isKnown(found)));
        });
        const answers = await Promise.all(asked.map((id) => executions.ask({ id })));
        expect(answers).toEqual(asked.map((id) => (isKnown(id) ? { found: id } : undefined)));
      }),
      { numRuns: 50 },
    );
  });

  it('begin when all that is ready has asked, two at a time, with 50 requests at most', async () => {
    const { begun, ask } = held();
    const answers = Array.from({ length: 120 }, (_, i) => ask(String(i)));
    expect(begun).toEqual([]);
    await nextTurn();
    await nextTurn();
    await nextTurn();
    expect(begun.map(({ ids }) => ids.length)).toEqual([50, 50]);
    begun[0]?.end();
    await answers[49];
    await nextTurn();
    await nextTurn();
    expect(begun.map(({ ids }) => ids.length)).toEqual([50, 50, 20]);
    for (const { end } of begun) end();
    expect(await Promise.all(answers)).toHaveLength(120);
  });

  it('never answer a request that asked after they began', async () => {
    const { begun, ask } = held();
    const first = ask('a');
    await nextTurn();
    const second = ask('a');
    begun[0]?.end();
    expect(await first).toEqual({ found: 'a' });
    await nextTurn();
    await nextTurn();
    expect(begun).toHaveLength(2);
    begun[1]?.end();
    expect(await second).toEqual({ found: 'a' });
  });

  it('go on with the others after an error that the values of one have caused', async () => {
    const run = jest.fn((_statement, { id = [] }: Record<string, readonly unknown[]>) =>
      id.includes('wrong')
        ? Promise.reject(errorWith('22P02'))
        : Promise.resolve(id.map((found, i) => ({ place: i + 1, found }))),
    );
    const executions = new SharedExecutions(LOOKUP, run);
    const ids = Array.from({ length: 50 }, (_, i) => (i === 31 ? 'wrong' : String(i)));
    const answers = await Promise.allSettled(ids.map((id) => executions.ask({ id })));
    expect(answers.map((answer) => answer.status === 'fulfilled' && answer.value)).toEqual(
      ids.map((id) => id !== 'wrong' && { found: id }),
    );
    expect(answers[31]).toMatchObject({ reason: { code: '22P02' } });
    expect(run.mock.calls.length).toBeLessThanOrEqual(13);
  });

  it.each(['57P01', '08006', 'ECONNRESET', '57014'])(
    'are not repeated after %s, for what was done is not known',
    async (code) => {
      const { begun, ask } = held();
      const answers = [ask('a'), ask('b')];
      const settled = Promise.allSettled(answers);
      await nextTurn();
      begun[0]?.fail(errorWith(code));
      expect(await settled).toMatchObject([{ reason: { code } }, { reason: { code } }]);
      await nextTurn();
      expect(begun).toHaveLength(1);
    },
  );

  it('do not begin for a request that forgot a value', async () => {
    const { begun, ask } = held();
    const answer = ask('a');
    await expect(ask(undefined as unknown as string)).rejects.toThrow('No value for :id');
    await nextTurn();
    expect(begun.map(({ ids }) => ids)).toEqual([['a']]);
    begun[0]?.end();
    await answer;
  });

  it('that do not begin in time fail those that wait, and nobody who came later (G5)', async () => {
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'queueMicrotask', 'nextTick'] });
    const { begun, ask } = held();
    const running = [ask('a')];
    await nextTurn();
    running.push(ask('b'));
    await nextTurn();
    const late = ask('late');
    const settled = Promise.allSettled([late]);
    jest.advanceTimersByTime(2_000);
    const later = ask('later');
    jest.advanceTimersByTime(2_000);
    expect(await settled).toMatchObject([{ reason: { code: 'ETIMEDOUT' } }]);
    for (const { end } of begun) end();
    expect(await Promise.all(running)).toEqual([{ found: 'a' }, { found: 'b' }]);
    await nextTurn();
    expect(begun.map(({ ids }) => ids)).toEqual([['a'], ['b'], ['later']]);
    begun[2]?.end();
    expect(await later).toEqual({ found: 'later' });
    expect(jest.getTimerCount()).toBe(1);
    jest.advanceTimersByTime(2_000);
    expect(jest.getTimerCount()).toBe(0);
  });
});
