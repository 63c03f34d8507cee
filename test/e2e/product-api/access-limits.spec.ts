import { mintSecret } from '../../../src/kernel/secret.js';
import { ApiCaller } from '../../support/api-caller.js';
import { McpCaller } from '../../support/mcp-caller.js';
import { RequestStatements } from '../../support/request-statements.js';
import { TestApp } from '../../support/test-app.js';

/** A tenth: 30 failures of an address a minute, 60 calls of a grant. */
const LIMITS = {
  RATE_LIMIT_SCALE: '0.1',
  TRUSTED_PROXIES: '127.0.0.1',
  SHARED_EGRESS: '198.51.100.0/24',
};

/** Of a counter in a window, by requests one after the other: `leased-permits.spec.ts`. */
const MOST_STATEMENTS = 30;

describe('who shows tokens', () => {
  let server: TestApp;
  /** Without limits, to prepare the tests. */
  let office: TestApp;
  beforeAll(async () => {
    server = await TestApp.start(LIMITS);
    office = await TestApp.over(server.database, server.origin);
  });
  afterAll(async () => {
    await office.stop();
    await server.stop();
  });
  afterEach(() => jest.restoreAllMocks());

  let network = 0;
  const newAddress = (): string => `192.0.2.${String(++network)}`;
  const show = (path: string, token: string, from: string, at = server) => {
    const request = path.startsWith('/mcp') ? at.http.post(path) : at.http.get(path);
    return request.set('X-Forwarded-For', from).set('Authorization', `Bearer ${token}`);
  };
  const forged = (): string => mintSecret('isoa').text;
  const manyForged = (path: string, from: string, amount = 100, at = [server]) =>
    Promise.all(
      Array.from({ length: amount }, (_, i) => show(path, forged(), from, at[i % at.length])),
    );
  const count = (answers: readonly { status: number }[], wanted: number): number =>
    answers.filter(({ status }) => status === wanted).length;
  const named = ({ names }: RequestStatements, wanted: string): unknown[] =>
    names.filter((name) => name === wanted);
  const leased = (ran: RequestStatements): unknown[] => named(ran, 'rate-limits.count');

  it.each([
    ['/v1', 'access-token.verify'],
    ['/v1/project/prj_1/segment', 'access-token.verify-in-project'],
    ['/mcp', 'access-token.verify'],
    ['/oauth/userinfo', 'access-token.verify-person'],
  ])(
    'that are none, at %s, is refused before the database is asked: beyond the limit of the address (B10)',
    async (path, verification) => {
      const [ran, from] = [new RequestStatements(), newAddress()];
      const answers = await manyForged(path, from);
      expect([count(answers, 401), count(answers, 429)]).toEqual([30, 70]);
      // Those that are verified at the same time share a statement.
      expect(named(ran, verification).length).toBeLessThanOrEqual(30);
      expect(leased(ran).length).toBeLessThanOrEqual(MOST_STATEMENTS);
      ran.names.length = 0;
      const refused = await show(path, forged(), from).expect(429);
      expect(ran.names).toEqual([]);
      expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
      expect(Number(refused.headers['retry-after'])).toBeLessThanOrEqual(60);
      expect(refused.headers).not.toHaveProperty('www-authenticate');
      await show(path, forged(), newAddress()).expect(401);
    },
  );

  it('says it in the dialect of the endpoint, and asks for a token as before (RS-02)', async () => {
    const from = newAddress();
    await manyForged('/v1', from);
    const api = await show('/v1', forged(), from).expect(429);
    expect(api.body).toMatchObject({ code: 'rate_limited', status: 429 });
    const mcp = await show('/mcp', forged(), from).expect(429);
    expect(mcp.body).toMatchObject({ jsonrpc: '2.0', error: { code: -32000 }, id: null });
    const none = await server.http.get('/v1').set('X-Forwarded-For', from).expect(401);
    expect(none.headers['www-authenticate']).not.toContain('error=');
  });

  it('that are none is counted over two replicas: a tenth more at most (B10, G2)', async () => {
    const replica = await server.startReplica(LIMITS);
    const answers = await manyForged('/v1', newAddress(), 200, [server, replica]);
    await replica.stop();
    expect(count(answers, 401)).toBeLessThanOrEqual(33);
  });

  it('that are none from shared egress has ten times as many (C7)', async () => {
    const answers = await manyForged('/v1', '198.51.100.9', 330);
    expect(count(answers, 401)).toBe(300);
  });

  it('that were live before stops nobody who is at work beside them (B10)', async () => {
    const [from, caller] = [newAddress(), (await ApiCaller.connect(office)).at(server)];
    const list = () => caller.get('/segment').set('X-Forwarded-For', from);
    await list().expect(200);
    await manyForged('/v1', from);
    await list().expect(200);
    await server.database.query('UPDATE access_tokens SET revoked_at = now()');
    await list().expect(401);
    await list().expect(429);
  });

  it('of one grant has so many calls at /mcp', async () => {
    const caller = (await McpCaller.connect(office)).at(server);
    const answers = await Promise.all(
      // An address each: as long as the token is not known, an address may try it only so often at once.
      Array.from({ length: 80 }, () =>
        caller.send({ jsonrpc: '2.0', id: 1, method: 'ping' }).set('X-Forwarded-For', newAddress()),
      ),
    );
    expect([count(answers, 200), count(answers, 429)]).toEqual([60, 20]);
  });
});
