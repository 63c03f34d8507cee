import { eachOf, listOf } from '../../support/answers.js';
import { ApiCaller } from '../../support/api-caller.js';
import { addContact, addSegment } from '../../support/shortcuts.js';
import { TestApp } from '../../support/test-app.js';

/** Values of `now()`, finer than the responses. */
const MOMENTS = [
  '2026-03-01T00:00:00.123000Z',
  '2026-03-01T00:00:00.123001Z',
  '2026-03-01T00:00:00.123499Z',
  '2026-03-01T00:00:00.123500Z',
  '2026-03-01T00:00:00.123999Z',
  '2026-03-01T00:00:00.999999Z',
];

describe('a time that was shown', () => {
  let server: TestApp;
  let caller: ApiCaller;
  beforeAll(async () => {
    server = await TestApp.start();
    caller = await ApiCaller.connect(server);
    // The latest first, so that their ids are in the other order.
    for (const [i, moment] of [...MOMENTS].reverse().entries()) {
      const { id } = caller.project;
      await addSegment(server.database, id, { name: `Segment ${String(i)}`, updatedAt: moment });
      await addContact(server.database, id, { userId: String(i), createdAt: moment });
    }
    await addSegment(server.database, caller.project.id, { name: 'Now' });
  });
  afterAll(() => server.stop());

  const names = async (query: Record<string, string>): Promise<unknown[]> =>
    eachOf(await caller.get('/segment', query).expect(200), 'name');

  it('finds its segment again, and is neither before nor after it', async () => {
    const { entities } = listOf(await caller.get('/segment').expect(200));
    expect(entities).toHaveLength(MOMENTS.length + 1);
    for (const { name, updatedAt } of entities) {
      const shown = String(updatedAt);
      expect(await names({ updatedAt_lte: shown })).toContain(name);
      expect(await names({ updatedAt_gte: shown })).toContain(name);
      expect(await names({ updatedAt_lte: shown, updatedAt_gte: shown })).toContain(name);
      expect(await names({ updatedAt_lt: shown })).not.toContain(name);
      expect(await names({ updatedAt_gt: shown })).not.toContain(name);
    }
  });

  it('is what a list is sorted by, and equal ones are told apart by their id', async () => {
    for (const direction of ['asc', 'desc']) {
      const walked: { uid: string; updatedAt: string }[] = [];
      let cursor: string | null = null;
      do {
        const query: Record<string, string> = { _sort: `updatedAt:${direction}`, _limit: '1' };
        if (cursor !== null) query._cursor = cursor;
        const { entities, metadata } = listOf(await caller.get('/segment', query).expect(200));
        walked.push(...(entities as unknown as typeof walked));
        cursor = metadata.next_cursor;
      } while (cursor !== null);
      const order = walked.map(({ uid, updatedAt }) => `${updatedAt} ${uid}`);
      const sorted = [...order].sort();
      expect(order).toEqual(direction === 'asc' ? sorted : sorted.reverse());
      expect(order).toHaveLength(MOMENTS.length + 1);
    }
  });

  it('is what contacts are scrolled by', async () => {
    const walked: string[] = [];
    let cursor: unknown;
    do {
      const body: Record<string, unknown> = cursor ? { limit: 1, cursor } : { limit: 1 };
      const page = listOf(await caller.post('/audience/scroll', body).expect(200));
      walked.push(
        ...page.entities.map(({ id, createdAt }) => `${String(createdAt)} ${String(id)}`),
      );
      cursor = page.metadata.next_cursor;
    } while (cursor);
    expect(walked).toHaveLength(MOMENTS.length);
    expect(walked).toEqual([...walked].sort());
  });
});
