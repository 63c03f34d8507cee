import { answerOf, decide } from '../../support/consent-page.js';
import { TestApp } from '../../support/test-app.js';
import { World } from '../../support/world.js';

describe('the consent page', () => {
  let server: TestApp;
  let world: World;

  beforeAll(async () => {
    world = await World.start();
    ({ server } = world);
  });
  afterAll(() => server.stop());

  const sql = <Row extends object>(text: string, values: unknown[] = []) =>
    server.database.query<Row & Record<string, unknown>>(text, values);

  async function opened(scope = 'segments:read audience:list') {
    const app = await world.verifiedApp([...scope.split(' '), 'audience:read']);
    const { user, browser } = await world.person();
    const project = await world.project(user, 'analyst');
    const consent = await world.openConsent(browser, world.authorizePath(app, { scope }));
    return { app, user, browser, project, consent };
  }

  it('names the app, the person, the host and each scope in words (CONS-01)', async () => {
    const { consent, user } = await opened();
    expect(consent.page.status).toBe(200);
    for (const text of [
      'Brightline',
      'brightline.example',
      user.email,
      'app.example',
      'Verified',
    ]) {
      expect(consent.page.html).toContain(text);
    }
    expect(consent.page.html).toContain('See your segments and how many contacts are in them');
    expect(consent.page.html).toContain('Withheld by your role (analyst)');
  });

  it('leaves form-action out, so that the way back to the app is open (CONS-08, D13)', async () => {
    const { consent } = await opened();
    expect(consent.page.headers.get('content-security-policy')).not.toContain('form-action');
  });

  it('grants what was ticked and the role allows, and sends a code with state and iss', async () => {
    const { app, browser, project, consent, user } = await opened();
    const response = await decide(browser, consent, {
      projects: [project.wireId],
      scopes: ['segments:read', 'audience:list'],
    });
    expect(response.status).toBe(303);
    expect(response.headers.get('location')).toContain(`${app.redirectUri}?code=isoc_`);
    expect(answerOf(response)).toMatchObject({ state: 'st-1', iss: server.origin });
    const [row] = await sql<{ scopes: string[]; requested_scopes: string[] }>(
      `SELECT gp.scopes, gp.requested_scopes FROM grant_projects gp JOIN grants g ON g.id = gp.grant_id
       WHERE g.user_id = $1`,
      [user.id],
    );
    expect(row).toEqual({
      scopes: ['segments:read'],
      requested_scopes: ['segments:read', 'audience:list'],
    });
  });

  it('keeps a receipt of what was shown, and an audit row per project and one for the system', async () => {
    const { browser, project, consent, user } = await opened();
    await decide(browser, consent, { projects: [project.wireId] });
    const [receipt] = await sql<{ shown: { projects: object[]; app: object } }>(
      `SELECT r.shown FROM consent_receipts r JOIN grants g ON g.id = r.grant_id WHERE g.user_id = $1`,
      [user.id],
    );
    expect(receipt?.shown).toMatchObject({
      app: { name: 'Brightline', tier: 'verified' },
      projects: [{ id: project.id, role: 'analyst', granted: ['segments:read'] }],
    });
    const events = await sql<{ type: string; project_id: string | null }>(
      `SELECT type, project_id FROM audit_events WHERE actor->>'userId' = $1 AND type LIKE 'consent.%'
       ORDER BY project_id NULLS FIRST`,
      [user.id],
    );
    expect(events).toEqual([
      { type: 'consent.granted', project_id: null },
      { type: 'consent.granted', project_id: project.id },
    ]);
  });

  it('says access_denied to the app when the person declines (AUTH-18)', async () => {
    const { browser, consent } = await opened();
    const response = await decide(browser, consent, {}, 'deny');
    expect(response.status).toBe(303);
    expect(answerOf(response)).toMatchObject({ error: 'access_denied', state: 'st-1' });
    expect(answerOf(response).code).toBeUndefined();
  });

  it('comes back with a sentence and the ticks when no project is chosen', async () => {
    const { browser, consent } = await opened();
    const response = await decide(browser, consent, { scopes: ['segments:read'] });
    expect(response.status).toBe(400);
    expect(response.html).toContain('Choose at least one project');
    const again = await decide(browser, { ...consent, page: response }, {}, 'deny');
    expect(again.status).toBe(303);
  });

  it('refuses somebody else’s project, beside an own one too, and gives no code (D11, CONS-06)', async () => {
    const { browser, consent, project } = await opened();
    const stranger = await world.person('Bea');
    const foreign = await world.project(stranger.user, 'owner');
    for (const projects of [[foreign.wireId], [project.wireId, foreign.wireId]]) {
      const response = await decide(browser, consent, { projects });
      expect([response.status, response.headers.get('location')]).toEqual([400, null]);
    }
  });

  it('refuses a duration that was not on offer (A12, D11)', async () => {
    const { browser, project, consent, user } = await opened();
    const ticks = { projects: [project.wireId], scopes: ['segments:read'], access: '9999d' };
    const again = await decide(browser, consent, ticks);
    expect(again.status).toBe(400);
    expect(again.html).toContain('not on offer');
    expect(await sql('SELECT FROM grants WHERE user_id = $1', [user.id])).toEqual([]);
  });

  it('gives no code for nothing of what was asked, and leaves what was given before (CONS-03)', async () => {
    const { app, browser, project, consent } = await opened();
    const ticks = { projects: [project.wireId], scopes: ['segments:read'] };
    expect(answerOf(await decide(browser, consent, ticks)).code).toBeDefined();
    const more = { scope: 'audience:read offline_access', prompt: 'consent' };
    const next = await world.openConsent(browser, world.authorizePath(app, more));
    const again = await decide(browser, next, ticks);
    expect([again.status, again.headers.get('location')]).toEqual([400, null]);
    expect(again.html).toContain('Nothing of what the app asks for now is ticked');
    const both = { ...ticks, scopes: ['segments:read', 'audience:read'] };
    expect(answerOf(await decide(browser, next, both)).code).toBeDefined();
  });

  it('refuses a scope that was not asked for (A12, C3)', async () => {
    const { browser, consent, project } = await opened('segments:read');
    const response = await decide(browser, consent, {
      projects: [project.wireId],
      scopes: ['segments:read', 'audience:read'],
    });
    expect([response.status, response.headers.get('location')]).toEqual([400, null]);
  });

  it('takes nothing from the form but ticks (A12, CONS-07)', async () => {
    const { browser, consent, project, app } = await opened('segments:read');
    const csrf = /name="csrf_token" value="([^"]+)"/.exec(consent.page.html)?.[1] ?? '';
    const response = await browser.post(consent.action, {
      csrf_token: csrf,
      decision: 'allow',
      project: project.wireId,
      scope: 'segments:read',
      redirect_uri: 'https://evil.example/',
      client_id: 'app_00000000000000000000000000',
      state: 'forged',
    });
    expect(response.headers.get('location')).toContain(`${app.redirectUri}?code=`);
    expect(answerOf(response).state).toBe('st-1');
  });

  it.each([
    ['a free plan', { plan: 'free' as const }, 'The free plan has no connected apps'],
    ['a closed project', { appPolicy: 'closed' as const }, 'does not let this app in'],
  ])('greys out %s with its reason, and refuses it', async (_, options, reason) => {
    const app = await world.verifiedApp(['segments:read']);
    const { user, browser } = await world.person();
    const project = await world.project(user, 'owner', options);
    const consent = await world.openConsent(browser, world.authorizePath(app));
    expect(consent.page.html).toContain(reason);
    const response = await decide(browser, consent, { projects: [project.wireId] });
    expect([response.status, response.headers.get('location')]).toEqual([400, null]);
  });

  it('lets only owners and admins connect an app that nobody verified (D14, CONS-10)', async () => {
    const app = await world.registerApp();
    const { user, browser } = await world.person();
    const marketer = await world.project(user, 'marketer', { name: 'Marketed' });
    const owned = await world.project(user, 'owner', { name: 'Owned' });
    const consent = await world.openConsent(browser, world.authorizePath(app));
    expect(consent.page.html).toContain('Not verified');
    expect(consent.page.html).toContain('Only an owner or admin');
    const refused = await decide(browser, consent, { projects: [marketer.wireId] });
    expect(refused.status).toBe(400);
    const allowed = await decide(browser, consent, { projects: [owned.wireId] });
    expect(answerOf(allowed).code).toMatch(/^isoc_/);
  });

  it('shows an app’s name as text, whatever it is called (C1, D16)', async () => {
    const app = await world.registerApp({ client_name: '<img src=x onerror=alert(1)>' });
    const { browser } = await world.person();
    const { page } = await world.openConsent(browser, world.authorizePath(app));
    expect(page.html).not.toContain('<img');
    expect(page.html).toContain('&lt;img');
  });
});
