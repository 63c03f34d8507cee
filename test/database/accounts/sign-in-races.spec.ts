import { SignInGate } from '../../../src/modules/accounts/internal/sign-in-gate.js';
import { Database } from '../../../src/platform/database/database.js';
import { eventually } from '../../support/eventually.js';
import { TestApp } from '../../support/test-app.js';

const [FREE, BURST] = [5, 8];
const email = 'ana@example.com';

/** Attempts that have all read an open account before the first of them is counted. */
describe('a burst of wrong passwords', () => {
  let server: TestApp;
  beforeAll(async () => (server = await TestApp.start({ RATE_LIMIT_SCALE: '1' })));
  afterAll(() => server.stop());
  beforeEach(() => server.database.query('DELETE FROM sign_in_attempts'));

  const front = <T>(type: new (...parameters: never[]) => T): T =>
    server.app.get(type, { strict: false });
  const fail = async (address: string): Promise<string> => {
    const who = { email, address, browserToken: null, goal: null };
    return (await front(SignInGate).pass(who, () => Promise.resolve(null))).kind;
  };

  const areHeldUp = async (): Promise<true | undefined> => {
    const [row] = await server.database.query<{ waiting: number }>(
      `SELECT count(*)::int AS waiting FROM pg_stat_activity
       WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    );
    return row?.waiting === BURST || undefined;
  };

  async function burst(addressOf: (index: number) => string): Promise<string[]> {
    let answers: Promise<string[]> = Promise.resolve([]);
    await front(Database).transaction(async (tx) => {
      await tx.query('SELECT FROM sign_in_attempts FOR UPDATE');
      answers = Promise.all(Array.from({ length: BURST }, (_, index) => fail(addressOf(index))));
      await eventually(areHeldUp);
    });
    return answers;
  }

  it('from one network brings one attempt if one is left (D8)', async () => {
    for (let i = 1; i < FREE; i++) expect(await fail('203.0.113.1')).toBe('failed');
    const answers = await burst(() => '203.0.113.1');
    expect(answers.filter((kind) => kind === 'failed')).toHaveLength(1);
    expect(answers.filter((kind) => kind === 'wait')).toHaveLength(BURST - 1);
  });

  it('from many networks counts once for each, whoever was quicker at the account (D8)', async () => {
    for (let i = 1; i < FREE; i++) expect(await fail(`203.0.113.${String(i)}`)).toBe('failed');
    // One uses the account's last attempt, the others a spare one.
    const answers = await burst((index) => `198.51.100.${String(index)}`);
    expect(answers).toEqual(Array(BURST).fill('failed'));
    const [row] = await server.database.query<{ twice: number }>(
      `SELECT count(*)::int AS twice FROM sign_in_attempts
       WHERE empty_at BETWEEN now() + interval '11 minutes' AND now() + interval '20 minutes'`,
    );
    expect(row).toEqual({ twice: 0 });
  });
});
