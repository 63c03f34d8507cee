import { GrantBudgets, type Spending } from '../../../src/modules/grants/grant-budgets.service.js';
import { Database } from '../../../src/platform/database/database.js';
import { ConnectedApp } from '../../support/connected-app.js';
import { TestApp } from '../../support/test-app.js';

describe('the ceilings of a grant (N1)', () => {
  let server: TestApp;
  let app: ConnectedApp;
  let of: { grantId: string; projectId: string };
  beforeAll(async () => (server = await TestApp.start()));
  afterAll(() => server.stop());
  beforeEach(async () => {
    app = await ConnectedApp.register(server);
    const { id: projectId } = await app.addProject();
    of = { grantId: app.grantId, projectId };
  });

  const spend = (...costs: readonly bigint[]): Promise<Spending> =>
    server.app
      .get(Database)
      .transaction((tx) => server.app.get(GrantBudgets, { strict: false }).spend(tx, of, costs));

  const limitTo = (messages: number | null, money: bigint | null) =>
    server.database.query(
      `UPDATE grant_projects SET max_messages_per_day = $3, max_spend_per_month = $4
       WHERE grant_id = $1 AND project_id = $2`,
      [of.grantId, of.projectId, messages, money === null ? null : String(money)],
    );

  const used = async () => {
    const [row] = await server.database.query<{ messages: number; spent: string }>(
      'SELECT messages, spent FROM grant_spending WHERE grant_id = $1',
      [of.grantId],
    );
    return row;
  };

  const today = async (later: string): Promise<Date | undefined> => {
    const [row] = await server.database.query<{ at: Date }>(
      `SELECT (date_trunc($1, now() AT TIME ZONE 'UTC') + ('1 ' || $1)::interval) AT TIME ZONE 'UTC' AS at`,
      [later],
    );
    return row?.at;
  };

  it('let exactly as many messages through, of twenty callers at once', async () => {
    await limitTo(7, null);
    const all = await Promise.all(Array.from({ length: 20 }, () => spend(1n)));
    expect(all.filter(({ fits }) => fits === 1)).toHaveLength(7);
    expect(await used()).toEqual({ messages: 7, spent: '7' });
    const refused = all.find(({ fits }) => fits === 0);
    expect(refused).toEqual({ fits: 0, limit: 'messages', resetAt: await today('day') });
  });

  it('let exactly as much money through, of twenty callers at once', async () => {
    await limitTo(null, 100n);
    const all = await Promise.all(Array.from({ length: 20 }, () => spend(20n, 20n)));
    expect(all.reduce((sum, { fits }) => sum + fits, 0)).toBe(5);
    expect(await used()).toEqual({ messages: 5, spent: '100' });
    expect(await spend(1n)).toEqual({ fits: 0, limit: 'spend', resetAt: await today('month') });
  });

  it('start again with the day and the month', async () => {
    await limitTo(2, 10n);
    expect(await spend(5n, 5n)).toMatchObject({ fits: 2 });
    await server.database.query(`UPDATE grant_spending SET day = day - interval '1 day'`);
    expect(await spend(1n)).toMatchObject({ fits: 0, limit: 'spend' });
    await server.database.query(`UPDATE grant_spending SET month = month - interval '1 month'`);
    expect(await spend(5n, 5n)).toMatchObject({ fits: 2, limit: null });
    expect(await used()).toEqual({ messages: 2, spent: '10' });
  });

  it.each([
    ['self_registered', 0],
    ['development', 50],
    ['verified', 1_000],
    ['listed', 5_000],
  ])('are by default those of the tier: %s %i messages a day', async (tier, limit) => {
    await server.database.query('UPDATE app_verifications SET tier = $2 WHERE client_id = $1', [
      app.clientUuid,
      tier,
    ]);
    const spending = await spend(...Array.from({ length: 5_001 }, () => 0n));
    expect(spending).toMatchObject({ fits: limit, limit: 'messages' });
  });

  it('are nothing once the grant has ended, or the project is disconnected', async () => {
    await server.database.query(
      `UPDATE grants SET revoked_at = now(), revoked_reason = 'test' WHERE id = $1`,
      [of.grantId],
    );
    expect(await spend(0n)).toEqual({ fits: 0, limit: 'ended', resetAt: null });
  });
});
