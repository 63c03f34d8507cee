import { parseSetCookie } from 'cookie';
import type { Request } from 'express';
import supertest from 'supertest';
import type { BrowserSession } from '../../../src/modules/accounts/browser-session.js';
import { BrowserSessions } from '../../../src/modules/accounts/browser-sessions.service.js';
import type { User } from '../../../src/modules/accounts/users.service.js';
import { Browser } from '../../support/browser.js';
import { createUser, PASSWORD } from '../../support/people.js';
import { TestApp } from '../../support/test-app.js';

const open = (sessions: BrowserSessions, { cookies }: Browser): Promise<BrowserSession> => {
  const request = { headers: { cookie: `session=${String(cookies.session)}` } } as Request;
  return sessions.open(request);
};

/** What a later module does: stores a path for the browser session. */
async function keepReturn(server: TestApp, browser: Browser, path: string): Promise<string> {
  const sessions = server.app.get(BrowserSessions, { strict: false });
  return sessions.signInLocation(await open(sessions, browser), path);
}

/** What a later module does on "not you?". */
async function changePerson(server: TestApp, browser: Browser, path: string): Promise<string> {
  const sessions = server.app.get(BrowserSessions, { strict: false });
  const outcome = await sessions.changePerson(await open(sessions, browser), path);
  browser.cookies.session = String(parseSetCookie(outcome.cookies[0] ?? '').value);
  return outcome.location;
}

describe('browser sessions', () => {
  let server: TestApp;
  let ana: User;
  beforeAll(async () => {
    server = await TestApp.start();
    ana = await createUser(server);
  });
  afterAll(() => server.stop());

  it('lead back to the page that asked for sign-in, and only their own browser (D9)', async () => {
    const browser = new Browser(server.origin);
    await browser.get('/login');
    const location = await keepReturn(server, browser, '/oauth/authorize?state=%2F%2Fx');
    const stranger = await new Browser(server.origin).signIn(ana.email, PASSWORD, location);
    expect(stranger.headers.get('location')).toBe('/dashboard/connected-apps');
    const response = await browser.signIn(ana.email, PASSWORD, location);
    expect(response.headers.get('location')).toBe('/oauth/authorize?state=%2F%2Fx');
    const again = await browser.get(location);
    expect(again.headers.get('location')).toBe('/oauth/authorize?state=%2F%2Fx');
  });

  it.each(['//evil.example', '/\\evil.example', 'https://evil.example', '', '/a\nb'])(
    'refuse to keep %j as a place to return to (D9)',
    async (path) => {
      const browser = new Browser(server.origin);
      await browser.get('/login');
      await expect(keepReturn(server, browser, path)).rejects.toThrow('path of this server');
    },
  );

  it('end at sign-out, for good', async () => {
    const browser = new Browser(server.origin);
    await browser.signIn(ana.email, PASSWORD);
    const old = { ...browser.cookies };
    const landing = await browser.get('/');
    expect(landing.html).toContain(ana.email);
    const response = await browser.submit(landing, '/logout');
    expect([response.status, response.headers.get('location')]).toEqual([303, '/']);
    expect(browser.cookies.session).toBeUndefined();
    Object.assign(browser.cookies, old);
    expect((await browser.get('/')).html).not.toContain(ana.email);
  });

  it('are not ended by a link or by another site (D2)', async () => {
    const browser = new Browser(server.origin);
    await browser.signIn(ana.email, PASSWORD);
    expect((await browser.get('/logout', { accept: 'text/html' })).status).toBe(405);
    expect((await browser.post('/logout', {})).status).toBe(403);
    expect((await browser.get('/')).html).toContain(ana.email);
  });

  it('can change hands and go on where they were: "not you?"', async () => {
    const eva = await createUser(server, 'Eva');
    const browser = new Browser(server.origin);
    await browser.signIn(ana.email, PASSWORD);
    const old = String(browser.cookies.session);
    const next = await changePerson(server, browser, '/oauth/authorize?client_id=x');
    expect(next).toMatch(/^\/login\?return=/);
    const former = new Browser(server.origin);
    former.cookies.session = old;
    expect((await former.get('/')).html).not.toContain(ana.email);
    const response = await browser.signIn(eva.email, PASSWORD, next);
    expect(response.headers.get('location')).toBe('/oauth/authorize?client_id=x');
  });

  it('keep twenty places to return to, and forget the oldest (D9)', async () => {
    const browser = new Browser(server.origin);
    await browser.get('/login');
    const paths = Array.from({ length: 25 }, (_, i) => `/dashboard?page=${String(i)}`);
    const locations = [];
    for (const path of paths) locations.push(await keepReturn(server, browser, path));
    const [row] = await server.database.query(
      `SELECT count(*)::int AS kept FROM sign_in_returns WHERE session_id =
         (SELECT session_id FROM sign_in_returns WHERE path = '/dashboard?page=24')`,
    );
    expect(row).toEqual({ kept: 20 });
    await browser.signIn(ana.email, PASSWORD);
    const places = [];
    for (const at of [4, 5])
      places.push((await browser.get(locations[at] ?? '')).headers.get('location'));
    expect(places).toEqual(['/dashboard/connected-apps', '/dashboard?page=5']);
  });

  it('end after their time, by the clock of the database, and with their person', async () => {
    const browser = new Browser(server.origin);
    await browser.signIn(ana.email, PASSWORD);
    const hours = await server.database.query<{ hours: number }>(
      `SELECT round(extract(epoch FROM max(expires_at) - now()) / 3600)::int AS hours
       FROM browser_sessions WHERE user_id = $1`,
      [ana.id],
    );
    expect(hours).toEqual([{ hours: 12 }]);
    await server.database.query('UPDATE users SET disabled_at = now() WHERE id = $1', [ana.id]);
    expect((await browser.get('/')).html).not.toContain(ana.email);
    await server.database.query('UPDATE users SET disabled_at = NULL WHERE id = $1', [ana.id]);
    expect((await browser.get('/')).html).toContain(ana.email);
    await server.database.query('UPDATE browser_sessions SET expires_at = now()');
    expect((await browser.get('/')).html).not.toContain(ana.email);
  });

  it('ignore cookies that are none', async () => {
    for (const value of ['', 'x', '"', 'a'.repeat(43), '%00', 'a'.repeat(4_000)]) {
      const browser = new Browser(server.origin);
      browser.cookies.session = value;
      expect((await browser.get('/login')).status).toBe(200);
    }
  });
});

describe('on an https issuer', () => {
  it('the cookie is one that no other host can set (D4, HTTP-07)', async () => {
    const server = await TestApp.start({ ISSUER_URL: 'https://apps.example.com' });
    const page = await supertest(server.app.getHttpServer()).get('/login').expect(200);
    const cookie = parseSetCookie(String(page.headers['set-cookie']));
    expect(cookie).toMatchObject({
      name: '__Host-session',
      path: '/',
      secure: true,
      httpOnly: true,
      sameSite: 'lax',
    });
    expect(cookie.domain).toBeUndefined();
    await server.stop();
  });
});

describe('/', () => {
  it('says what this server is, and /dashboard leads on', async () => {
    const server = await TestApp.start();
    const browser = new Browser(server.origin);
    const page = await browser.get('/');
    expect(page.status).toBe(200);
    expect(page.headers.get('set-cookie')).toBeNull();
    expect(page.html).toContain('href="/docs"');
    const dashboard = await browser.get('/dashboard');
    expect([dashboard.status, dashboard.headers.get('location')]).toEqual([
      303,
      '/dashboard/connected-apps',
    ]);
    await server.stop();
  });
});
