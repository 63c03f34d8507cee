import { PasswordResets } from '../../../src/modules/accounts/internal/passwords/password-resets.js';
import { FailedSignIns } from '../../../src/modules/accounts/internal/failed-sign-ins.js';
import type { User } from '../../../src/modules/accounts/users.service.js';
import { Database } from '../../../src/platform/database/database.js';
import { Browser, type BrowserPage } from '../../support/browser.js';
import { createUserOfManyAttempts, PASSWORD } from '../../support/people.js';
import { TestApp } from '../../support/test-app.js';

const LIMITS = { RATE_LIMIT_SCALE: '1', TRUSTED_PROXIES: '127.0.0.1' };
const FREE = 5;

let networks = 0;
/** A client at a new address. */
const elsewhere = (): Record<string, string> => ({
  'x-forwarded-for': `198.51.${String(Math.floor(++networks / 250))}.${String(networks % 250)}`,
});

describe('wrong passwords', () => {
  let server: TestApp;
  let ana: User;
  let here: Record<string, string>;
  beforeAll(async () => (server = await TestApp.start(LIMITS)));
  afterAll(() => server.stop());
  beforeEach(async () => {
    ana = await createUserOfManyAttempts(server);
    here = elsewhere();
  });

  async function signIn(
    email: string,
    password: string,
    headers = here,
    browser = new Browser(server.origin),
  ): Promise<BrowserPage> {
    const page = await browser.get('/login', headers);
    const [, token = ''] = /name="csrf_token" value="([^"]+)"/.exec(page.html) ?? [];
    return browser.post('/login', { csrf_token: token, email, password }, headers);
  }

  /** Enough failures that this network has to wait. */
  async function guess(email: string, times = FREE): Promise<number[]> {
    const statuses: number[] = [];
    for (let i = 0; i < times; i++) statuses.push((await signIn(email, 'guess')).status);
    return statuses;
  }

  /** Somebody who has the link of the letter sets `another thing`. */
  async function setPassword({ id }: User, headers = here): Promise<Browser> {
    const resets = server.app.get(PasswordResets, { strict: false });
    const token = await server.app.get(Database).transaction((tx) => resets.issue(tx, id));
    const browser = new Browser(server.origin);
    await browser.get(`/password/reset?token=${token}`, headers);
    const page = await browser.get('/password/reset/new', headers);
    const wanted = { password: 'another thing' };
    const done = await browser.submit(page, '/password/reset/new', wanted, headers);
    expect(done.status).toBe(303);
    return browser;
  }

  /** Lets all waits end, without draining the buckets. */
  const waitsPass = () =>
    server.database.query('UPDATE sign_in_attempts SET open_at = now() WHERE open_at > now()');

  const secondsOf = ({ headers }: BrowserPage): number => Number(headers.get('retry-after'));

  it('make the next attempt wait, twice as long each time and never beyond minutes (D8)', async () => {
    expect(await guess(ana.email)).toEqual(Array(FREE).fill(401));
    const waits: number[] = [];
    for (let i = 0; i < 9; i++) {
      const early = await signIn(ana.email, 'guess');
      expect(early.status).toBe(429);
      waits.push(secondsOf(early));
      await waitsPass();
      expect((await signIn(ana.email, 'guess')).status).toBe(401);
    }
    const expected = [5, 10, 20, 40, 80, 160, 300, 300, 300];
    waits.forEach((wait, index) => {
      expect(wait).toBeLessThanOrEqual(expected[index] ?? 0);
      expect(wait).toBeGreaterThan((expected[index] ?? 0) - 5);
    });
  });

  it('say how long, on the form they were written into', async () => {
    await guess(ana.email);
    const { html, headers } = await signIn(ana.email, 'guess');
    expect(html).toMatch(/Try again in \d seconds?\./);
    expect(html).toContain(`value="${ana.email}"`);
    expect(html).toContain('action="/login"');
    expect(headers.get('cache-control')).toBe('no-store');
  });

  it('hold up the right one too, until the wait is over; knocking on does not prolong it (D8)', async () => {
    await guess(ana.email);
    const [first] = await server.database.query<{ open_at: Date }>(
      'SELECT open_at FROM sign_in_attempts ORDER BY open_at DESC LIMIT 1',
    );
    for (let i = 0; i < 5; i++) expect((await signIn(ana.email, PASSWORD)).status).toBe(429);
    const [last] = await server.database.query<{ open_at: Date }>(
      'SELECT open_at FROM sign_in_attempts ORDER BY open_at DESC LIMIT 1',
    );
    expect(last).toEqual(first);
    await waitsPass();
    expect((await signIn(ana.email, PASSWORD)).status).toBe(303);
    // And it started again.
    expect(await guess(ana.email)).toEqual(Array(FREE).fill(401));
  });

  it('never hold up somebody in a browser where they were before (D8)', async () => {
    const home = new Browser(server.origin);
    expect((await signIn(ana.email, PASSWORD, elsewhere(), home)).status).toBe(303);
    const { browser } = home.cookies;
    await guess(ana.email, FREE + 3);
    const later = new Browser(server.origin);
    Object.assign(later.cookies, { browser });
    expect((await signIn(ana.email, PASSWORD, elsewhere(), later)).status).toBe(303);
    // Elsewhere the wait continues: the successful sign-in has not reset other networks.
    expect((await signIn(ana.email, PASSWORD)).status).toBe(429);
  });

  it('cannot keep somebody out who has set a new password in this browser (D8)', async () => {
    await guess(ana.email);
    const browser = await setPassword(ana);
    // Earlier guesses are cleared, and later ones have no effect.
    expect(await guess(ana.email)).toEqual(Array(FREE).fill(401));
    expect((await signIn(ana.email, 'another thing')).status).toBe(429);
    expect((await signIn(ana.email, 'another thing', elsewhere(), browser)).status).toBe(303);
  });

  it('slow a known browser down as well, if they are tried there (D8)', async () => {
    const home = new Browser(server.origin);
    await signIn(ana.email, PASSWORD, elsewhere(), home);
    const { browser } = home.cookies;
    const thief = async (password: string) => {
      const other = new Browser(server.origin);
      Object.assign(other.cookies, { browser });
      return (await signIn(ana.email, password, elsewhere(), other)).status;
    };
    const statuses: number[] = [];
    for (let i = 0; i <= FREE; i++) statuses.push(await thief('guess'));
    expect(statuses).toEqual([...Array<number>(FREE).fill(401), 429]);
    // The person, without that cookie, is not delayed.
    expect((await signIn(ana.email, PASSWORD)).status).toBe(303);
  });

  it('mean nothing more for one who carries the cookie of somebody else (D8)', async () => {
    const eva = await createUserOfManyAttempts(server, 'Eva');
    const home = new Browser(server.origin);
    await signIn(eva.email, PASSWORD, elsewhere(), home);
    await guess(ana.email);
    const { browser } = home.cookies;
    for (const planted of [browser, 'x', 'a'.repeat(43), '']) {
      const stranger = new Browser(server.origin);
      Object.assign(stranger.cookies, { browser: planted });
      expect((await signIn(ana.email, PASSWORD, here, stranger)).status).toBe(429);
    }
  });

  it('are the same for an address without an account (D6)', async () => {
    const nobody = `nobody${String(networks)}@example.com`;
    expect(await guess(nobody)).toEqual(Array(FREE).fill(401));
    const unknown = await signIn(` ${nobody.toUpperCase()}`, 'guess');
    await guess(ana.email);
    const known = await signIn(ana.email, 'guess');
    const plain = (page: BrowserPage): string =>
      page.html
        .replaceAll(/name="csrf_token" value="[^"]*"/g, '')
        .replaceAll(/in \d seconds?/g, '')
        .replaceAll(/name="email" value="[^"]*"|value="[^"]*@[^"]*"/gi, '');
    expect([unknown.status, known.status]).toEqual([429, 429]);
    expect(plain(unknown)).toBe(plain(known));
  });

  it('for many accounts slow down the network they come from, and nobody else (D8)', async () => {
    const stuffing = elsewhere();
    // Past the request limit per minute, which is not tested here.
    const quick = () => server.database.query('DELETE FROM rate_limit_counters');
    for (let i = 0; i < 6 * FREE; i++) {
      expect((await signIn(`victim${String(i)}@example.com`, 'guess', stuffing)).status).toBe(401);
      await quick();
    }
    const next = await signIn('another@example.com', 'guess', stuffing);
    expect(next.status).toBe(429);
    expect(secondsOf(next)).toBeGreaterThan(0);
    expect((await signIn(ana.email, PASSWORD)).status).toBe(303);
    // Its wait does not affect the accounts it names: nothing was counted for them.
    for (let i = 0; i < FREE; i++) await signIn(ana.email, 'guess', stuffing);
    expect((await signIn(ana.email, PASSWORD)).status).toBe(303);
  });

  it('for many accounts are not cleared by one account whose password somebody knows or sets (D8)', async () => {
    const stuffing = elsewhere();
    const attempt = async (email: string, password = 'guess') => {
      await server.database.query('DELETE FROM rate_limit_counters');
      return (await signIn(email, password, stuffing)).status;
    };
    for (let i = 0; i < 6 * FREE + 5; i++) {
      await waitsPass();
      expect(await attempt(`spared${String(i)}@example.com`)).toBe(401);
    }
    await waitsPass();
    expect(await attempt(ana.email, PASSWORD)).toBe(303);
    expect(await attempt('more@example.com')).toBe(401);
    expect(await attempt('still-more@example.com')).toBe(429);
    await setPassword(ana, stuffing);
    expect(await attempt('still-more@example.com')).toBe(429);
  });

  it('are forgotten with time, one after the other', async () => {
    await guess(ana.email);
    await server.database.query(
      `UPDATE sign_in_attempts SET empty_at = empty_at - interval '21 minutes', open_at = now()`,
    );
    expect(await guess(ana.email, 2)).toEqual([401, 401]);
    expect((await signIn(ana.email, PASSWORD)).status).toBe(429);
  });

  it('come to the audit log as one row for each account and minute (G9)', async () => {
    await server.database.query('DELETE FROM failed_sign_ins');
    const rows = () =>
      server.database.query<{ target: string; count: number; emails: string; ips: string }>(
        `SELECT target ->> 'id' AS target, (context ->> 'count')::int AS count,
           fields ->> 'email' AS emails, fields ->> 'addresses' AS ips
         FROM audit_events e JOIN audit_pii p ON p.event_id = e.id
         WHERE type = 'user.sign_in_failed' AND outcome = 'refused' ORDER BY e.id`,
      );
    const before = (await rows()).length;
    await guess(ana.email, 4);
    for (let i = 0; i < 6; i++) await signIn(`ghost${String(i)}@example.com`, 'guess');
    // Of all minutes: another one may have begun between two attempts.
    await server.database.query(`UPDATE failed_sign_ins SET minute = minute - interval '1 hour'`);
    const job = server.app.get(FailedSignIns, { strict: false });
    await Promise.all([job.run(), job.run()]);
    const written = (await rows()).slice(before);
    expect(written.reduce((all, { count }) => all + count, 0)).toBe(10);
    expect(written.length).toBeLessThanOrEqual(4);
    const unknown = written.filter(({ target }) => target === 'unknown');
    expect(unknown.map(({ emails }) => emails).join()).toContain('ghost0@example.com');
    expect(unknown[0]?.ips).toContain('198.51.');
    expect(await server.database.query('SELECT * FROM failed_sign_ins')).toEqual([]);
  });
});
