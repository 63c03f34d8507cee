import type { User } from '../../../src/modules/accounts/users.service.js';
import { Browser, type BrowserPage } from '../../support/browser.js';
import { createUserOfManyAttempts, PASSWORD } from '../../support/people.js';
import { TestApp } from '../../support/test-app.js';

const LIMITS = { RATE_LIMIT_SCALE: '1', TRUSTED_PROXIES: '127.0.0.1' };
const [FREE, SPARE, SHARE] = [5, 20, 3];
const [ATTACKER, VICTIM] = ['203.0.113.1', '198.51.100.1'];

const times = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

describe('guessing at an account from elsewhere', () => {
  let server: TestApp;
  let ana: User;
  beforeAll(async () => (server = await TestApp.start(LIMITS)));
  afterAll(() => server.stop());
  beforeEach(async () => {
    ana = await createUserOfManyAttempts(server);
    await server.database.query('DELETE FROM sign_in_attempts');
  });

  /** In a new browser. The request limit per minute is not tested here. */
  async function signIn(network: string, email: string, password: string): Promise<BrowserPage> {
    await server.database.query('DELETE FROM rate_limit_counters');
    const browser = new Browser(server.origin);
    const headers = { 'x-forwarded-for': network };
    const page = await browser.get('/login', headers);
    const [, token = ''] = /name="csrf_token" value="([^"]+)"/.exec(page.html) ?? [];
    return browser.post('/login', { csrf_token: token, email, password }, headers);
  }

  const guess = async (network: string, email = ana.email): Promise<number> =>
    (await signIn(network, email, 'guess')).status;

  const pass = (seconds: number) =>
    server.database.query(
      `UPDATE sign_in_attempts SET empty_at = empty_at - make_interval(secs => $1),
         open_at = open_at - make_interval(secs => $1)`,
      [seconds],
    );

  /** Fails whenever allowed, until the wait is at its maximum. */
  async function takeEveryOpening(network: string, email = ana.email): Promise<void> {
    for (let waits = 0; waits < 8;) {
      const page = await signIn(network, email, 'guess');
      if (page.status === 401) continue;
      waits++;
      await pass(Number(page.headers.get('retry-after')));
      expect([waits, await guess(network, email)]).toEqual([waits, 401]);
    }
  }

  /** How many of so many networks, each of which tries once, get an attempt. */
  async function failuresOf(networks: number, email = ana.email): Promise<number> {
    const statuses: number[] = [];
    for (const i of times(networks)) statuses.push(await guess(`192.0.2.${String(i + 1)}`, email));
    return statuses.filter((status) => status === 401).length;
  }

  /** The account's own attempts are used up, and it is blocked for an hour. */
  async function shut(email = ana.email): Promise<void> {
    for (const i of times(FREE)) expect(await guess(`203.0.113.${String(i + 1)}`, email)).toBe(401);
    await server.database.query(
      `UPDATE sign_in_attempts SET open_at = now() + interval '1 hour' WHERE open_at > now()`,
    );
  }

  it('keeps nobody out who knows the password and comes from another network (D8)', async () => {
    await takeEveryOpening(ATTACKER);
    expect((await signIn(ATTACKER, ana.email, PASSWORD)).status).toBe(429);
    expect((await signIn(VICTIM, ana.email, PASSWORD)).status).toBe(303);
    // Nor on the next day, in the next browser.
    await takeEveryOpening('203.0.113.2');
    expect((await signIn(VICTIM, ana.email, PASSWORD)).status).toBe(303);
  });

  it('leaves a person two slips, and tells them the wait after them (D8)', async () => {
    await takeEveryOpening(ATTACKER);
    expect(await guess(VICTIM)).toBe(401);
    expect(await guess(VICTIM)).toBe(401);
    expect((await signIn(VICTIM, ana.email, PASSWORD)).status).toBe(303);
    for (const each of times(SHARE)) expect([each, await guess(VICTIM)]).toEqual([each, 401]);
    const held = await signIn(VICTIM, ana.email, PASSWORD);
    expect(held.status).toBe(429);
    expect(Number(held.headers.get('retry-after'))).toBeLessThanOrEqual(300);
  });

  it('gets a few networks too little to use up what is kept for others (D8)', async () => {
    await takeEveryOpening(ATTACKER);
    for (const host of times(5)) {
      const network = `192.0.2.${String(host + 1)}`;
      const statuses = [];
      for (let i = 0; i <= SHARE; i++) statuses.push(await guess(network));
      expect(statuses).toEqual([401, 401, 401, 429]);
    }
    expect((await signIn(VICTIM, ana.email, PASSWORD)).status).toBe(303);
  });

  it('gets many networks no more than the spare attempts in all (D8)', async () => {
    await shut();
    expect(await failuresOf(SPARE + 15)).toBe(SPARE);
    // The correct one would have to wait as well, but only for the next of them: one in three minutes.
    const held = await signIn(VICTIM, ana.email, PASSWORD);
    expect(held.status).toBe(429);
    expect(Number(held.headers.get('retry-after'))).toBeLessThanOrEqual(180);
    await pass(181);
    expect(await failuresOf(SPARE)).toBe(1);
  });

  it('gives strangers nothing when the person signs in past them (D8)', async () => {
    await shut();
    expect(await failuresOf(SPARE - 1)).toBe(SPARE - 1);
    for (const each of times(3)) {
      expect([each, (await signIn(VICTIM, ana.email, PASSWORD)).status]).toEqual([each, 303]);
    }
    expect(await guess('203.0.113.77')).toBe(401);
    expect(await guess('203.0.113.78')).toBe(429);
  });

  it('stays slow in its own network, also when the person has signed in elsewhere (D8)', async () => {
    await takeEveryOpening(ATTACKER);
    await pass(301);
    expect((await signIn(VICTIM, ana.email, PASSWORD)).status).toBe(303);
    expect(await guess(ATTACKER)).toBe(401);
    expect(await guess(ATTACKER)).toBe(429);
  });

  it('is the same for an address without an account (D6)', async () => {
    const nobody = 'nobody@example.com';
    await takeEveryOpening(ATTACKER, nobody);
    expect(await guess(ATTACKER, nobody)).toBe(429);
    expect(await guess(VICTIM, nobody)).toBe(401);
    await server.database.query('DELETE FROM sign_in_attempts');
    await shut(nobody);
    expect(await failuresOf(SPARE + 3, nobody)).toBe(SPARE);
  });
});
