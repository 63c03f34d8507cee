import type { User } from '../../../src/modules/accounts/users.service.js';
import { Database } from '../../../src/platform/database/database.js';
import { Browser, type BrowserPage } from '../../support/browser.js';
import { eventually } from '../../support/eventually.js';
import { createUser, PASSWORD } from '../../support/people.js';
import { TestApp } from '../../support/test-app.js';
import { type AskingApp, World } from '../../support/world.js';

const CONSENT = /^\/oauth\/consent\/azr_/;
const RESUMED = /^\/oauth\/authorize\/azr_\w+$/;
const HOME = '/dashboard/connected-apps';

describe('two tabs of one browser at sign-in', () => {
  let server: TestApp;
  let world: World;
  let app: AskingApp;
  let ana: User;

  beforeAll(async () => {
    world = await World.start();
    ({ server } = world);
    app = await world.registerApp();
    ana = await createUser(server);
  });
  afterAll(() => server.stop());

  const place = (page: BrowserPage): string => page.headers.get('location') ?? '';
  const form = (user = ana, password = PASSWORD) => ({ email: user.email, password });
  const follow = async (browser: Browser, page: BrowserPage): Promise<BrowserPage> =>
    browser.get(place(page));
  /** Opens an app's request in a tab and stops at the sign-in page. */
  const openTab = async (browser: Browser, changes: Record<string, string> = {}) =>
    follow(browser, await browser.get(world.authorizePath(app, changes)));
  const sessionsOf = (user: User) =>
    server.database.query('SELECT id FROM browser_sessions WHERE user_id = $1', [user.id]);

  /** None of them ends the session before all of them have read it: a later one is refused as sent twice. */
  async function atOnce<T>(send: () => Promise<T>[]): Promise<T[]> {
    let sent: Promise<T>[] = [];
    await server.app.get(Database).transaction(async (tx) => {
      await tx.query('SELECT FROM browser_sessions WHERE ended_at IS NULL FOR UPDATE');
      sent = send();
      await eventually(async () => (await waiting()) === sent.length || undefined);
    });
    return Promise.all(sent);
  }

  async function waiting(): Promise<number | undefined> {
    const [row] = await server.database.query<{ waiting: number }>(
      `SELECT count(*)::int AS waiting FROM pg_stat_activity
       WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    );
    return row?.waiting;
  }

  it('the second goes on to where it was going, once the first has signed in (D15)', async () => {
    const browser = new Browser(server.origin);
    const [first, second] = [await openTab(browser), await openTab(browser)];
    const one = place(await browser.submit(first, '/login', form()));
    const cookies = { ...browser.cookies };
    const sent = await browser.submit(second, '/login', form());
    expect([sent.status, sent.headers.getSetCookie()]).toEqual([303, []]);
    const other = place(await follow(browser, sent));
    expect([one, other]).toEqual([expect.stringMatching(RESUMED), expect.stringMatching(RESUMED)]);
    expect(other).not.toBe(one);
    expect(place(await browser.get(other))).toMatch(CONSENT);
    // Only the link to continue: it is the session of the first tab.
    expect(browser.cookies).toEqual(cookies);
  });

  it('the second looks at no password: a wrong one counts for nothing (D5)', async () => {
    const browser = new Browser(server.origin);
    const [first, second] = [await openTab(browser), await openTab(browser)];
    await browser.submit(first, '/login', form());
    const failures = () => server.database.query('SELECT * FROM failed_sign_ins');
    const before = await failures();
    const sent = await browser.submit(second, '/login', form(ana, 'wrong password'));
    expect(place(await follow(browser, sent))).toMatch(RESUMED);
    expect(await failures()).toEqual(before);
  });

  it('the second goes home if it was going nowhere', async () => {
    const browser = new Browser(server.origin);
    const [first, second] = [await browser.get('/login'), await browser.get('/login')];
    await browser.submit(first, '/login', form());
    expect(place(await follow(browser, await browser.submit(second, '/login', form())))).toBe(HOME);
  });

  it('the second is asked again for what wants a sign-in of its own (D3, OIDC-06)', async () => {
    const browser = new Browser(server.origin);
    const first = await openTab(browser);
    const second = await openTab(browser, { prompt: 'login' });
    await browser.submit(first, '/login', form());
    const path = place(await follow(browser, await browser.submit(second, '/login', form())));
    const login = place(await browser.get(path));
    expect(login).toMatch(/^\/login\?return=/);
    expect(place(await browser.signIn(ana.email, PASSWORD, login))).toBe(path);
    expect(place(await browser.get(path))).toMatch(CONSENT);
  });

  it('who meant somebody else in the second is not taken for the first (D5)', async () => {
    const ben = await createUser(server, 'Ben');
    const browser = new Browser(server.origin);
    const [first, second] = [await openTab(browser), await openTab(browser)];
    await browser.submit(first, '/login', form());
    const shown = await browser.submit(second, '/login', form(ben));
    expect([shown.status, place(shown)]).toEqual([409, '']);
    expect(shown.html).toContain(`<bdi>${ana.email}</bdi> has signed in from another tab`);
    expect(shown.html).toContain(`value="${ben.email}"`);
    expect(shown.html).not.toContain(PASSWORD);
    expect(await sessionsOf(ben)).toEqual([]);
    const path = place(await browser.submit(shown, '/login', form(ben)));
    const consent = await follow(browser, await browser.get(path));
    expect(consent.html).toContain(ben.email);
  });

  it('both at once: one session begins, and both go on', async () => {
    const eva = await createUser(server, 'Eva');
    const browser = new Browser(server.origin);
    const tabs = [await openTab(browser), await openTab(browser), await openTab(browser)];
    const sent = await atOnce(() => tabs.map((tab) => browser.submit(tab, '/login', form(eva))));
    expect(sent.map(({ status }) => status)).toEqual([303, 303, 303]);
    expect(await sessionsOf(eva)).toHaveLength(1);
    const places = sent.map(place);
    expect(places.filter((each) => RESUMED.test(each))).toHaveLength(1);
    for (const each of places) {
      const path = RESUMED.test(each) ? each : place(await browser.get(each));
      expect(place(await browser.get(path))).toMatch(CONSENT);
    }
  });

  it('a form without a token, or in a browser where nobody is signed in, stays refused (D5)', async () => {
    const browser = new Browser(server.origin);
    await browser.signIn(ana.email, PASSWORD);
    expect((await browser.post('/login', form())).status).toBe(403);
    const stranger = await new Browser(server.origin).get('/login');
    const anonymous = new Browser(server.origin);
    await anonymous.get('/login');
    expect((await anonymous.submit(stranger, '/login', form())).status).toBe(403);
    const foreign = { 'sec-fetch-site': 'cross-site' };
    expect((await browser.submit(stranger, '/login', form(), foreign)).status).toBe(403);
  });
});
