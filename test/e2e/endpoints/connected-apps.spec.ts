import { toWireId } from '../../../src/kernel/ids.js';
import { decide } from '../../support/consent-page.js';
import { TestApp } from '../../support/test-app.js';
import { World } from '../../support/world.js';

describe('/dashboard/connected-apps', () => {
  let server: TestApp;
  let world: World;

  beforeAll(async () => {
    world = await World.start();
    ({ server } = world);
  });
  afterAll(() => server.stop());

  async function connected() {
    const app = await world.verifiedApp(['segments:read']);
    const { user, browser } = await world.person();
    const summer = await world.project(user, 'owner', { name: 'Summer Shop' });
    const winter = await world.project(user, 'viewer', { name: 'Winter Shop' });
    const consent = await world.openConsent(browser, world.authorizePath(app));
    await decide(browser, consent, { projects: [summer.wireId, winter.wireId] });
    const [grant] = await server.database.query<{ id: string }>(
      'SELECT id FROM grants WHERE user_id = $1',
      [user.id],
    );
    const grantId = (grant as { id: string }).id;
    const path = `/dashboard/connected-apps/${toWireId('grt', grantId)}/disconnect`;
    return { user, browser, summer, winter, grantId, path };
  }

  const livingProjects = async (grantId: string) =>
    server.database.query<{ project_id: string }>(
      `SELECT gp.project_id FROM grant_projects gp JOIN grants g ON g.id = gp.grant_id
       WHERE g.id = $1 AND g.revoked_at IS NULL AND gp.revoked_at IS NULL`,
      [grantId],
    );

  it('lists app, projects and their number, scopes, and when it was used (CONS-09)', async () => {
    const { browser } = await connected();
    const { html, status } = await browser.get('/dashboard/connected-apps');
    expect(status).toBe(200);
    for (const text of ['Brightline', '2 projects', 'Summer Shop', 'Winter Shop', 'viewer']) {
      expect(html).toContain(text);
    }
    expect(html).toContain('Segments');
    expect(html).toMatch(/Last used<\/dt><dd>Never/);
  });

  it('asks before it disconnects: a GET changes nothing', async () => {
    const { browser, grantId, path } = await connected();
    const question = await browser.get(path);
    expect(question.html).toContain('Disconnect Brightline?');
    expect(await livingProjects(grantId)).toHaveLength(2);
  });

  it('disconnects one project and leaves the other one', async () => {
    const { browser, grantId, path, summer, winter } = await connected();
    const one = `${path}/${summer.wireId}`;
    const done = await browser.submit(await browser.get(one), one);
    expect([done.status, done.headers.get('location')]).toEqual([
      303,
      '/dashboard/connected-apps?done=1',
    ]);
    expect(await livingProjects(grantId)).toEqual([{ project_id: winter.id }]);
  });

  it('ends the grant with its last project', async () => {
    const { browser, grantId, path, summer, winter } = await connected();
    for (const { wireId } of [summer, winter]) {
      const one = `${path}/${wireId}`;
      await browser.submit(await browser.get(one), one);
    }
    const [grant] = await server.database.query<{ revoked_reason: string }>(
      'SELECT revoked_reason FROM grants WHERE id = $1',
      [grantId],
    );
    expect(grant?.revoked_reason).toBe('disconnected');
  });

  it('disconnects the whole app, with an audit row for each project and one for the system', async () => {
    const { browser, grantId, path } = await connected();
    await browser.submit(await browser.get(path), path);
    expect(await livingProjects(grantId)).toEqual([]);
    const rows = await server.database.query(
      `SELECT project_id FROM audit_events WHERE type = 'grant.revoked' AND target->>'id' = $1`,
      [grantId],
    );
    expect(rows).toHaveLength(3);
    const page = await browser.get('/dashboard/connected-apps');
    expect(page.html).toContain('You have not connected any app');
  });

  it('shows and ends nobody else’s connection (E7)', async () => {
    const { grantId, path } = await connected();
    const other = await world.person('Bea');
    expect((await other.browser.get(path)).status).toBe(404);
    const own = await connected();
    const page = await own.browser.get(own.path);
    const csrf = /name="csrf_token" value="([^"]+)"/.exec(page.html)?.[1] ?? '';
    expect((await own.browser.post(path, { csrf_token: csrf })).status).toBe(404);
    expect(await livingProjects(grantId)).toHaveLength(2);
  });

  it('needs the form’s token (D2)', async () => {
    const { browser, grantId, path } = await connected();
    expect((await browser.post(path, {})).status).toBe(403);
    expect(await livingProjects(grantId)).toHaveLength(2);
  });

  it('still lists and disconnects for somebody who left every project', async () => {
    const { user, browser, grantId, path } = await connected();
    await server.database.query('UPDATE memberships SET ended_at = now() WHERE user_id = $1', [
      user.id,
    ]);
    const page = await browser.get('/dashboard/connected-apps');
    expect(page.html).toContain('You are no longer a member');
    await browser.submit(await browser.get(path), path);
    expect(await livingProjects(grantId)).toEqual([]);
  });

  it('sends somebody signed out to sign in', async () => {
    const response = await server.http.get('/dashboard/connected-apps').expect(303);
    expect(response.headers.location).toMatch(/^\/login\?return=/);
  });
});
