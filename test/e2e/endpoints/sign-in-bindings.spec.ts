import { Browser, type BrowserPage } from '../../support/browser.js';
import { decide } from '../../support/consent-page.js';
import { PASSWORD } from '../../support/people.js';
import { TestApp } from '../../support/test-app.js';
import { type AskingApp, World } from '../../support/world.js';

const CONSENT = /^\/oauth\/consent\/azr_/;
const RESUMED = /^\/oauth\/authorize\/azr_\w+$/;
const ACCOUNT = /^\/oauth\/authorize\/azr_\w+\/account$/;
const LOGIN = /^\/login\?return=/;
type Changes = Record<string, string>;

/** A request that requires a sign-in is answered by the sign-in made for it, and by no other one. */
describe('a sign-in that an app asks for', () => {
  let server: TestApp;
  let world: World;
  let app: AskingApp;

  beforeAll(async () => {
    world = await World.start();
    ({ server } = world);
    app = await world.registerApp();
  });
  afterAll(() => server.stop());

  const place = (page: BrowserPage): string => page.headers.get('location') ?? '';
  const follow = async (browser: Browser, path: string) => place(await browser.get(path));
  /** A request as anybody can have it stored, bound to no browser. */
  const keep = async (changes: Changes): Promise<string> => {
    const { searchParams } = new URL(world.authorizePath(app, changes), server.origin);
    return place(await new Browser(server.origin).post('/oauth/authorize', [...searchParams]));
  };
  const signInFor = async (browser: Browser, email: string, path: string): Promise<string> =>
    place(await browser.signIn(email, PASSWORD, await follow(browser, path)));

  describe.each([
    ['prompt=login', { prompt: 'login' }],
    ['max_age=0', { max_age: '0' }],
  ])('by %s', (_, changes) => {
    it('is not the one for something else, though that came later (D3, OIDC-06)', async () => {
      const path = await keep(changes);
      const { user, browser } = await world.person();
      expect(await follow(browser, path)).toMatch(LOGIN);
      expect(await signInFor(browser, user.email, path)).toBe(path);
      expect(await follow(browser, path)).toMatch(CONSENT);
    });

    it('is not the one for another request in the same browser (D3, OIDC-06)', async () => {
      const { user, browser } = await world.person();
      const [one, other] = [await keep(changes), await keep(changes)];
      expect(await signInFor(browser, user.email, one)).toBe(one);
      expect(await follow(browser, other)).toMatch(LOGIN);
      expect(await follow(browser, one)).toMatch(CONSENT);
    });

    it('is not the one in another browser of the same person (D3, OIDC-06)', async () => {
      const { user, browser } = await world.person();
      const path = await keep(changes);
      const elsewhere = new Browser(server.origin);
      expect(await signInFor(elsewhere, user.email, path)).toBe(path);
      expect(await follow(browser, path)).toMatch(LOGIN);
    });

    it('is good for one answer: whoever comes back is asked again (D3, OIDC-06)', async () => {
      const { user, browser } = await world.person();
      const path = await keep(changes);
      await signInFor(browser, user.email, path);
      const action = await follow(browser, path);
      const page = await browser.get(action);
      expect((await decide(browser, { page, action }, {}, 'deny')).status).toBe(303);
      expect(await follow(browser, path)).toMatch(LOGIN);
      await signInFor(browser, user.email, path);
      expect(await follow(browser, path)).toMatch(CONSENT);
    });

    /** Two pages of one request, both open before either is decided. */
    const twoPages = async () => {
      const { user, browser } = await world.person();
      const { wireId } = await world.project(user, 'owner');
      const path = await keep(changes);
      await signInFor(browser, user.email, path);
      const [one, two] = [await follow(browser, path), await follow(browser, path)];
      const open = async (action: string) => ({ action, page: await browser.get(action) });
      const pages = [await open(one), await open(two)];
      const allow = (page: (typeof pages)[number]) => decide(browser, page, { projects: [wireId] });
      return { user, browser, path, pages, allow };
    };

    it('is good for one of two pages that were open before, and the other says so (D3, OIDC-06)', async () => {
      const { user, browser, path, pages, allow } = await twoPages();
      const answers = [];
      for (const page of [...pages, ...pages]) answers.push(await allow(page));
      const [first = '', ...others] = answers.map(place);
      expect(first).toContain('code=isoc_');
      // Again on the first page is the same decision.
      expect(others).toEqual(['', first, '']);
      expect(answers.map(({ status }) => status)).toEqual([303, 409, 303, 409]);
      const login = await follow(browser, path);
      expect(login).toMatch(LOGIN);
      await browser.signIn(user.email, PASSWORD, login);
      const action = await follow(browser, path);
      const again = await allow({ action, page: await browser.get(action) });
      expect(place(again)).toContain('code=isoc_');
    });

    it('is good for one of two pages that are answered at once (D3, OIDC-06)', async () => {
      const { pages, allow } = await twoPages();
      const answers = await Promise.all(pages.map(allow));
      expect(answers.map(({ status }) => status).sort()).toEqual([303, 409]);
    });

    it('is the one after "not you?" as well (OIDC-06)', async () => {
      const { user, browser } = await world.person();
      const path = await keep(changes);
      await signInFor(browser, user.email, path);
      const page = await browser.get(await follow(browser, path));
      const login = place(await browser.submit(page, `${path}/account/switch`));
      expect(login).toMatch(LOGIN);
      const ben = await world.person('Ben');
      expect(place(await browser.signIn(ben.user.email, PASSWORD, login))).toMatch(RESUMED);
      expect(await follow(browser, path)).toMatch(CONSENT);
    });
  });

  it('that is young enough by itself is good for two pages (OIDC-06)', async () => {
    const { user, browser } = await world.person();
    const { wireId } = await world.project(user, 'owner');
    const path = await keep({ max_age: '600' });
    const actions = [await follow(browser, path), await follow(browser, path)];
    for (const action of actions) {
      const page = await browser.get(action);
      const answer = await decide(browser, { page, action }, { projects: [wireId] });
      expect(place(answer)).toContain('code=isoc_');
    }
  });

  it('a choice of account counts in the browser where it was made, and nowhere else (D3)', async () => {
    const path = await keep({ prompt: 'select_account' });
    const mallory = await world.person('Mallory');
    const page = await mallory.browser.get(await follow(mallory.browser, path));
    await mallory.browser.submit(page, `${path}/account`);
    expect(await follow(mallory.browser, path)).toMatch(CONSENT);

    const { user, browser } = await world.person();
    expect(await follow(browser, path)).toMatch(ACCOUNT);
    // Nor does the sign-in for another request.
    await browser.signIn(user.email, PASSWORD, await follow(browser, await keep({ max_age: '0' })));
    expect(await follow(browser, path)).toMatch(ACCOUNT);
  });

  it('leaves no row for a page that is merely looked at', async () => {
    const { browser } = await world.person();
    const rows = () => server.database.query('SELECT id FROM sign_in_returns');
    const consent = await follow(browser, await keep({}));
    const account = await follow(browser, await keep({ prompt: 'select_account' }));
    const before = await rows();
    for (let i = 0; i < 30; i++) {
      for (const page of [consent, account]) expect((await browser.get(page)).status).toBe(200);
    }
    expect(await rows()).toEqual(before);
  });

  it('brings at most twenty rows, however often the page of the request is opened', async () => {
    const { user, browser } = await world.person();
    const path = await keep({ prompt: 'login' });
    for (let i = 0; i < 30; i++) expect(await follow(browser, path)).toMatch(LOGIN);
    const rows = await server.database.query(
      `SELECT r.id FROM sign_in_returns r JOIN browser_sessions s ON s.id = r.session_id WHERE s.user_id = $1`,
      [user.id],
    );
    expect(rows).toHaveLength(20);
  });
});
