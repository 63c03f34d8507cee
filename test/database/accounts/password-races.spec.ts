import { KnownBrowsers } from '../../../src/modules/accounts/internal/known-browsers.js';
import { PasswordResets } from '../../../src/modules/accounts/internal/passwords/password-resets.js';
import { ResetPassword } from '../../../src/modules/accounts/internal/passwords/reset-password.js';
import type { User } from '../../../src/modules/accounts/users.service.js';
import { Database } from '../../../src/platform/database/database.js';
import { Browser, hiddenFields } from '../../support/browser.js';
import { ConnectedApp, type Tokens } from '../../support/connected-app.js';
import { eventually } from '../../support/eventually.js';
import { createUser, PASSWORD } from '../../support/people.js';
import { TestApp } from '../../support/test-app.js';

const ACCOUNT = '/dashboard/account';
const ACTION = '/dashboard/account/password';
const WANTED = 'quite another thing';

/** Two servers on one database: no process decides a race by its own state. */
describe('while a password is replaced', () => {
  let server: TestApp;
  let replica: TestApp;
  let ana: User;
  beforeAll(async () => {
    server = await TestApp.start();
    replica = await server.startReplica();
  });
  afterAll(async () => {
    await replica.stop();
    await server.stop();
  });
  beforeEach(async () => (ana = await createUser(server)));

  const front = <T>(type: new (...parameters: never[]) => T, via = server): T =>
    via.app.get(type, { strict: false });
  const issue = (userId: string): Promise<string> =>
    server.app.get(Database).transaction((tx) => front(PasswordResets).issue(tx, userId));
  const reset = (token: string, password = WANTED, via = server) =>
    front(ResetPassword, via).execute({ token, wanted: password, browserToken: null });
  const signedIn = async (): Promise<Browser> => {
    const browser = new Browser(server.origin);
    await browser.signIn(ana.email, PASSWORD);
    return browser;
  };
  const liveSessions = async (): Promise<number> => {
    const rows = await server.database.query(
      `SELECT FROM browser_sessions s JOIN users u ON u.id = s.user_id AND u.password_epoch = s.password_epoch
       WHERE u.id = $1 AND s.ended_at IS NULL AND s.expires_at > now()`,
      [ana.id],
    );
    return rows.length;
  };

  it('one link sets one password, however many use it at once (B1)', async () => {
    const token = await issue(ana.id);
    const words = Array.from({ length: 12 }, (_, i) => `password of caller ${String(i)}`);
    const outcomes = await Promise.all(
      words.map((word, i) => reset(token, word, i % 2 === 0 ? server : replica)),
    );
    const winners = outcomes.flatMap(({ kind }, i) => (kind === 'done' ? [words[i] ?? ''] : []));
    expect(winners).toHaveLength(1);
    const browser = new Browser(server.origin);
    expect((await browser.signIn(ana.email, winners[0] ?? '')).status).toBe(303);
    const events = await server.database.query(
      `SELECT 1 FROM audit_events WHERE type = 'user.password_reset' AND target ->> 'id' = $1`,
      [ana.id],
    );
    expect(events).toHaveLength(1);
  });

  it.each([1, 2, 3, 4])('no sign-in with the old one survives a reset, %s (E6)', async () => {
    const token = await issue(ana.id);
    const browsers = Array.from({ length: 6 }, () => new Browser(server.origin));
    const pages = await Promise.all(browsers.map((browser) => browser.get('/login')));
    const form = { email: ana.email, password: PASSWORD };
    const [outcome] = await Promise.all([
      reset(token, WANTED, replica),
      ...browsers.map((browser, i) => {
        const page = pages[i];
        return page && browser.submit(page, '/login', form);
      }),
    ]);
    expect(outcome.kind).toBe('done');
    expect(await liveSessions()).toBe(0);
  });

  it('grants are closed at once, and a minute later those that were still being given (E6)', async () => {
    expect((await reset(await issue(ana.id))).kind).toBe('done');
    const jobs = await server.database.query<{ later: boolean }>(
      `SELECT run_at > now() + interval '30 seconds' AS later FROM graphile_worker._private_jobs
       WHERE payload ->> 'userId' = $1 ORDER BY run_at`,
      [ana.id],
    );
    expect(jobs).toEqual([{ later: false }, { later: true }]);
  });

  it('a browser that signs in with the old one does not stay a known one (D8)', async () => {
    const thief = new Browser(server.origin);
    const login = await thief.get('/login');
    // Its session begins, and then it waits.
    const holder = await server.database.pool.connect();
    await holder.query('BEGIN');
    await holder.query('SELECT FROM browser_sessions WHERE user_id IS NULL FOR NO KEY UPDATE');
    const sent = thief.submit(login, '/login', { email: ana.email, password: PASSWORD });
    await eventually(async () => {
      const waiting = await server.database.query(
        `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
      );
      return waiting.length > 0 || undefined;
    });
    expect((await reset(await issue(ana.id), WANTED, replica)).kind).toBe('done');
    await holder.query('COMMIT');
    holder.release();
    await sent;
    const browser = thief.cookies.browser ?? '';
    expect(browser).not.toBe('');
    expect(await front(KnownBrowsers).knows(browser, ana.email)).toBe(false);
  });

  it.each([1, 2, 3, 4])('of a change and a reset at once one wins, %s (E6)', async () => {
    const token = await issue(ana.id);
    const browser = await signedIn();
    const page = await browser.get(ACCOUNT);
    const fields = { current: PASSWORD, password: 'changed by hand' };
    const [outcome, changed] = await Promise.all([
      reset(token, WANTED, replica),
      browser.submit(page, ACTION, fields),
    ]);
    const byReset = outcome.kind === 'done';
    // A 303 alone proves nothing: a person signed out meanwhile is redirected to sign-in.
    const place = changed.headers.get('location');
    const byHand = changed.status === 303 && place === `${ACCOUNT}?changed=1`;
    expect(byHand || changed.status === 403 || place === '/login').toBe(true);
    // Exactly one: a change that commits first invalidates the link.
    expect([byHand, byReset]).toEqual([!byReset, !byHand]);
    const good = byReset ? WANTED : 'changed by hand';
    expect((await new Browser(server.origin).signIn(ana.email, good)).status).toBe(303);
    expect(await liveSessions()).toBe(byReset ? 1 : 2);
  });

  it('one form sent twice changes it once', async () => {
    const browser = await signedIn();
    const form = hiddenFields((await browser.get(ACCOUNT)).html, ACTION);
    const fields = { ...form, current: PASSWORD, password: WANTED };
    const answers = await Promise.all([1, 2, 3].map(() => browser.post(ACTION, fields)));
    const places = answers.map(({ headers }) => headers.get('location'));
    expect(places.filter((place) => place === `${ACCOUNT}?changed=1`)).toHaveLength(1);
    expect(await liveSessions()).toBe(1);
  });

  it.each([1, 2, 3])('no refresh or redemption brings a token that lives, %s (E6)', async () => {
    const app = await ConnectedApp.connect(server);
    const [tokens, code] = [await app.getTokens(), await app.getCode()];
    const token = await issue(app.userId);
    const [outcome, refreshed, redeemed] = await Promise.all([
      reset(token),
      app.refresh(tokens.refresh_token, {}, replica),
      app.redeem(code, {}, replica),
    ]);
    expect(outcome.kind).toBe('done');
    const brought = [tokens, refreshed.body as Tokens, redeemed.body as Tokens];
    for (const { access_token, refresh_token } of brought.filter((each) => each.access_token)) {
      await server.http.get('/v1/').set('Authorization', `Bearer ${access_token}`).expect(401);
      await app.refresh(refresh_token).expect(400);
    }
  });

  it.each([
    ['one network, and no more than the free ones pass', () => 1, 5],
    ['many networks, and all of them share the spare ones', (i: number) => i, 5 + 20],
  ] as const)('a burst of guesses comes from %s (D8)', async (_, hostOf, most) => {
    const limits = { RATE_LIMIT_SCALE: '1', TRUSTED_PROXIES: '127.0.0.1' };
    const [one, two] = [await server.startReplica(limits), await server.startReplica(limits)];
    const browser = new Browser(server.origin);
    const [, csrf = ''] =
      /name="csrf_token" value="([^"]+)"/.exec((await browser.get('/login')).html) ?? [];
    await server.database.query('DELETE FROM rate_limit_counters');
    const guess = (i: number) =>
      (i % 2 === 0 ? one : two).http
        .post('/login')
        .set('X-Forwarded-For', `198.51.100.${String(hostOf(i) + 1)}`)
        .set('Cookie', `session=${String(browser.cookies.session)}`)
        .type('form')
        .send({ csrf_token: csrf, email: ana.email, password: 'guess' });
    const began = performance.now();
    const answers = await Promise.all(Array.from({ length: 50 }, async (_, i) => guess(i)));
    // After a first wait of 5 seconds the account has another attempt: a slow machine may see that within the burst.
    const waited = Math.floor((performance.now() - began) / 5_000);
    const having = (wanted: number) => answers.filter(({ status }) => status === wanted).length;
    // One whose statement waits too long on a busy machine is turned away, and is no guess.
    const [refused, turnedAway] = [having(401), having(503)];
    expect(refused + turnedAway).toBeGreaterThanOrEqual(most);
    expect(refused).toBeLessThanOrEqual(most + waited);
    expect(having(429)).toBe(50 - refused - turnedAway);
    await one.stop();
    await two.stop();
  });
});
