import { Browser } from '../../support/browser.js';
import { answerOf, decide } from '../../support/consent-page.js';
import { TestApp } from '../../support/test-app.js';
import { World } from '../../support/world.js';

describe('a request for consent', () => {
  let server: TestApp;
  let world: World;

  beforeAll(async () => {
    world = await World.start();
    ({ server } = world);
  });
  afterAll(() => server.stop());

  async function opened(scope = 'segments:read') {
    const app = await world.verifiedApp(['segments:read', 'audience:read', 'campaigns:read']);
    const { user, browser } = await world.person();
    const project = await world.project(user, 'owner');
    const consent = await world.openConsent(browser, world.authorizePath(app, { scope }));
    return { app, user, browser, project, consent };
  }

  const grants = (userId: string) =>
    server.database.query<{ project_id: string; scopes: string[]; revoked: boolean }>(
      `SELECT gp.project_id, gp.scopes, gp.revoked_at IS NOT NULL AS revoked
       FROM grant_projects gp JOIN grants g ON g.id = gp.grant_id AND g.revoked_at IS NULL
       WHERE g.user_id = $1 ORDER BY gp.created_at, gp.id`,
      [userId],
    );

  it('is decided once, whoever clicks how often, and each click has the same answer (D15)', async () => {
    const { browser, consent, project } = await opened();
    const ticks = { projects: [project.wireId] };
    const responses = await Promise.all(
      Array.from({ length: 8 }, () => decide(browser, consent, ticks)),
    );
    expect(responses.map(({ status }) => status)).toEqual(Array(8).fill(303));
    expect(new Set(responses.map(({ headers }) => headers.get('location'))).size).toBe(1);
    const denied = await decide(browser, consent, {}, 'deny');
    expect(denied.status).toBe(409);
    const [codes] = await server.database.query<{ count: string }>(
      `SELECT count(*) FROM authorization_codes c JOIN grants g ON g.id = c.grant_id
       JOIN grant_projects gp ON gp.grant_id = g.id WHERE gp.project_id = $1`,
      [project.id],
    );
    expect(codes?.count).toBe('1');
  });

  it('opens in no other browser and for nobody else (D3)', async () => {
    const { consent, user, project } = await opened();
    const other = await world.person('Bea');
    expect((await other.browser.get(consent.action)).status).toBe(409);
    const sameUser = new Browser(server.origin);
    await sameUser.signIn(user.email, 'correct horse battery');
    const page = await sameUser.get(consent.action);
    expect(page.status).toBe(409);
    const dashboard = await sameUser.get('/dashboard/connected-apps');
    const response = await decide(
      sameUser,
      { page: dashboard, action: consent.action },
      { projects: [project.wireId] },
    );
    expect([response.status, response.headers.get('location')]).toEqual([409, null]);
  });

  it('is refused without the form’s token, and from another site (D2)', async () => {
    const { browser, consent, project } = await opened();
    const fields = { decision: 'allow', project: project.wireId, scope: 'segments:read' };
    expect((await browser.post(consent.action, fields)).status).toBe(403);
    const csrf = /name="csrf_token" value="([^"]+)"/.exec(consent.page.html)?.[1] ?? '';
    const forged = await browser.post(
      consent.action,
      { ...fields, csrf_token: csrf },
      { origin: 'https://evil.example' },
    );
    expect(forged.status).toBe(403);
  });

  it('runs out after ten minutes, by the database’s clock (B14)', async () => {
    const { browser, consent, project, user } = await opened();
    await server.database.query(
      `UPDATE authorization_requests SET expires_at = now() WHERE user_id = $1`,
      [user.id],
    );
    const response = await decide(browser, consent, { projects: [project.wireId] });
    expect([response.status, response.headers.get('location')]).toEqual([409, null]);
  });

  it('edits the standing grant: boxes show it, the submission replaces it', async () => {
    const { app, browser, consent, project, user } = await opened();
    await decide(browser, consent, { projects: [project.wireId] });
    const second = await world.project(user, 'owner', { name: 'Winter Shop' });
    const scope = 'audience:read';
    const again = await world.openConsent(browser, world.authorizePath(app, { scope }));
    expect(again.page.html).toMatch(new RegExp(`value="${project.wireId}"[^>]*checked`));
    expect(again.page.html).toContain('New');
    const response = await decide(browser, again, {
      projects: [second.wireId],
      scopes: ['segments:read', 'audience:read'],
    });
    expect(answerOf(response).code).toMatch(/^isoc_/);
    expect(await grants(user.id)).toEqual([
      { project_id: project.id, scopes: ['segments:read'], revoked: true },
      { project_id: second.id, scopes: ['segments:read', 'audience:read'], revoked: false },
    ]);
  });

  it('takes the choice of how long, and never longer than the tier allows', async () => {
    const { browser, consent, project, user } = await opened();
    await decide(browser, consent, { projects: [project.wireId], access: '24h' });
    const [grant] = await server.database.query<{ hours: string }>(
      `SELECT round(extract(epoch FROM expires_at - created_at) / 3600) AS hours FROM grants WHERE user_id = $1`,
      [user.id],
    );
    expect(grant?.hours).toBe('24');
  });

  it('counts what an unverified app reaches: the sixth project is refused (CONS-10)', async () => {
    const app = await world.registerApp();
    const { user, browser } = await world.person();
    const projects = [];
    for (let i = 0; i < 6; i++) projects.push(await world.project(user, 'owner'));
    const consent = await world.openConsent(browser, world.authorizePath(app));
    const all = projects.map(({ wireId }) => wireId);
    const refused = await decide(browser, consent, { projects: all });
    expect([refused.status, refused.headers.get('location')]).toEqual([403, null]);
    expect(await grants(user.id)).toEqual([]);
    const allowed = await decide(browser, consent, { projects: all.slice(1) });
    expect(allowed.status).toBe(303);
  });

  it('goes on for another person after "not you"', async () => {
    const { browser, consent } = await opened();
    const bea = await world.person('Bea');
    const [, action] = /action="([^"]+\/switch)"/.exec(consent.page.html) ?? [];
    const out = await browser.submit(consent.page, action ?? '');
    const login = await browser.get(out.headers.get('location') ?? '');
    const signedIn = await browser.submit(login, '/login', {
      email: bea.user.email,
      password: 'correct horse battery',
    });
    const page = await world.openConsent(browser, signedIn.headers.get('location') ?? '');
    expect(page.page.html).toContain(bea.user.email);
  });
});
