import type { User } from '../../../src/modules/accounts/users.service.js';
import type { BrowserPage } from '../../support/browser.js';
import { answerOf, decide } from '../../support/consent-page.js';
import { PASSWORD } from '../../support/people.js';
import { TestApp } from '../../support/test-app.js';
import { type AskingApp, World } from '../../support/world.js';

describe('a consent to something restricted', () => {
  let server: TestApp;
  let world: World;
  let app: AskingApp;

  beforeAll(async () => {
    world = await World.start();
    ({ server } = world);
    app = await world.verifiedApp(['segments:read', 'sms:send']);
  });
  afterAll(() => server.stop());

  const scope = 'segments:read sms:send';
  const place = (page: BrowserPage): string => page.headers.get('location') ?? '';
  const age = async ({ id }: User) => {
    const old = `now() - interval '11 minutes'`;
    await server.database.query(
      `UPDATE browser_sessions SET authenticated_at = ${old} WHERE user_id = $1`,
      [id],
    );
    await server.database.query(
      `UPDATE authorization_requests SET auth_time = ${old} WHERE user_id = $1`,
      [id],
    );
  };

  it('asks for the password first, if it was given more than ten minutes ago', async () => {
    const { user, browser } = await world.person();
    await world.project(user, 'owner');
    await age(user);
    const login = place(await browser.get(world.authorizePath(app, { scope })));
    expect(login).toMatch(/^\/login\?return=/);
    const back = place(await browser.signIn(user.email, PASSWORD, login));
    expect(place(await browser.get(back))).toMatch(/^\/oauth\/consent\//);
  });

  it('is not taken from a page that stood open too long: the password, and the page anew', async () => {
    const { user, browser } = await world.person();
    const { wireId } = await world.project(user, 'owner');
    const consent = await world.openConsent(browser, world.authorizePath(app, { scope }));
    await age(user);
    const ticks = { projects: [wireId], scopes: ['segments:read', 'sms:send'] };
    const login = place(await decide(browser, consent, ticks));
    expect(login).toMatch(/^\/login\?return=/);
    expect(await server.database.query('SELECT FROM grants WHERE user_id = $1', [user.id])).toEqual(
      [],
    );
    const back = place(await browser.signIn(user.email, PASSWORD, login));
    const again = await world.openConsent(browser, back);
    expect(answerOf(await decide(browser, again, ticks)).code).toMatch(/^isoc_/);
  });

  it('without the restricted scope goes on, however old the sign-in', async () => {
    const { user, browser } = await world.person();
    const { wireId } = await world.project(user, 'owner');
    const consent = await world.openConsent(browser, world.authorizePath(app, { scope }));
    await age(user);
    const given = await decide(browser, consent, { projects: [wireId], scopes: ['segments:read'] });
    expect(answerOf(given).code).toMatch(/^isoc_/);
  });

  it('is refused as login_required where nothing may be asked (AUTH-16)', async () => {
    const { user, browser } = await world.person();
    await world.project(user, 'owner');
    await age(user);
    const page = await browser.get(world.authorizePath(app, { scope, prompt: 'none' }));
    expect(answerOf(page).error).toBe('login_required');
  });
});
