import { toWireId } from '../../../src/kernel/ids.js';
import { GrantActivity } from '../../../src/modules/grants/grant-activity.service.js';
import { decide } from '../../support/consent-page.js';
import { ConnectedApp } from '../../support/connected-app.js';
import { storeRow } from '../../support/rows.js';
import { ServiceApp } from '../../support/service-app.js';
import { TestApp } from '../../support/test-app.js';
import { World } from '../../support/world.js';

interface Activity {
  readonly last_token_at: Date | null;
  /** The transaction that wrote the row. */
  readonly xmin: string;
}

describe('when a grant last got a token', () => {
  let server: TestApp;
  beforeAll(async () => (server = await TestApp.start()));
  afterAll(() => server.stop());

  const activityOf = async (grantId: string): Promise<Activity | undefined> => {
    const [row] = await server.database.query<Activity & { grant_id: string }>(
      'SELECT last_token_at, xmin::text FROM grant_activity WHERE grant_id = $1',
      [grantId],
    );
    return row;
  };
  const age = (grantId: string) =>
    server.database.query(
      `UPDATE grant_activity SET last_token_at = now() - interval '61 seconds' WHERE grant_id = $1`,
      [grantId],
    );

  it('stands beside the grant from the first code on, and moves with each refresh a minute later', async () => {
    const app = await ConnectedApp.connect(server);
    const { refresh_token: token } = await app.getTokens();
    expect((await activityOf(app.grantId))?.last_token_at).toBeInstanceOf(Date);
    await age(app.grantId);
    const before = await activityOf(app.grantId);
    await app.refresh(token).expect(200);
    const after = await activityOf(app.grantId);
    expect(after?.last_token_at?.getTime()).toBeGreaterThan(
      before?.last_token_at?.getTime() ?? Infinity,
    );
  });

  it('is written once a minute at most, so that parallel requests do not wait for each other', async () => {
    const app = await ServiceApp.connect(server);
    await app.getTokens();
    const first = await activityOf(app.grantId);
    await Promise.all(Array.from({ length: 20 }, () => app.getTokens()));
    expect(await activityOf(app.grantId)).toEqual(first);
    await age(app.grantId);
    await app.getTokens();
    expect((await activityOf(app.grantId))?.xmin).not.toBe(first?.xmin);
  });

  it('is kept when it is first used only afterwards, and the other way round', async () => {
    const app = await ServiceApp.connect(server);
    await server.app
      .get(GrantActivity, { strict: false })
      .recordUse(new Map([[app.grantId, new Date()]]));
    await app.getTokens();
    const [row] = await server.database.query(
      'SELECT last_token_at IS NOT NULL AS token, last_used_at IS NOT NULL AS used FROM grant_activity WHERE grant_id = $1',
      [app.grantId],
    );
    expect(row).toEqual({ token: true, used: true });
  });

  it('holds up no disconnect while it is being written', async () => {
    const world = new World(server);
    const client = await world.verifiedApp(['segments:read']);
    const { user, browser } = await world.person();
    const project = await world.project(user, 'owner');
    const consent = await world.openConsent(browser, world.authorizePath(client));
    await decide(browser, consent, { projects: [project.wireId] });
    const [grant] = await server.database.query<{ id: string }>(
      'SELECT id FROM grants WHERE user_id = $1',
      [user.id],
    );
    const path = `/dashboard/connected-apps/${toWireId('grt', grant?.id ?? '')}/disconnect`;
    const question = await browser.get(path);
    const writer = await server.database.pool.connect();
    try {
      await writer.query('BEGIN');
      const activity = { grant_id: grant?.id, last_token_at: new Date() };
      await storeRow(writer, 'grant_activity', activity);
      expect((await browser.submit(question, path)).status).toBe(303);
    } finally {
      await writer.query('ROLLBACK');
      writer.release();
    }
  });
});
