import pg from 'pg';
import type { Response } from 'supertest';
import { TestApp } from '../../support/test-app.js';

const limits = {
  RATE_LIMIT_SCALE: '1',
  REGISTRATIONS_PER_HOUR: '10',
  TRUSTED_PROXIES: '127.0.0.1',
};

describe('rate limits', () => {
  let server: TestApp;
  beforeAll(async () => (server = await TestApp.start(limits)));
  afterAll(() => server.stop());

  const register = (from: string, at: TestApp = server) =>
    at.http
      .post('/oauth/register')
      .set('X-Forwarded-For', from)
      .send({ redirect_uris: ['https://app.example/callback'] });

  const statusesOf = (responses: readonly Response[]) => {
    const accepted = responses.filter(({ status }) => status === 201).length;
    return { accepted, refused: responses.filter(({ status }) => status === 429).length };
  };

  const burst = async (amount: number, from: (index: number) => string, at: TestApp = server) =>
    statusesOf(await Promise.all(Array.from({ length: amount }, (_, i) => register(from(i), at))));

  it('let exactly the allowed number pass, over all replicas together', async () => {
    const replica = await server.startReplica(limits);
    const responses = await Promise.all(
      Array.from({ length: 40 }, (_, i) => register('192.0.2.1', i % 2 ? replica : server)),
    );
    await replica.stop();
    expect(statusesOf(responses)).toEqual({ accepted: 10, refused: 30 });
  });

  it('say in the OAuth dialect when to come back (HTTP-06)', async () => {
    await burst(10, () => '192.0.2.2');
    const { headers, body } = await register('192.0.2.2').expect(429);
    expect(body).toMatchObject({ error: 'temporarily_unavailable' });
    expect(Number(headers['retry-after'])).toBeGreaterThan(0);
    expect(Number(headers['retry-after'])).toBeLessThanOrEqual(3_600);
    expect(headers['cache-control']).toBe('no-store');
  });

  it('count strangers at the sign-in page, for each visit starts a session', async () => {
    const visit = () => server.http.get('/login').set('X-Forwarded-For', '192.0.2.9');
    const answers = await Promise.all(Array.from({ length: 125 }, visit));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(120);
    const { text } = await visit().expect(429);
    expect(text).toContain('Please wait a moment');
  });

  it('keep no session and no place to return to for strangers who ask for pages without end', async () => {
    const visit = () =>
      server.http.get('/dashboard/connected-apps').set('X-Forwarded-For', '192.0.2.10');
    const kept = async () => {
      const [row] = await server.database.query<{ sessions: number; returns: number }>(
        `SELECT (SELECT count(*)::int FROM browser_sessions) AS sessions,
           (SELECT count(*)::int FROM sign_in_returns) AS returns`,
      );
      return row ?? { sessions: 0, returns: 0 };
    };
    const before = await kept();
    const answers = await Promise.all(Array.from({ length: 70 }, visit));
    const places = answers.map(({ headers }) => headers.location);
    expect(places.filter((place) => place?.startsWith('/login?return='))).toHaveLength(60);
    expect(places.filter((place) => place === '/login')).toHaveLength(10);
    const after = await kept();
    expect(after.sessions - before.sessions).toBe(60);
    expect(after.returns - before.returns).toBe(60);
  });

  it('end with their window, however many were refused in it', async () => {
    await burst(30, () => '192.0.2.3');
    await register('192.0.2.3').expect(429);
    await server.database.query('UPDATE rate_limit_counters SET expires_at = now()');
    await register('192.0.2.3').expect(201);
  });

  it('count the same network as one caller, and another as another (C8)', async () => {
    const mapped = await burst(20, (i) => (i % 2 ? '198.51.100.7' : '::ffff:198.51.100.7'));
    expect(mapped).toEqual({ accepted: 10, refused: 10 });
    const sameNetwork = await burst(20, (i) => `2001:db8:0:1::${i.toString(16)}`);
    expect(sameNetwork).toEqual({ accepted: 10, refused: 10 });
    await register('2001:db8:0:2::1').expect(201);
  });

  it('leave room for an assistant that registers for everybody who uses it (C7)', async () => {
    const shared = { ...limits, SHARED_EGRESS: '160.79.104.0/21,2001:db8:a::/48' };
    const replica = await server.startReplica(shared);
    for (const address of ['160.79.104.9', '::ffff:160.79.111.255', '2001:db8:a:1::1']) {
      expect(await burst(15, () => address, replica)).toEqual({ accepted: 15, refused: 0 });
    }
    for (const address of ['160.79.112.1', '2001:db8:b::1']) {
      expect(await burst(15, () => address, replica)).toEqual({ accepted: 10, refused: 5 });
    }
    await server.database.query('UPDATE rate_limit_counters SET hits = 600');
    // A replica grants a seventieth of it before it asks again.
    expect((await burst(15, () => '160.79.104.9', replica)).accepted).toBeLessThanOrEqual(8);
    await register('160.79.104.9', replica).expect(429);
    await replica.stop();
  });

  it('believe the hop next to the trusted proxy, and nothing before it (C8)', async () => {
    const spoofed = await burst(20, (i) => `203.0.113.${String(i)}, 198.51.100.8`);
    expect(spoofed).toEqual({ accepted: 10, refused: 10 });
  });

  it('believe no header at all without a trusted proxy (C8)', async () => {
    const direct = await server.startReplica({ ...limits, TRUSTED_PROXIES: '' });
    const spoofed = await burst(20, (i) => `203.0.113.${String(i)}`, direct);
    await direct.stop();
    expect(spoofed).toEqual({ accepted: 10, refused: 10 });
  });

  it('scale with the configuration, down to none', async () => {
    const half = await server.startReplica({ ...limits, RATE_LIMIT_SCALE: '0.5' });
    expect(await burst(10, () => '192.0.2.5', half)).toEqual({ accepted: 5, refused: 5 });
    await half.stop();
    const off = await server.startReplica({ ...limits, RATE_LIMIT_SCALE: '0' });
    expect(await burst(20, () => '192.0.2.5', off)).toEqual({ accepted: 20, refused: 0 });
    await off.stop();
  });

  it('speak to people in pages', async () => {
    const strict = await server.startReplica({ ...limits, RATE_LIMIT_SCALE: '0.05' });
    const open = () => strict.http.get('/oauth/authorize').set('X-Forwarded-For', '192.0.2.8');
    for (let i = 0; i < 3; i++) await open().expect(400);
    const { headers, text } = await open().expect(429);
    await strict.stop();
    expect(headers['content-type']).toContain('text/html');
    expect(Number(headers['retry-after'])).toBeLessThanOrEqual(60);
    expect(text).toContain('Please wait a moment');
  });

  it('keep no address in clear', async () => {
    await register('192.0.2.6');
    const rows = await server.database.query('SELECT key FROM rate_limit_counters');
    expect(JSON.stringify(rows)).not.toContain('192.0.2');
  });

  it('refuse while they cannot count, rather than let everything through', async () => {
    const owner = new pg.Client({ connectionString: server.database.ownerUrl });
    await owner.connect();
    await owner.query('BEGIN; LOCK TABLE rate_limit_counters IN ACCESS EXCLUSIVE MODE');
    const { headers, body } = await register('192.0.2.7').expect(503);
    await owner.end();
    expect(body).toMatchObject({ error: 'temporarily_unavailable' });
    expect(headers).toHaveProperty('retry-after');
    await register('192.0.2.7').expect(201);
  });
});
