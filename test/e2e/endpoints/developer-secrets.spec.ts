import { ForgetClientsJob } from '../../../src/modules/clients/internal/life-cycle/forget-clients.job.js';
import type { Customer } from '../../support/actors/customer.js';
import {
  Organisation,
  type SecretApp,
  type TestProject,
} from '../../support/actors/organisation.js';
import { hiddenFields, type BrowserPage } from '../../support/browser.js';
import { TestApp } from '../../support/test-app.js';

describe('the secrets of an app', () => {
  let server: TestApp;
  let organisation: Organisation;
  let bakery: TestProject;
  let olivia: Customer;
  let app: SecretApp;

  const path = () => `/developers/apps/${app.clientId}/secrets`;
  const add = async (overlap = '24'): Promise<BrowserPage> =>
    olivia.browser.submit(await olivia.open(path()), path(), { overlap });
  const secretIn = ({ html }: BrowserPage): string =>
    /<code>(iscs_\w+)<\/code>/.exec(html)?.[1] ?? '';
  const token = (secret: string) => organisation.token({ ...app, secret });
  const status = async (secret: string): Promise<number> => (await token(secret)).status;
  const change = (set: string) =>
    server.database.query(`UPDATE clients SET ${set} WHERE id = $1`, [app.id]);
  const events = async (): Promise<unknown[]> =>
    server.database.query(
      `SELECT type, reason FROM audit_events
       WHERE type IN ('client.secret_added', 'client.secret_ended', 'family.revoked')
         AND actor ->> 'userId' = $1 ORDER BY recorded_at, id`,
      [olivia.user.id],
    );

  beforeAll(async () => (server = await TestApp.start()));
  afterAll(() => server.stop());
  beforeEach(async () => {
    organisation = await Organisation.of(server);
    bakery = await organisation.createProject('Bakery');
    olivia = await organisation.person('Olivia', [[bakery, 'owner']]);
    app = await organisation.app();
    await organisation.connect(olivia, app, { projects: [bakery] });
  });

  it('overlap: the one before stays valid, with its tokens, until its end', async () => {
    const old = await token(app.secret);
    const answer = await add('24');
    expect([answer.status, answer.headers.get('location')]).toEqual([200, null]);
    const next = secretIn(answer);
    expect([await status(app.secret), await status(next)]).toEqual([200, 200]);
    const fresh = await token(next);
    expect(await organisation.segments(old.body, bakery)).toBe(200);
    await change(`older_secret_ends_at = now()`);
    expect([await status(app.secret), await status(next)]).toEqual([401, 200]);
    expect(await organisation.segments(old.body, bakery)).toBe(401);
    expect(await organisation.segments(fresh.body, bakery)).toBe(200);
    const { html } = await olivia.open(path());
    expect(html).not.toContain('Secret before');
    expect(html).not.toMatch(/iscs_\w/);
  });

  it('end at once when the developer says so', async () => {
    const old = await token(app.secret);
    const next = secretIn(await add('168'));
    const page = await olivia.open(path());
    expect(page.html).toContain('Secret before');
    const ended = await olivia.browser.submit(page, `${path()}/end`);
    expect(ended.headers.get('location')).toBe(`${path()}?done=ended`);
    expect([await status(app.secret), await status(next)]).toEqual([401, 200]);
    expect(await organisation.segments(old.body, bakery)).toBe(401);
    expect(await events()).toEqual([
      { type: 'client.secret_added', reason: null },
      { type: 'client.secret_ended', reason: null },
      { type: 'family.revoked', reason: 'client_secret_ended' },
    ]);
  });

  it('are replaced without an overlap where that is chosen', async () => {
    const old = await token(app.secret);
    const next = secretIn(await add('0'));
    expect([await status(app.secret), await status(next)]).toEqual([401, 200]);
    expect(await organisation.segments(old.body, bakery)).toBe(401);
  });

  it('are two at most, also for a form that is sent twice', async () => {
    const page = await olivia.open(path());
    const send = () => olivia.browser.submit(page, path(), { overlap: '24' });
    const answers = await Promise.all([send(), send(), send()]);
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 409, 409]);
    const refused = answers.find((answer) => answer.status === 409);
    expect(refused?.html).toContain('Two secrets are valid now, which is the most');
    expect(await status(app.secret)).toBe(200);
  });

  it('are found by a report of a leak, each by itself', async () => {
    const next = secretIn(await add('24'));
    const report = (secret: string) =>
      server.http.post('/oauth/leaked').type('form').send({ token: secret }).expect(200);
    await report(app.secret);
    expect([await status(app.secret), await status(next)]).toEqual([401, 200]);
    const third = secretIn(await add('24'));
    await report(third);
    expect([await status(next), await status(third)]).toEqual([200, 401]);
  });

  it('say when each was last used, to the hour', async () => {
    const used = async () => {
      const [row] = await server.database.query<Record<string, Date | null>>(
        'SELECT secret_used_at AS newest, older_secret_used_at AS older FROM clients WHERE id = $1',
        [app.id],
      );
      return row;
    };
    expect(await used()).toEqual({ newest: null, older: null });
    await token(app.secret);
    const first = await used();
    expect(first).toEqual({ newest: expect.any(Date), older: null });
    await token(app.secret);
    expect(await used()).toEqual(first);
    const next = secretIn(await add('24'));
    expect(await used()).toEqual({ newest: null, older: first?.newest });
    await change(`older_secret_used_at = now() - interval '2 hours'`);
    await token(app.secret);
    await token(next);
    const last = await used();
    expect(Date.now() - (last?.older?.getTime() ?? 0)).toBeLessThan(60_000);
    expect(last?.newest).toBeInstanceOf(Date);
  });

  it('are forgotten once they have ended', async () => {
    await add('24');
    await change(`older_secret_ends_at = now() - interval '1 minute'`);
    await server.app.get(ForgetClientsJob, { strict: false }).run();
    const rows = await server.database.query(
      'SELECT older_secret_hash, older_secret_ends_at FROM clients WHERE id = $1',
      [app.id],
    );
    expect(rows).toEqual([{ older_secret_hash: null, older_secret_ends_at: null }]);
  });

  it('are not of apps without one', async () => {
    app = await organisation.app('Phone', { method: 'none', grantTypes: ['authorization_code'] });
    expect((await olivia.open(path())).html).toContain('This app has no secret');
  });

  it('are for people who develop for its organisation, and take no form of others (D2)', async () => {
    const other = await Organisation.of(server);
    const eva = await other.person('Eva', [[await other.createProject('Café'), 'owner']]);
    expect((await eva.open(path())).status).toBe(404);
    const token = hiddenFields((await eva.open('/developers')).html, '/logout');
    for (const action of [path(), `${path()}/end`]) {
      expect((await eva.browser.post(action, { ...token, overlap: '0' })).status).toBe(404);
      expect((await olivia.browser.post(action, { overlap: '0' })).status).toBe(403);
    }
    const page = await olivia.open(path());
    const odd = await olivia.browser.submit(page, path(), { overlap: '8760' });
    expect(odd.status).toBe(400);
    expect(await status(app.secret)).toBe(200);
  });
});
