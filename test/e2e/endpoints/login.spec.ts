import { parseSetCookie } from 'cookie';
import { FailedSignIns } from '../../../src/modules/accounts/internal/failed-sign-ins.js';
import type { User } from '../../../src/modules/accounts/users.service.js';
import { Browser, hiddenFields } from '../../support/browser.js';
import { createUser, PASSWORD } from '../../support/people.js';
import { TestApp } from '../../support/test-app.js';

const HOME = '/dashboard/connected-apps';

describe('/login', () => {
  let server: TestApp;
  let ana: User;
  beforeAll(async () => {
    server = await TestApp.start();
    ana = await createUser(server);
  });
  afterAll(() => server.stop());

  const open = (): Browser => new Browser(server.origin);

  it('signs in and goes on with 303, never 307 (A18)', async () => {
    const response = await open().signIn(ana.email, PASSWORD);
    expect(response.status).toBe(303);
    expect(response.headers.get('location')).toBe(HOME);
    expect(response.headers.get('cache-control')).toBe('no-store');
  });

  it('cannot be framed, stored, scripted or kept from going on to an app (D1, D13, AUTH-19)', async () => {
    const { headers } = await open().get('/login');
    expect(headers.get('content-security-policy')).toBe(
      "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'",
    );
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('access-control-allow-origin')).toBeNull();
  });

  it('begins a new session with a new token, and the old one is dead (D4)', async () => {
    const browser = open();
    await browser.get('/login');
    const planted = { ...browser.cookies };
    await browser.signIn(ana.email, PASSWORD);
    expect(browser.cookies.session).not.toBe(planted.session);
    const attacker = open();
    Object.assign(attacker.cookies, planted);
    const page = await attacker.get('/dashboard');
    expect(page.html).not.toContain(ana.email);
    const rows = await server.database.query<{ live: boolean }>(
      `SELECT EXISTS (SELECT FROM browser_sessions WHERE token_hash = sha256($1::bytea) AND ended_at IS NULL) AS live`,
      [Buffer.from(String(planted.session))],
    );
    expect(rows).toEqual([{ live: false }]);
  });

  it('sets a cookie that scripts and other sites cannot use (HTTP-07)', async () => {
    const page = await open().get('/login');
    const cookie = parseSetCookie(String(page.headers.get('set-cookie')));
    expect(cookie).toMatchObject({ name: 'session', path: '/', httpOnly: true, sameSite: 'lax' });
    expect(cookie.secure).toBeFalsy();
    expect(cookie.value).toMatch(/^[A-Za-z0-9_-]{43}$/);
  });

  it('keeps only the hash of the token (G13)', async () => {
    const browser = open();
    await browser.signIn(ana.email, PASSWORD);
    const rows = await server.database.query<{ text: string }>(
      'SELECT s::text AS text FROM browser_sessions s',
    );
    expect(rows.map((row) => row.text).join()).not.toContain(browser.cookies.session);
  });

  it('answers an unknown address and a wrong password with the same page (D6)', async () => {
    const [unknown, wrong] = await Promise.all([
      open().signIn('nobody@example.com', 'wrong password'),
      open().signIn(ana.email, 'wrong password'),
    ]);
    const plain = (html: string, email: string): string =>
      html.replaceAll(/name="csrf_token" value="[^"]*"/g, '').replaceAll(email, '');
    expect([unknown.status, wrong.status]).toEqual([401, 401]);
    expect(plain(unknown.html, 'nobody@example.com')).toBe(plain(wrong.html, ana.email));
    expect(wrong.html).toContain(`value="${ana.email}"`);
    expect(wrong.html).not.toContain('wrong password');
  });

  it('knows the address in any case, and nobody who is disabled', async () => {
    const eva = await createUser(server, 'Eva');
    const response = await open().signIn(` ${eva.email.toUpperCase()} `, PASSWORD);
    expect(response.status).toBe(303);
    await server.database.query('UPDATE users SET disabled_at = now() WHERE id = $1', [eva.id]);
    expect((await open().signIn(eva.email, PASSWORD)).status).toBe(401);
  });

  it('refuses an overlong password before any work (D7)', async () => {
    const browser = open();
    const response = await browser.signIn(ana.email, 'p'.repeat(257));
    expect(response.status).toBe(400);
    expect((await browser.signIn(ana.email, 'é'.repeat(128))).status).toBe(401);
  });

  it.each(['//evil.example', '/\\evil.example', 'https:evil.example', 'https://evil.example/'])(
    'goes nowhere else for %s (D9)',
    async (evil) => {
      for (const name of ['return', 'next', 'returnTo', 'redirect_uri']) {
        const location = `/login?${new URLSearchParams({ [name]: evil }).toString()}`;
        const response = await open().signIn(ana.email, PASSWORD, location);
        expect(response.headers.get('location')).toBe(HOME);
      }
    },
  );

  it('writes both outcomes to the audit log, the address apart', async () => {
    await server.database.query(`UPDATE failed_sign_ins SET minute = minute - interval '1 minute'`);
    await server.app.get(FailedSignIns, { strict: false }).run();
    const [event] = await server.database.query<{ type: string; fields: { email: string } }>(
      `SELECT type, fields FROM audit_events e JOIN audit_pii p ON p.event_id = e.id
       WHERE type = 'user.sign_in_failed' AND reason = 'unknown_address' LIMIT 1`,
    );
    expect(event?.fields.email).toContain('nobody@example.com');
    const [count] = await server.database.query<{ count: string }>(
      `SELECT count(*) FROM audit_events WHERE type = 'user.signed_in' AND target->>'id' = $1`,
      [ana.id],
    );
    expect(Number(count?.count)).toBeGreaterThan(0);
  });

  it('survives odd input without a fault of its own (E14)', async () => {
    for (const email of ['\0', '\ud800', 'a'.repeat(20_000), '@', "' OR 1=1 --"]) {
      expect((await open().signIn(email, 'x')).status).toBe(401);
    }
  });
});

