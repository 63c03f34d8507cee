import { UsersService, type User } from '../../../src/modules/accounts/users.service.js';
import { Database } from '../../../src/platform/database/database.js';
import { Browser, type BrowserPage } from '../../support/browser.js';
import { Customer } from '../../support/actors/customer.js';
import { ConnectedApp } from '../../support/connected-app.js';
import { SentMails } from '../../support/sent-mails.js';
import { PASSWORD } from '../../support/people.js';
import { TestApp } from '../../support/test-app.js';
import { World } from '../../support/world.js';

const TYPED = 'ana@b\u00FCcher.example';
const STORED = 'ana@xn--bcher-kva.example';
const FORMS = [TYPED, STORED, 'Ana@B\u00DCCHER.example', 'ana@bu\u0308cher.example', `${STORED}.`];

describe('somebody whose mail comes to a domain beyond ASCII', () => {
  const mails = new SentMails();
  let server: TestApp;
  let ana: User;
  beforeAll(async () => {
    server = await TestApp.start({
      ...{ JOB_CONCURRENCY: '2', DATA_DIRECTORY: mails.directory },
      ...{ RATE_LIMIT_SCALE: '1', TRUSTED_PROXIES: '127.0.0.1' },
    });
    ana = await create(TYPED);
  });
  afterAll(async () => {
    await server.stop();
    mails.burn();
  });

  const create = (email: string): Promise<User> =>
    server.app
      .get(Database)
      .transaction((tx) =>
        server.app
          .get(UsersService, { strict: false })
          .create(tx, { email, name: 'Ana', password: PASSWORD }),
      );
  const elsewhere = (): Record<string, string> => ({
    'x-forwarded-for': `198.51.100.${String(++networks)}`,
  });
  let networks = 0;
  const send = async (
    path: string,
    fields: Record<string, string>,
    browser = new Browser(server.origin),
  ): Promise<BrowserPage> => {
    const headers = elsewhere();
    const page = await browser.get(path, headers);
    const [, csrf_token = ''] = /name="csrf_token" value="([^"]+)"/.exec(page.html) ?? [];
    return browser.post(path, { csrf_token, ...fields }, headers);
  };

  it.each(FORMS)('has one account, also for whoever writes %j', async (email) => {
    await expect(create(email)).rejects.toThrow('already a user');
    const users = server.app.get(UsersService, { strict: false });
    expect(await users.findByEmail(email)).toMatchObject({ id: ana.id, email: STORED });
  });

  it.each(FORMS)('signs in with %j, which browsers may send', async (email) => {
    const answer = await send('/login', { email, password: PASSWORD });
    expect([answer.status, answer.headers.get('location')]).toEqual([
      303,
      '/dashboard/connected-apps',
    ]);
  });

  it('sees the address in its own letters, and no field that a browser would check', async () => {
    const browser = new Browser(server.origin);
    const failed = await send('/login', { email: STORED, password: 'wrong' }, browser);
    expect(failed.html).toContain(`value="${TYPED}"`);
    const forgotten = await browser.get('/password/forgotten');
    for (const { html } of [failed, forgotten]) {
      expect(html).toMatch(/<input[^>]* inputmode="email"[^>]* name="email"/);
      expect(html).not.toContain('type="email"');
    }
    await send('/login', { email: TYPED, password: PASSWORD }, browser);
    const { html } = await browser.get('/dashboard/account');
    expect(html.split(TYPED)).toHaveLength(3);
    expect(html).not.toContain(`>${STORED}`);
  });

  it('is guessed at as one account, however the address is written (D8)', async () => {
    const guesses = ['eve@b\u00FCcher.example', 'eve@xn--bcher-kva.example'];
    const statuses: number[] = [];
    for (let i = 0; i < 10; i++) {
      const headers = { 'x-forwarded-for': '203.0.113.9' };
      const browser = new Browser(server.origin);
      const page = await browser.get('/login', headers);
      const [, csrf_token = ''] = /name="csrf_token" value="([^"]+)"/.exec(page.html) ?? [];
      const fields = { csrf_token, email: String(guesses[i % 2]), password: 'guess' };
      statuses.push((await browser.post('/login', fields, headers)).status);
    }
    expect(statuses).toEqual([...Array<number>(5).fill(401), ...Array<number>(5).fill(429)]);
  });

  it('gets the link for a new password at the address that mail knows, three times at most (D10)', async () => {
    for (const email of FORMS) await send('/password/forgotten', { email });
    const path = await mails.resetPath(STORED, 3);
    const browser = new Browser(server.origin);
    await browser.get(path);
    const page = await browser.get('/password/reset/new');
    expect(page.html).toContain(`value="${TYPED}"`);
    expect(mails.to(STORED)).toHaveLength(3);
  });

  it.each([TYPED, STORED])('is greeted by a login_hint of %j (OIDC-06)', async (login_hint) => {
    const world = new World(server);
    const browser = new Browser(server.origin);
    const path = world.authorizePath(await world.registerApp(), { login_hint });
    const { headers } = await browser.get(path);
    const page = await browser.get(headers.get('location') ?? '');
    expect(page.html).toContain(`value="${TYPED}"`);
  });

  it('is told to apps by the address that mail knows (OIDC-04)', async () => {
    const app = await ConnectedApp.register(server, {
      accountScopes: ['openid', 'email'],
      person: Customer.of(server, ana),
    });
    const { token } = await app.getAccessToken(['openid', 'email']);
    const { body } = await server.http
      .get('/oauth/userinfo')
      .set('Authorization', `Bearer ${token}`)
      .expect(200);
    expect(body).toMatchObject({ email: STORED });
  });
});
