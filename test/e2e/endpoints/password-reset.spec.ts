import { Customer } from '../../support/actors/customer.js';
import { Organisation } from '../../support/actors/organisation.js';
import { ThirdPartyApp } from '../../support/actors/third-party-app.js';
import type { User } from '../../../src/modules/accounts/users.service.js';
import { Browser, type BrowserPage } from '../../support/browser.js';
import { SentMails } from '../../support/sent-mails.js';
import { eventually } from '../../support/eventually.js';
import * as shortcuts from '../../support/shortcuts.js';
import { issueToken } from '../../support/test-token.js';
import { createUser, PASSWORD } from '../../support/people.js';
import { TestApp } from '../../support/test-app.js';
import { auditOf } from '../../support/token-facts.js';

const WANTED = 'quite another thing';
const FORM = '/password/reset/new';

describe('a forgotten password', () => {
  let server: TestApp;
  let ana: User;
  const mails = new SentMails();
  beforeAll(async () => {
    server = await TestApp.start({ JOB_CONCURRENCY: '2', DATA_DIRECTORY: mails.directory });
  });
  afterAll(async () => {
    await server.stop();
    mails.burn();
  });
  beforeEach(async () => (ana = await createUser(server)));

  const open = (): Browser => new Browser(server.origin);
  const ask = async (email: string, headers: Record<string, string> = {}): Promise<BrowserPage> => {
    const browser = open();
    const page = await browser.get('/password/forgotten');
    const [, token = ''] = /name="csrf_token" value="([^"]+)"/.exec(page.html) ?? [];
    return browser.post('/password/forgotten', { csrf_token: token, email }, headers);
  };
  /** Asks for a link and waits for the mail. @returns the link's path */
  const linkFor = async ({ email }: User, count = 1): Promise<string> => {
    await ask(email);
    return mails.resetPath(email, count);
  };
  /** Opens the link, and the page it redirects to. */
  const follow = async (path: string, browser = open()): Promise<[Browser, BrowserPage]> => {
    const redirect = await browser.get(path);
    return [browser, await browser.get(redirect.headers.get('location') ?? '')];
  };
  const set = async (path: string, password = WANTED, browser = open()): Promise<BrowserPage> => {
    const [, page] = await follow(path, browser);
    return page.status === 200 ? browser.submit(page, FORM, { password }) : page;
  };

  it('is replaced by way of a letter, all the way from the sign-in page', async () => {
    expect((await open().get('/login')).html).toContain('href="/password/forgotten"');
    const asked = await ask(` ${ana.email.toUpperCase()} `);
    expect([asked.status, asked.headers.get('location')]).toEqual([
      303,
      '/password/forgotten/sent',
    ]);
    expect((await open().get('/password/forgotten/sent')).html).toContain('for 30 minutes');
    const path = await mails.resetPath(ana.email);
    const [browser, page] = await follow(path);
    expect(page.html).toContain(`value="${ana.email}"`);
    const done = await browser.submit(page, FORM, { password: WANTED });
    expect([done.status, done.headers.get('location')]).toEqual([303, '/login?reset=1']);
    const login = await browser.get('/login?reset=1');
    expect(login.html).toContain('Sign in with the new one.');
    expect((await open().signIn(ana.email, PASSWORD)).status).toBe(401);
    expect((await open().signIn(ana.email, WANTED)).status).toBe(303);
    const types = (await auditOf(server, ana.id)).map(({ type }) => type);
    expect(types).toEqual(
      expect.arrayContaining(['user.password_reset_asked', 'user.password_reset']),
    );
    expect(await mails.newest(ana.email, 'Your password was changed')).toContain(
      'every app and service that you had let in was disconnected',
    );
  });

  it('ends the API tokens of the person, at once and in the records (E6)', async () => {
    const { id: organisationId } = await shortcuts.foundOrganisation(server, 'Shops');
    const project = { organisationId, name: 'Shop', plan: 'pro' } as const;
    const { id: projectId } = await shortcuts.createProject(server, project);
    await shortcuts.addMember(server, projectId, ana.id, 'owner');
    const made = await issueToken(server, { userId: ana.id, projectIds: [projectId] });
    const call = () => server.http.get('/v1').set('Authorization', `Bearer ${made.secret}`);
    await call().expect(200);
    await set(await linkFor(ana));
    await call().expect(401);
    const ended = await eventually(async () => {
      const facts = await auditOf(server, made.id);
      return facts.find(({ type }) => type === 'api_token.revoked');
    });
    expect(ended.reason).toBe('password_changed');
  });

  it('leads to no letter for strangers, disabled people and what is no address', async () => {
    await server.database.query('UPDATE users SET disabled_at = now() WHERE id = $1', [ana.id]);
    for (const email of [ana.email, 'nobody@example.com', '', '@', '\0@x', 'x'.repeat(5_000)]) {
      expect((await ask(email)).headers.get('location')).toBe('/password/forgotten/sent');
    }
    const eva = await createUser(server, 'Eva');
    await linkFor(eva);
    expect(mails.to(ana.email)).toEqual([]);
    expect(
      await server.database.query('SELECT 1 FROM password_resets WHERE user_id = $1', [ana.id]),
    ).toEqual([]);
  });

  it('takes links from configuration, whatever the request says it came to (D10)', async () => {
    await ask(ana.email, { 'x-forwarded-host': 'evil.example', forwarded: 'host=evil.example' });
    const mail = await mails.newest(ana.email, '/password/reset?token=');
    expect(mail).toContain(`${server.origin}/password/reset?token=`);
    expect(mail).not.toContain('evil.example');
  });

  it('keeps the token nowhere in clear: not in the database, not in the address bar (G13)', async () => {
    const path = await linkFor(ana);
    const [, token = ''] = path.split('token=');
    const [row] = await server.database.query<{ hashed: boolean; text: string }>(
      `SELECT token_hash = sha256($1::bytea) AS hashed, r::text AS text FROM password_resets r WHERE user_id = $2`,
      [Buffer.from(token), ana.id],
    );
    expect(row?.hashed).toBe(true);
    expect(row?.text).not.toContain(token);
    const redirect = await open().get(path);
    expect([redirect.status, redirect.headers.get('location')]).toEqual([303, FORM]);
    expect(redirect.headers.get('referrer-policy')).toBe('no-referrer');
    expect(redirect.headers.get('cache-control')).toBe('no-store');
    const [, page] = await follow(path);
    expect(page.html).not.toContain(token);
    expect(page.headers.get('referrer-policy')).toBe('no-referrer');
    expect(page.headers.get('content-security-policy')).toContain("form-action 'self'");
  });

  it('is not spent by machines that open links, or by looking (HEAD, GET, twice)', async () => {
    const path = await linkFor(ana);
    for (let i = 0; i < 3; i++) {
      await server.http.head(path).expect(303);
      await server.http.get(path).expect(303);
      await follow(path);
    }
    expect((await set(path)).status).toBe(303);
  });

  it('works once, and never again (B1)', async () => {
    const path = await linkFor(ana);
    expect((await set(path)).status).toBe(303);
    expect((await set(path, 'yet another thing')).status).toBe(410);
    expect((await open().signIn(ana.email, WANTED)).status).toBe(303);
  });

  it('may be tried again after a password that cannot be taken', async () => {
    const [browser, page] = await follow(await linkFor(ana));
    for (const [password, words] of [
      ['short', 'at least 8'],
      [ana.email.toUpperCase(), 'Your name or e-mail'],
      ['x'.repeat(10_000), 'at most 128'],
      ['correct\0horse', 'control characters'],
    ] as const) {
      const refused = await browser.submit(page, FORM, { password });
      expect([refused.status, refused.html.includes(words)]).toEqual([400, true]);
    }
    expect((await browser.submit(page, FORM, { password: WANTED })).status).toBe(303);
  });

  it('has one link at a time: the newest', async () => {
    const first = await linkFor(ana);
    const second = await linkFor(ana, 2);
    expect(second).not.toBe(first);
    expect((await set(first)).status).toBe(410);
    expect((await set(second)).status).toBe(303);
  });

  it.each([
    ['it is too old', `UPDATE password_resets SET expires_at = now() WHERE user_id = $1`],
    ['the person was shut out', `UPDATE users SET disabled_at = now() WHERE id = $1`],
    ['the address is another one', `UPDATE users SET email = 'x' || email WHERE id = $1`],
  ])('has a link that does not work when %s', async (_, sql) => {
    const path = await linkFor(ana);
    const [browser, page] = await follow(path);
    await server.database.query(sql, [ana.id]);
    const late = await browser.submit(page, FORM, { password: WANTED });
    expect([late.status, late.html.includes('does not work any more')]).toEqual([410, true]);
    expect((await set(path)).status).toBe(410);
    await server.database.query('UPDATE users SET disabled_at = NULL WHERE id = $1', [ana.id]);
  });

  it('has a link that dies with the next change of the password', async () => {
    const path = await linkFor(ana);
    const browser = open();
    await browser.signIn(ana.email, PASSWORD);
    const account = await browser.get('/dashboard/account');
    const fields = { current: PASSWORD, password: 'changed by hand' };
    await browser.submit(account, '/dashboard/account/password', fields);
    expect((await set(path)).status).toBe(410);
  });

  it('throws everybody out of every browser, known ones too, and out of every app (E6)', async () => {
    const admin = await Organisation.of(server);
    const project = await admin.createProject('Summer Shop');
    const eva = await Customer.join(server, 'Eva');
    await admin.addMember(project, eva.user, 'owner');
    const app = await ThirdPartyApp.register(server);
    const tokens = await app.connect('segments:read', { customer: eva, projects: [project] });
    const waiting = await app.askFor('segments:read', { customer: eva, projects: [project] });
    const thief = open();
    Object.assign(thief.cookies, eva.browser.cookies);
    expect((await thief.get('/dashboard/account')).status).toBe(200);

    expect((await set(await linkFor(eva.user))).status).toBe(303);
    expect((await thief.get('/dashboard/account')).status).toBe(303);
    expect((await app.call(tokens, 'GET', '/v1/')).status).toBe(401);
    expect((await app.refresh(tokens)).body.error).toBe('invalid_grant');
    expect((await app.redeem(waiting)).body.error).toBe('invalid_grant');
    // But the browser that has set it is known, by a new token.
    const known = await server.database.query<{ stolen: boolean }>(
      'SELECT token_hash = sha256($2::bytea) AS stolen FROM known_browsers WHERE user_id = $1',
      [eva.user.id, Buffer.from(String(thief.cookies.browser))],
    );
    expect(known).toEqual([{ stolen: false }]);
  });

  it('proves the address, and another address is not proven by it', async () => {
    const verified = async () =>
      (
        await server.database.query<{ at: Date | null }>(
          'SELECT email_verified_at AS at FROM users WHERE id = $1',
          [ana.id],
        )
      )[0]?.at;
    expect(await verified()).toBeNull();
    await set(await linkFor(ana));
    expect(await verified()).toBeInstanceOf(Date);
    await server.database.query(`UPDATE users SET name = 'Ana R.' WHERE id = $1`, [ana.id]);
    expect(await verified()).toBeInstanceOf(Date);
    await server.database.query(`UPDATE users SET email = 'y' || email WHERE id = $1`, [ana.id]);
    expect(await verified()).toBeNull();
  });

  it('is set by a form of the same browser only (D2, D5)', async () => {
    const path = await linkFor(ana);
    const [browser, page] = await follow(path);
    expect((await browser.post(FORM, { password: WANTED })).status).toBe(403);
    const [, foreign = ''] = /name="csrf_token" value="([^"]+)"/.exec(page.html) ?? [];
    const [other] = await follow(path);
    const mixed = await other.post(FORM, { csrf_token: foreign, password: WANTED });
    expect(mixed.status).toBe(403);
    Reflect.deleteProperty(browser.cookies, 'password-reset');
    expect((await browser.submit(page, FORM, { password: WANTED })).status).toBe(410);
    expect((await open().signIn(ana.email, PASSWORD)).status).toBe(303);
  });

  it.each([
    '',
    '?token=',
    '?token=x',
    `?token=${'a'.repeat(43)}`,
    '?token=%00',
    `?token=${'a'.repeat(4_000)}`,
  ])('knows no link %s', async (query) => {
    const browser = open();
    // Nor does it use a link that this browser opened before.
    await browser.get(await linkFor(ana));
    const [, page] = await follow(`/password/reset${query}`, browser);
    expect(page.status).toBe(410);
    expect(page.html).toContain('href="/password/forgotten"');
  });

  it('does not disturb somebody who is signed in as somebody else', async () => {
    const eva = await createUser(server, 'Eva');
    const browser = open();
    await browser.signIn(eva.email, PASSWORD);
    expect((await set(await linkFor(ana), WANTED, browser)).status).toBe(303);
    expect((await browser.get('/dashboard/account')).html).toContain(eva.email);
  });
});