describe('forms of pages', () => {
  let server: TestApp;
  let ana: User;
  beforeAll(async () => {
    server = await TestApp.start();
    ana = await createUser(server);
  });
  afterAll(() => server.stop());

  const attempt = async (
    change: (fields: Record<string, string>, browser: Browser) => void,
    headers: Record<string, string> = {},
  ) => {
    const browser = new Browser(server.origin);
    const page = await browser.get('/login');
    const fields: Record<string, string> = {
      ...hiddenFields(page.html, '/login'),
      email: ana.email,
      password: PASSWORD,
    };
    change(fields, browser);
    return browser.post('/login', fields, headers);
  };
  const nothing = (): void => undefined;

  it('need the token of their own session: login CSRF (D5)', async () => {
    const stranger = await new Browser(server.origin).get('/login');
    const foreign = String(hiddenFields(stranger.html, '/login').csrf_token);
    const without = await attempt((fields) => Reflect.deleteProperty(fields, 'csrf_token'));
    const wrong = await attempt((fields) => (fields.csrf_token = foreign));
    const cookieless = await attempt((_, browser) =>
      Reflect.deleteProperty(browser.cookies, 'session'),
    );
    for (const response of [without, wrong, cookieless]) {
      expect(response.status).toBe(403);
      expect(response.headers.get('set-cookie')).toBeNull();
      expect(response.html).not.toContain(ana.email);
    }
  });

  it.each([
    ['another origin', { origin: 'https://evil.example' }],
    ['another port', { origin: 'http://localhost:1' }],
    ['a cross-site request', { 'sec-fetch-site': 'cross-site' }],
    ['a sibling site', { 'sec-fetch-site': 'same-site' }],
    ['a sandboxed frame', { origin: 'null', 'sec-fetch-site': 'cross-site' }],
  ])('are refused from %s (D2)', async (_name, headers) => {
    const response = await attempt(nothing, headers);
    expect(response.status).toBe(403);
    expect(response.headers.get('set-cookie')).toBeNull();
  });

  it.each(['email', 'password', 'return', 'scope'])(
    'are refused with a field %s that comes twice (AUTH-12)',
    async (name) => {
      const browser = new Browser(server.origin);
      const { csrf_token = '' } = hiddenFields((await browser.get('/login')).html, '/login');
      const fields: Record<string, string> = { csrf_token, email: ana.email, password: PASSWORD };
      const once: [string, string] = [name, fields[name] ?? 'x'];
      const twice = [...Object.entries({ ...fields, [name]: once[1] }), once];
      const response = await browser.post('/login', twice);
      expect(response.status).toBe(400);
      expect(response.headers.get('set-cookie')).toBeNull();
    },
  );

  it('are accepted from our own pages, however much the browser says', async () => {
    const honest: Record<string, string>[] = [
      { origin: server.origin },
      { origin: server.origin, 'sec-fetch-site': 'same-origin' },
      // The `Origin` header of the server's own pages under `Referrer-Policy: no-referrer`.
      { origin: 'null', 'sec-fetch-site': 'same-origin' },
    ];
    for (const headers of honest) {
      expect((await attempt(nothing, headers)).status).toBe(303);
    }
  });

  it('are refused when sent twice, the second time without effect', async () => {
    const browser = new Browser(server.origin);
    const page = await browser.get('/login');
    const old = { ...browser.cookies };
    const form = { email: ana.email, password: PASSWORD };
    expect((await browser.submit(page, '/login', form)).status).toBe(303);
    Object.assign(browser.cookies, old);
    expect((await browser.submit(page, '/login', form)).status).toBe(403);
  });
});

describe('a flood of sign-ins', () => {
  it('is answered or turned away, never with a fault, and leaves the rest alone (D7)', async () => {
    const server = await TestApp.start();
    const browser = new Browser(server.origin);
    const page = await browser.get('/login');
    const form = { email: 'nobody@example.com', password: 'guess' };
    const flood = Array.from({ length: 150 }, () => browser.submit(page, '/login', form));
    expect((await new Browser(server.origin).get('/')).status).toBe(200);
    const statuses = new Set((await Promise.all(flood)).map(({ status }) => status));
    expect([...statuses].sort()).toEqual([401, 503]);
    await server.stop();
  });
});
