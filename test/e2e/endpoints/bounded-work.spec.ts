import { gzipSync } from 'node:zlib';
import { ApiCaller } from '../../support/api-caller.js';
import { Browser, hiddenFields } from '../../support/browser.js';
import { decodedBy } from '../../support/decoded-text.js';
import { McpCaller } from '../../support/mcp-caller.js';
import { createUser, PASSWORD } from '../../support/people.js';
import { rawRequest, type RawAnswer } from '../../support/raw-request.js';
import { TestApp } from '../../support/test-app.js';

/** Counted, and not reached. */
const LIMITS = { RATE_LIMIT_SCALE: '100' };
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const FORM_ENDPOINTS = ['token', 'par', 'revoke', 'introspect', 'leaked', 'userinfo'].map(
  (name) => `/oauth/${name}`,
);

/** The maximum size of a form, in as many pairs as possible. */
const WORST: [string, string][] = [
  ['no names', '=1&'],
  ['one name', 'client_id=a&'],
  ['no values', 'a&'],
  ['nothing', '&'],
  ['escapes that are none', '%=%FF&'],
].map(([name = '', pair = '']) => [name, pair.repeat(65_536 / pair.length)]);

describe('what a request costs', () => {
  let server: TestApp;
  beforeAll(async () => (server = await TestApp.start(LIMITS)));
  afterAll(() => server.stop());

  const post = (path: string, body: string | Buffer, headers: Record<string, string> = {}) =>
    rawRequest(server.origin, 'POST', path, { ...FORM, ...headers }, body);
  const pairs = (amount: number): string =>
    Array.from({ length: amount }, (_, i) => `p${String(i)}=${String(i)}`).join('&');
  const saysTooMany = (answer: RawAnswer) => {
    expect(answer.status).toBe(400);
    expect(JSON.parse(answer.text)).toEqual({
      error: 'invalid_request',
      error_description: 'The request has more than 128 parameters.',
    });
  };

  describe.each(FORM_ENDPOINTS)('in a form at %s', (path) => {
    it.each(WORST)('is no decoding at all beyond 128 parameters: %s (G4)', async (_, body) => {
      expect(await decodedBy(async () => saysTooMany(await post(path, body)))).toBe(0);
    });

    it('is at most one reading of what was sent, for limiter, authentication and endpoint alike (G4)', async () => {
      const body = `client_id=app_1&token=x&${pairs(125)}&a=${'%C3%A9'.repeat(9_000)}`;
      const decoded = await decodedBy(async () =>
        expect((await post(path, body)).status).toBeLessThan(500),
      );
      expect(decoded).toBeLessThanOrEqual(body.length);
    });

    it('is no inflating: 415 (G4)', async () => {
      const body = gzipSync('=1&'.repeat(20_000));
      for (const encoding of ['gzip', 'deflate', 'br', 'zstd', 'gzip, gzip']) {
        const answer = await post(path, body, { 'content-encoding': encoding });
        expect(answer.status).toBe(415);
        expect(JSON.parse(answer.text)).toMatchObject({ error: 'invalid_request' });
      }
      const plain = await post(path, pairs(2), { 'content-encoding': 'identity' });
      expect(plain.status).not.toBe(415);
    });
  });

  it.each(['/login', '/password/forgotten', '/password/reset/new', '/oauth/authorize'])(
    'in a form of the page %s has the same end (G4)',
    async (path) => {
      const origin = { origin: server.origin };
      for (const [, body] of WORST) {
        const decoded = await decodedBy(async () =>
          expect((await post(path, body, origin)).status).toBe(400),
        );
        expect(decoded).toBe(0);
      }
      const compressed = { ...origin, 'content-encoding': 'gzip' };
      expect((await post(path, gzipSync('a=1'), compressed)).status).toBe(415);
    },
  );

  it('in a consent page leaves room for a box for each of many projects', async () => {
    const person = new Browser(server.origin);
    await person.signIn((await createUser(server)).email, PASSWORD);
    const { html } = await person.get('/dashboard/account');
    const token = hiddenFields(html, '/logout').csrf_token ?? '';
    const boxes = (amount: number) =>
      person.post(
        '/oauth/consent/azr_1',
        [
          ['csrf_token', token],
          ...Array.from({ length: amount }, (_, i): [string, string] => ['project', String(i)]),
        ],
        { origin: server.origin },
      );
    // The form is read; the request in it does not exist.
    expect((await boxes(1_000)).html).toContain('already answered');
    expect((await boxes(1_100)).html).toContain('more than 1024 parameters');
  });

  it.each(['/oauth/authorize', '/login', '/password/reset'])(
    'in the query of %s is one reading, and none beyond 128 parameters (G4)',
    async (path) => {
      const get = (query: string) => rawRequest(server.origin, 'GET', `${path}?${query}`);
      const query = `${pairs(127)}&a=${'%C3%A9'.repeat(1_500)}`;
      const once = await decodedBy(async () => expect((await get(query)).status).toBeLessThan(500));
      expect(once).toBeLessThanOrEqual(query.length + 100);
      for (const [, worst] of WORST) {
        const decoded = await decodedBy(async () =>
          expect((await get(worst.slice(0, 15_000))).status).toBe(400),
        );
        expect(decoded).toBe(0);
      }
    },
  );

  it('in a query of the Product API and of MCP is the same, before anybody is asked who they are (G4)', async () => {
    const api = await ApiCaller.connect(server);
    const mcp = await McpCaller.connect(server);
    for (const [, worst] of WORST) {
      const query = worst.slice(0, 15_000);
      const decoded = await decodedBy(async () => {
        const list = await api.get(`/segment?${query}`).expect(400);
        expect(list.body).toMatchObject({
          code: 'invalid_request',
          detail: 'The request has more than 128 parameters.',
        });
        const headers = { authorization: `Bearer ${mcp.token}` };
        expect((await post(`/mcp?${query}`, '{}', headers)).status).toBe(400);
      });
      expect(decoded).toBe(0);
    }
    const query = { _limit: '5', a: 'x'.repeat(10_000) };
    const decoded = await decodedBy(() => api.get('/segment', query).expect(400));
    expect(decoded).toBeLessThan(10_100);
  });

  it('for a registration is no inflating, either: 415 (G4)', async () => {
    const body = gzipSync(JSON.stringify({ redirect_uris: ['https://app.example/callback'] }));
    const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
    expect((await post('/oauth/register', body, headers)).status).toBe(415);
    const api = await ApiCaller.connect(server);
    const { authorization } = api;
    const inflated = await post(api.path('/audience/scroll'), gzipSync('{"limit":1}'), {
      ...headers,
      authorization,
    });
    expect(inflated.status).toBe(200);
  });
});

describe('an address beyond its limit', () => {
  let server: TestApp;
  beforeAll(async () => (server = await TestApp.start({ RATE_LIMIT_SCALE: '0.001' })));
  afterAll(() => server.stop());

  it.each([...FORM_ENDPOINTS, '/login', '/password/forgotten', '/oauth/authorize'])(
    'has no form read at %s (G4)',
    async (path) => {
      const body = `client_id=a&token=x&a=${'x'.repeat(60_000)}`;
      const send = () =>
        rawRequest(server.origin, 'POST', path, { ...FORM, origin: server.origin }, body);
      for (let i = 0; i < 12; i++) await send();
      const decoded = await decodedBy(async () => expect((await send()).status).toBe(429));
      expect(decoded).toBe(0);
    },
  );
});
