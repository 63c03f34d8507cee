import { Customer } from '../../support/actors/customer.js';
import { Organisation } from '../../support/actors/organisation.js';
import { ThirdPartyApp, type Tokens } from '../../support/actors/third-party-app.js';
import { Browser, hiddenFields, type BrowserPage } from '../../support/browser.js';
import { eventually } from '../../support/eventually.js';
import { SentMails } from '../../support/sent-mails.js';
import { createUser, PASSWORD } from '../../support/people.js';
import { TestApp } from '../../support/test-app.js';
import { auditOf } from '../../support/token-facts.js';

const ACCOUNT = '/dashboard/account';
const ACTION = '/dashboard/account/password';
const WANTED = 'quite another thing';

describe('/dashboard/account', () => {
  let server: TestApp;
  const mails = new SentMails();
  beforeAll(async () => {
    server = await TestApp.start({ JOB_CONCURRENCY: '1', DATA_DIRECTORY: mails.directory });
  });
  afterAll(async () => {
    await server.stop();
    mails.burn();
  });

  const signedIn = async (email: string, password = PASSWORD): Promise<Browser> => {
    const browser = new Browser(server.origin);
    await browser.signIn(email, password);
    return browser;
  };

  async function change(
    browser: Browser,
    fields: Record<string, string> = {},
  ): Promise<BrowserPage> {
    const page = await browser.get(ACCOUNT);
    return browser.submit(page, ACTION, { current: PASSWORD, password: WANTED, ...fields });
  }

  const seesAccount = async (browser: Browser): Promise<boolean> =>
    (await browser.get(ACCOUNT)).status === 200;

  it('changes the password of whoever knows the old one, and tells them by mail', async () => {
    const ana = await createUser(server);
    const browser = await signedIn(ana.email);
    const done = await change(browser);
    expect([done.status, done.headers.get('location')]).toEqual([303, `${ACCOUNT}?changed=1`]);
    expect((await browser.get(`${ACCOUNT}?changed=1`)).html).toContain('Your password is changed.');
    expect((await new Browser(server.origin).signIn(ana.email, PASSWORD)).status).toBe(401);
    expect((await new Browser(server.origin).signIn(ana.email, WANTED)).status).toBe(303);

    const mail = await mails.newest(ana.email, 'Your password was changed');
    expect(mail).toContain(`${server.origin}/password/forgotten`);
    expect(mail).toContain('The apps that you let in stayed connected, and your API tokens work');
    expect(mail).not.toContain(WANTED);
    const facts = await auditOf(server, ana.id);
    expect(facts.at(-2)).toMatchObject({
      type: 'user.password_changed',
      actor: { kind: 'user', userId: ana.id },
      context: { sessions_ended: 0, apps_disconnected: false },
    });
  });

  it('ends every other browser, and gives this one a new session (D4)', async () => {
    const ana = await createUser(server);
    const [here, there] = [await signedIn(ana.email), await signedIn(ana.email)];
    const old = { ...here.cookies };
    await change(here);
    expect(here.cookies.session).not.toBe(old.session);
    expect(here.cookies.browser).not.toBe(old.browser);
    expect(await seesAccount(here)).toBe(true);
    expect(await seesAccount(there)).toBe(false);
    const thief = new Browser(server.origin);
    Object.assign(thief.cookies, old);
    expect(await seesAccount(thief)).toBe(false);
    const known = await server.database.query('SELECT 1 FROM known_browsers WHERE user_id = $1', [
      ana.id,
    ]);
    expect(known).toHaveLength(1);
  });

  it.each([
    [{ current: 'not my password' }, 403, 'This is not your password.'],
    [{ current: '' }, 403, 'This is not your password.'],
    [{ password: 'short' }, 400, 'at least 8 characters'],
    [{ password: '' }, 400, 'at least 8 characters'],
    [{ password: 'é'.repeat(129) }, 400, 'at most 128 characters'],
    [{ password: 'x'.repeat(20_000) }, 400, 'at most 128 characters'],
    [{ password: 'correct\0horse' }, 400, 'control characters'],
    [{ password: 'password123' }, 400, 'tried first'],
    [{ password: PASSWORD }, 400, 'the password you have already'],
  ])('refuses %j and says why (E14)', async (fields, status, sentence) => {
    const ana = await createUser(server);
    const browser = await signedIn(ana.email);
    const page = await change(browser, fields);
    expect(page.status).toBe(status);
    expect(page.html).toContain(sentence);
    expect(page.html).toContain('aria-invalid="true"');
    expect(page.html).not.toContain(WANTED);
    expect((await new Browser(server.origin).signIn(ana.email, PASSWORD)).status).toBe(303);
  });

  it('takes the address of the account for no password', async () => {
    const ana = await createUser(server);
    const page = await change(await signedIn(ana.email), { password: ana.email.toUpperCase() });
    expect([page.status, page.html.includes('Your name or e-mail')]).toEqual([400, true]);
  });

  it('is for signed-in people, by a form of their own session only (D2)', async () => {
    const [ana, eva] = [await createUser(server), await createUser(server, 'Eva')];
    const stranger = new Browser(server.origin);
    expect((await stranger.get(ACCOUNT)).headers.get('location')).toMatch(/^\/login\?return=/);
    const browser = await signedIn(ana.email);
    const foreign = hiddenFields((await (await signedIn(eva.email)).get(ACCOUNT)).html, ACTION);
    const fields = { ...foreign, current: PASSWORD, password: WANTED };
    expect((await browser.post(ACTION, fields)).status).toBe(403);
    const page = await browser.get(ACCOUNT);
    const own = { ...hiddenFields(page.html, ACTION), current: PASSWORD, password: WANTED };
    const crossSite = await browser.post(ACTION, own, { 'sec-fetch-site': 'cross-site' });
    expect(crossSite.status).toBe(403);
    expect((await browser.get(ACTION)).status).toBe(405);
    expect((await new Browser(server.origin).signIn(ana.email, PASSWORD)).status).toBe(303);
  });

  it('is no place to guess the password at leisure (D8)', async () => {
    const ana = await createUser(server);
    const replica = await server.startReplica({ RATE_LIMIT_SCALE: '1' });
    const browser = await signedIn(ana.email);
    const page = await browser.get(ACCOUNT);
    const own = hiddenFields(page.html, ACTION);
    const guess = (current: string) =>
      replica.http
        .post(ACTION)
        .set('Cookie', `session=${String(browser.cookies.session)}`)
        .type('form')
        .send({ ...own, current, password: WANTED });
    for (let i = 0; i < 5; i++) await guess('guess').expect(403);
    const held = await guess(PASSWORD).expect(429);
    expect(Number(held.headers['retry-after'])).toBeGreaterThan(0);
    expect(held.text).toContain('too many wrong passwords');
    await replica.stop();
    // Which does not block sign-in.
    expect((await new Browser(server.origin).signIn(ana.email, PASSWORD)).status).toBe(303);
  });

  describe('and the apps', () => {
    let ana: Customer;
    let app: ThirdPartyApp;
    let tokens: Tokens;
    beforeEach(async () => {
      const admin = await Organisation.of(server);
      const project = await admin.createProject('Summer Shop');
      ana = await Customer.join(server);
      await admin.addMember(project, ana.user, 'owner');
      app = await ThirdPartyApp.register(server);
      tokens = await app.connect('segments:read', { customer: ana, projects: [project] });
    });
    const works = async () => (await app.call(tokens, 'GET', '/v1/')).status === 200;

    it('stay connected unless the person says otherwise (E6)', async () => {
      expect((await change(ana.browser)).status).toBe(303);
      expect(await works()).toBe(true);
      expect((await app.refresh(tokens)).status).toBe(200);
    });

    it('are disconnected all together if they do (E6)', async () => {
      const done = await change(ana.browser, { disconnect: 'yes' });
      expect(done.headers.get('location')).toBe(`${ACCOUNT}?changed=all`);
      expect(await works()).toBe(false);
      expect((await app.refresh(tokens)).body.error).toBe('invalid_grant');
      const page = await ana.browser.get('/dashboard/connected-apps');
      expect(page.html).toContain('You have not connected any app');
      const reason = await eventually(async () => {
        const [grant] = await server.database.query<{ revoked_reason: string | null }>(
          'SELECT revoked_reason FROM grants WHERE user_id = $1',
          [ana.user.id],
        );
        return grant?.revoked_reason ?? undefined;
      });
      expect(reason).toBe('password_changed');
    });
  });
});
