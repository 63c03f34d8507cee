import pg from 'pg';
import { GrantActivity } from '../../../src/modules/grants/grant-activity.service.js';
import { ApiCaller } from '../../support/api-caller.js';
import { TestApp } from '../../support/test-app.js';

describe('when an app was last used', () => {
  let server: TestApp;
  beforeAll(async () => (server = await TestApp.start()));
  afterAll(() => server.stop());

  const lastUseOf = async (caller: ApiCaller): Promise<Date | null> => {
    const [row] = await server.database.query<{ at: Date | null }>(
      `SELECT last_used_at AS at FROM grant_activity WHERE grant_id = $1`,
      [caller.app.grantId],
    );
    return row?.at ?? null;
  };

  it('is written down in one go, away from the requests', async () => {
    const [one, two] = [await ApiCaller.connect(server), await ApiCaller.connect(server)];
    await one.get('/segment').expect(200);
    await two.get('/segment').expect(200);
    await two.get('/nowhere');
    await server.app.get(GrantActivity, { strict: false }).flush();
    expect(await lastUseOf(one)).toBeInstanceOf(Date);
    expect(await lastUseOf(two)).toBeInstanceOf(Date);
  });

  it('moves on with every use, and not with a refused token', async () => {
    const caller = await ApiCaller.connect(server);
    await caller.get().expect(200);
    await server.app.get(GrantActivity, { strict: false }).flush();
    const first = await lastUseOf(caller);
    await server.http.get(caller.path()).expect(401);
    await server.app.get(GrantActivity, { strict: false }).flush();
    expect(await lastUseOf(caller)).toEqual(first);
    await caller.get().expect(200);
    await server.app.get(GrantActivity, { strict: false }).flush();
    expect((await lastUseOf(caller))?.getTime()).toBeGreaterThanOrEqual(
      first?.getTime() ?? Infinity,
    );
  });

  it('is kept for later while it cannot be written', async () => {
    const caller = await ApiCaller.connect(server);
    const owner = new pg.Client({ connectionString: server.database.ownerUrl });
    await owner.connect();
    await owner.query('ALTER TABLE grant_activity RENAME TO grant_activity_away');
    await caller.get().expect(200);
    await server.app.get(GrantActivity, { strict: false }).flush();
    await owner.query('ALTER TABLE grant_activity_away RENAME TO grant_activity');
    await owner.end();
    await server.app.get(GrantActivity, { strict: false }).flush();
    expect(await lastUseOf(caller)).toBeInstanceOf(Date);
  });

  it('is written at the latest when the server stops', async () => {
    const other = await TestApp.start();
    const caller = await ApiCaller.connect(other);
    await caller.get().expect(200);
    await other.app.close();
    const [row] = await other.database.query<{ count: number }>(
      'SELECT count(*)::int AS count FROM grant_activity',
    );
    await other.database.drop();
    expect(row?.count).toBe(1);
  });
});
