import type { User } from '../../../src/modules/accounts/users.service.js';
import { Browser, type BrowserPage } from '../../support/browser.js';
import { answerOf } from '../../support/consent-page.js';
import { createUser, PASSWORD } from '../../support/people.js';
import { TestApp } from '../../support/test-app.js';
import { type AskingApp, World } from '../../support/world.js';

const CONSENT = /^\/oauth\/consent\/azr_/;
const RESUMED = /^\/oauth\/authorize\/azr_\w+$/;
const LOGIN = /^\/login\?return=/;

describe('what an app wants the person to be asked', () => {
  let server: TestApp;
  let world: World;
  let app: AskingApp;
  let verified: AskingApp;

  beforeAll(async () => {
    world = await World.start();
    ({ server } = world);
    app = await world.registerApp();
    verified = await world.verifiedApp(['segments:read']);
  });
  afterAll(() => server.stop());

  const place = (page: BrowserPage): string => page.headers.get('location') ?? '';
  const ask = (browser: Browser, changes: Record<string, string>, of = verified) =>
    browser.get(world.authorizePath(of, changes));
  const age = (user: User, minutes: number) =>
    server.database.query(
      `UPDATE browser_sessions SET authenticated_at = now() - make_interval(mins => $2) WHERE user_id = $1`,
      [user.id, minutes],
    );

  it.each([
    ['none beside login', 'none login'],
    ['an unknown value', 'create'],
    ['two spaces', 'login  consent'],
  ])('refuses %s (AUTH-16)', async (_, prompt) => {
    const { browser } = await world.person();
    expect(answerOf(await ask(browser, { prompt })).error).toBe('invalid_request');
  });

  it.each(['-1', '1.5', 'soon', '9999999999'])('refuses max_age=%s', async (max_age) => {
    const { browser } = await world.person();
    expect(answerOf(await ask(browser, { max_age })).error).toBe('invalid_request');
  });

  it('none: login_required for whom nobody knows, told to a verified app only (AUTH-16)', async () => {
    const told = await ask(new Browser(server.origin), { prompt: 'none' });
    expect(answerOf(told)).toMatchObject({ error: 'login_required', state: 'st-1' });
    const shown = await ask(new Browser(server.origin), { prompt: 'none' }, app);
    expect([shown.status, place(shown)]).toEqual([400, '']);
    expect(shown.html).toContain('error=login_required');
  });

  it('none: consent_required for somebody who has allowed nothing yet (AUTH-16)', async () => {
    const { user, browser } = await world.person();
    await world.project(user, 'owner');
    expect(answerOf(await ask(browser, { prompt: 'none' })).error).toBe('consent_required');
  });

  it('none: interaction_required for somebody without a project to give (AUTH-16)', async () => {
    const { browser } = await world.person();
    expect(answerOf(await ask(browser, { prompt: 'none' })).error).toBe('interaction_required');
  });

  it('none: login_required when the sign-in is older than max_age (AUTH-16)', async () => {
    const { user, browser } = await world.person();
    await age(user, 2);
    const page = await ask(browser, { prompt: 'none', max_age: '60' });
    expect(answerOf(page).error).toBe('login_required');
  });

  describe.each([
    ['prompt=login', { prompt: 'login' }],
    ['max_age=0', { max_age: '0' }],
    ['a max_age that has passed', { max_age: '60' }],
  ])('%s', (_, changes) => {
    it('asks for the password of somebody signed in, and nothing less goes on (OIDC-06)', async () => {
      const { user, browser } = await world.person();
      await age(user, 2);
      const login = place(await ask(browser, changes));
      expect(login).toMatch(LOGIN);
      const form = await browser.get(login);
      expect([form.status, form.html.includes(`value="${user.email}"`)]).toEqual([200, true]);
      const wrong = await browser.signIn(user.email, 'not the password', login);
      expect(wrong.status).toBe(401);
      expect((await browser.get(login)).status).toBe(200);

      const back = place(await browser.signIn(user.email, PASSWORD, login));
      expect(back).toMatch(RESUMED);
      expect(place(await browser.get(back))).toMatch(CONSENT);
    });
  });

  it('does not take an earlier sign-in for a new one, whatever the browser opens (OIDC-06)', async () => {
    const { browser } = await world.person();
    const kept = await browser.post('/oauth/authorize', [
      ...new URL(world.authorizePath(app, { prompt: 'login' }), server.origin).searchParams,
    ]);
    expect(place(await browser.get(place(kept)))).toMatch(LOGIN);
    expect(place(await browser.get(place(kept)))).toMatch(LOGIN);
  });

  it('gives the browser a new session with the new sign-in (D4)', async () => {
    const live = 'SELECT id FROM browser_sessions WHERE user_id = $1 AND ended_at IS NULL';
    const { user, browser } = await world.person();
    const before = await server.database.query(live, [user.id]);
    const login = place(await ask(browser, { prompt: 'login' }));
    const answer = await browser.signIn(user.email, PASSWORD, login);
    const cookies = answer.headers.getSetCookie().map((line) => line.split('=')[0]);
    expect(cookies).toEqual(['session', 'browser']);
    const after = await server.database.query(live, [user.id]);
    expect(after).toHaveLength(1);
    expect(after).not.toEqual(before);
  });

  it('belongs to whoever signs in, if that is somebody else', async () => {
    const { browser } = await world.person('Ana');
    const other = await createUser(server, 'Ben');
    const login = place(await ask(browser, { prompt: 'login' }));
    const back = place(await browser.signIn(other.email, PASSWORD, login));
    const consent = await browser.get(place(await browser.get(back)));
    expect([consent.status, consent.html.includes(other.email)]).toEqual([200, true]);
  });

  it('a max_age that has not passed asks nothing', async () => {
    const { browser } = await world.person();
    expect(place(await ask(browser, { max_age: '3600' }))).toMatch(CONSENT);
  });

  it('select_account shows who is signed in, and goes on with them or with somebody else', async () => {
    const { user, browser } = await world.person();
    const choice = place(await ask(browser, { prompt: 'select_account' }));
    expect(choice).toMatch(/^\/oauth\/authorize\/azr_\w+\/account$/);
    const page = await browser.get(choice);
    expect(page.html).toContain(user.email);
    expect(place(await browser.get(choice.replace('/account', '')))).toBe(choice);
    const forged = await browser.post(choice, {}, { 'sec-fetch-site': 'cross-site' });
    expect(forged.status).toBe(403);

    const other = await createUser(server, 'Ben');
    const out = place(await browser.submit(page, `${choice}/switch`));
    const back = place(await browser.signIn(other.email, PASSWORD, out));
    expect(place(await browser.get(back))).toMatch(CONSENT);

    const again = await browser.get(place(await ask(browser, { prompt: 'select_account' })));
    const [action = ''] = /\/oauth\/authorize\/azr_\w+\/account/.exec(again.html) ?? [];
    const on = place(await browser.submit(again, action));
    expect(place(await browser.get(on))).toMatch(CONSENT);
  });

  it('login_hint fills in the e-mail, as text and nothing else (OIDC-06, D16)', async () => {
    const browser = new Browser(server.origin);
    const hint = `"><script>alert(1)</script>`;
    const page = await browser.get(place(await ask(browser, { login_hint: hint })));
    expect(page.html).toContain('value="&quot;>&lt;script>alert(1)');
    expect(page.html).not.toContain('<script>');
    const known = await browser.get(place(await ask(browser, { login_hint: 'ana@example.com' })));
    expect(known.html).toContain('value="ana@example.com"');
    const junk = await browser.get(place(await ask(browser, { login_hint: 'a\u0000\u202Eb' })));
    expect(junk.status).toBe(200);
  });

  it('other wishes of OpenID Connect never cause an error (OIDC-06)', async () => {
    const { browser } = await world.person();
    const page = await ask(browser, {
      display: 'touch',
      ui_locales: 'fr-CA en',
      claims_locales: 'de',
      acr_values: 'urn:example:gold',
      claims: '{"id_token":{"auth_time":{"essential":true}}}',
    });
    expect(place(page)).toMatch(CONSENT);
  });
});
