import { createHash, randomBytes } from 'node:crypto';
import { Browser } from '../support/browser.js';
import { bodyOf, RacingApp, RacingPerson } from '../support/races/racing-app.js';
import { Stream } from '../support/races/stream.js';
import { TwoServers, type Reply } from '../support/races/two-servers.js';
import { storeRow } from '../support/rows.js';
import { ServiceApp } from '../support/service-app.js';
import { suspendApp } from '../support/suspensions.js';
import { TestApp } from '../support/test-app.js';

const OLIVIA = 'olivia@olivar.example';
const PASSWORD = 'demo-password';
/** A lock that an update gets within this, or never during the stream. */
const LOCK_TIMEOUT = `SET LOCAL lock_timeout = '1s'`;

/** Two processes, one database, and forty callers that continuously use what is revoked meanwhile. */
describe('no withdrawal waits for what it withdraws', () => {
  let servers: TwoServers;
  let office: TestApp;
  let person: RacingPerson;
  beforeAll(async () => {
    servers = await TwoServers.start();
    office = await TestApp.over(servers.database, servers.origin);
    person = await RacingPerson.signIn(servers);
  });
  afterAll(async () => {
    await office.stop();
    await servers.stop();
  });

  const statusOf = async (token: string): Promise<number> => {
    const headers = { authorization: `Bearer ${token}` };
    return (await servers.send(0, { path: '/v1/', headers })).status;
  };
  const tokensIn = (replies: readonly Reply[]): string[] =>
    replies
      .filter(({ status, body }) => status === 200 && body.startsWith('{'))
      .map((reply) => bodyOf(reply).access_token ?? '');
  /** The first and the last responses of the stream. */
  const statusesOf = async (tokens: readonly string[]): Promise<number[]> => {
    const some = [...tokens.slice(0, 5), ...tokens.slice(-20)];
    return [...new Set(await Promise.all(some.map(statusOf)))];
  };
  /** Without 503: without limits, forty callers may be more than two small servers can serve. */
  const faults = (replies: readonly Reply[]): Reply[] =>
    replies.filter(({ status }) => status >= 500 && status !== 503);

  /** As an operator or a later page would: one update, which gives up rather than wait. */
  const update = async (sql: string, ...values: unknown[]): Promise<void> => {
    const client = await servers.database.pool.connect();
    try {
      await client.query('BEGIN');
      await client.query(LOCK_TIMEOUT);
      await client.query(sql, values);
      await client.query('COMMIT');
      client.release();
    } catch (error) {
      client.release(true);
      throw error;
    }
  };

  it('a leaked secret is withdrawn under a stream of token requests (G12)', async () => {
    const app = await ServiceApp.connect(office);
    const { done, replies } = await Stream.during(
      (caller) => servers.send(caller, app.tokenCall()),
      () => servers.send(0, { path: '/oauth/leaked', form: { token: app.secret } }),
    );
    expect(done.status).toBe(200);
    expect(faults(replies)).toEqual([]);
    expect(replies.at(-1)?.status).toBe(401);
    expect(await statusesOf(tokensIn(replies))).toEqual([401]);
  });

  it('an app is disconnected under a stream of consents and redemptions (REV-05)', async () => {
    const app = await RacingApp.register(person, 0);
    const { done, replies } = await Stream.during(
      (caller) => app.consentAndRedeem(caller),
      async () => {
        const before = await app.getTokens();
        const reply = await servers.send(0, person.disconnect(await app.grantId()));
        return { before: before.access_token ?? '', reply };
      },
    );
    expect(done.reply.status).toBe(303);
    expect(faults(replies)).toEqual([]);
    expect(await statusOf(done.before)).toBe(401);
  });

  it.each([
    [
      'demoted',
      `UPDATE memberships SET role = 'viewer' WHERE project_id = $1`,
      `UPDATE memberships SET role = 'owner' WHERE project_id = $1`,
    ],
    [
      'refused by the project’s policy',
      `UPDATE projects SET app_policy = 'closed' WHERE id = $1`,
      `UPDATE projects SET app_policy = 'open' WHERE id = $1`,
    ],
    [
      'left without a plan',
      `UPDATE projects SET plan = 'free' WHERE id = $1`,
      `UPDATE projects SET plan = 'pro' WHERE id = $1`,
    ],
  ])('somebody is %s under a stream of their consents (D11)', async (_how, withdraw, undo) => {
    const app = await RacingApp.register(person, 0);
    const { replies } = await Stream.during(
      (caller) => app.consentAndRedeem(caller),
      () => update(withdraw, person.projectId),
    );
    await update(undo, person.projectId);
    expect(faults(replies)).toEqual([]);
    // The page would need another response now.
    expect(replies.filter(({ status }) => status === 400)).not.toEqual([]);
  });

  it('an app is shut out under a stream of token requests and consents (RS-08)', async () => {
    const [service, app] = [await ServiceApp.register(office), await RacingApp.register(person, 0)];
    await service.addProject();
    const { replies } = await Stream.during(
      (caller) =>
        caller % 2 === 0 ? servers.send(caller, service.tokenCall()) : app.consentAndRedeem(caller),
      () =>
        update("UPDATE clients SET state = 'suspended' WHERE id = ANY ($1)", [
          service.clientUuid,
          app.id,
        ]),
    );
    expect(faults(replies)).toEqual([]);
    expect(await statusesOf(tokensIn(replies))).toEqual([401]);
  });

  it('staff suspend an app under a stream of token requests, consents and redemptions (E23)', async () => {
    const [service, app] = [await ServiceApp.register(office), await RacingApp.register(person, 0)];
    await service.addProject();
    const { replies } = await Stream.during(
      (caller) =>
        caller % 2 === 0 ? servers.send(caller, service.tokenCall()) : app.consentAndRedeem(caller),
      async () => {
        for (const id of [service.clientUuid, app.id]) await suspendApp(office, id);
      },
    );
    expect(faults(replies)).toEqual([]);
    expect(tokensIn(replies)).not.toEqual([]);
    expect(await statusesOf(tokensIn(replies))).toEqual([401]);
    // Whatever was in progress, nothing can be had of either at either process.
    for (const caller of [0, 1]) {
      expect((await servers.send(caller, service.tokenCall())).status).toBe(401);
      expect((await app.consentAndRedeem(caller)).status).toBeGreaterThanOrEqual(400);
    }
  });

  it('a password is reset under a stream of sign-ins and consents with it (E6)', async () => {
    const app = await RacingApp.register(person, 0);
    const link = await resetLink();
    const { done, replies } = await Stream.during(
      (caller) => (caller % 4 === 0 ? signIn(caller) : app.consentAndRedeem(caller)),
      () => reset(link, 'quite another thing'),
    );
    expect(done).toBe(303);
    expect(faults(replies)).toEqual([]);
    expect(await statusesOf(tokensIn(replies))).toEqual([401]);
    const [live] = await servers.database.query<{ sessions: number }>(
      `SELECT count(*)::int AS sessions FROM browser_sessions s
       JOIN users u ON u.id = s.user_id AND u.password_epoch = s.password_epoch
       WHERE u.email = $1 AND s.ended_at IS NULL`,
      [OLIVIA],
    );
    expect(live).toEqual({ sessions: 0 });
    expect(await reset(await resetLink(), PASSWORD)).toBe(303);
    person = await RacingPerson.signIn(servers);
  });

  it('a person is shut out under a stream of sign-ins and consents (E6)', async () => {
    const app = await RacingApp.register(person, 0);
    const { replies } = await Stream.during(
      (caller) => (caller % 4 === 0 ? signIn(caller) : app.consentAndRedeem(caller)),
      () => update('UPDATE users SET disabled_at = now() WHERE email = $1', OLIVIA),
    );
    expect(faults(replies)).toEqual([]);
    expect(await statusesOf(tokensIn(replies))).toEqual([401]);
  });

  /** Signs in as somebody who knows the password, in a new browser. */
  async function signIn(caller: number): Promise<Reply> {
    const browser = new Browser(servers.originOf(caller));
    const { status, html } = await browser.signIn(OLIVIA, PASSWORD);
    return { status, body: html, location: '' };
  }

  /** The path of the mailed link, without reading the mail. */
  async function resetLink(): Promise<string> {
    const token = randomBytes(32).toString('base64url');
    const [user] = await servers.database.query<{ id: string }>(
      'SELECT id FROM users WHERE email = $1',
      [OLIVIA],
    );
    await storeRow(servers.database, 'password_resets', {
      user_id: user?.id,
      token_hash: createHash('sha256').update(token).digest(),
      expires_at: new Date(Date.now() + 300_000),
    });
    return `/password/reset?token=${token}`;
  }

  async function reset(link: string, password: string): Promise<number> {
    const browser = new Browser(servers.origin);
    const redirect = await browser.get(link);
    const page = await browser.get(redirect.headers.get('location') ?? '');
    return (await browser.submit(page, '/password/reset/new', { password })).status;
  }
});
