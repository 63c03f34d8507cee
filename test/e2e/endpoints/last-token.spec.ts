import { toWireId } from '../../../src/kernel/ids.js';
import { GrantActivity } from '../../../src/modules/grants/grant-activity.service.js';
import { decide } from '../../support/consent-page.js';
import { ConnectedApp } from '../../support/connected-app.js';
import { storeRow } from '../../support/rows.js';
import { ServiceApp } from '../../support/service-app.js';
import { TestApp } from '../../support/test-app.js';
import { World } from '../../support/world.js';

describe('when a grant last got a token', () => {
  let server: TestApp;
  beforeAll(async () => (server = await TestApp.start()));
  afterAll(() => server.stop());

  const flush = () => server.app.get(GrantActivity, { strict: false }).flush();
  const tokenAt = async (grantId: string): Promise<Date | null | undefined> => {
    const [row] = await server.database.query<{ at: Date | null }>(
      'SELECT last_token_at AS at FROM grant_activity WHERE grant_id = $1',
      [grantId],
    );
    return row?.at;
  };

  it('is recorded from the first code on, and moves with each refresh', async () => {
    const app = await ConnectedApp.connect(server);
    const { refresh_token: token } = await app.getTokens();
    await flush();
    const before = await tokenAt(app.grantId);
    expect(before).toBeInstanceOf(Date);
    await app.refresh(token).expect(200);
    await flush();
    expect((await tokenAt(app.grantId))?.getTime()).toBeGreaterThan(before?.getTime() ?? Infinity);
  });

  it('is recorded of a service, away from the requests', async () => {
    const app = await ServiceApp.connect(server);
    await flush();
    await app.getTokens();
    await flush();
    expect(await tokenAt(app.grantId)).toBeInstanceOf(Date);
  });

  it('is kept when it is first used only afterwards, and the other way round', async () => {
    const app = await ServiceApp.connect(server);
    server.app.get(GrantActivity, { strict: false }).noteUse(app.grantId);
    await flush();
    await app.getTokens();
    await flush();
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
