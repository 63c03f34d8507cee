import pg from 'pg';
import { RotateSigningKeys } from '../../../src/modules/openid/rotate-signing-keys.js';
import { SigningKeys } from '../../../src/modules/openid/signing-keys.service.js';
import { Draining } from '../../../src/platform/http/draining.js';
import { rawRequest, type RawAnswer } from '../../support/raw-request.js';
import { TestApp } from '../../support/test-app.js';

const KEYS = '/oauth/jwks';
const PATHS = [
  '/.well-known/oauth-authorization-server',
  '/.well-known/openid-configuration',
  '/.well-known/oauth-protected-resource/v1',
  '/.well-known/oauth-protected-resource/mcp',
  '/.well-known/oauth-protected-resource',
  KEYS,
  '/healthz',
];

/** Names and values, without those that differ each time and the tag. */
function headersOf({ rawHeaders }: RawAnswer): string[] {
  const pairs = rawHeaders.flatMap((name, i) =>
    i % 2 === 0 ? [`${name}: ${String(rawHeaders[i + 1])}`] : [],
  );
  return pairs.filter((pair) => !/^(ETag|Date|X-Request-Id): /.test(pair)).sort();
}

describe.each(['http', 'https'])('an answer that is the same for everybody, over %s', (scheme) => {
  let server: TestApp;
  beforeAll(async () => {
    const secure = { ISSUER_URL: 'https://as.example' };
    server = await TestApp.start(scheme === 'https' ? secure : {});
  });
  afterAll(() => server.stop());

  const ask = (method: string, path: string, headers: Record<string, string> = {}, body = '') =>
    rawRequest(server.address, method, path, headers, body);

  /** A question mark makes it a request for Express and the controller. */
  async function expectTheSame(method: string, path: string, headers = {}): Promise<void> {
    const kept = await ask(method, path, headers);
    const handled = await ask(method, `${path}?`, headers);
    expect(kept.headers.etag).toMatch(/^"[\w-]{43}"$/);
    expect(handled.headers).not.toHaveProperty('etag');
    expect([kept.status, kept.text]).toEqual([handled.status, handled.text]);
    expect(headersOf(kept)).toEqual(headersOf(handled));
    const ids = [kept, handled].map((answer) => String(answer.headers['x-request-id']));
    expect(ids).toEqual([
      expect.stringMatching(/^req_\w{26}$/),
      expect.not.stringMatching(ids[0] ?? ''),
    ]);
  }

  it.each(PATHS)('of %s is the one of its controller, with a tag', async (path) => {
    for (const method of ['GET', 'HEAD']) {
      await expectTheSame(method, path);
      await expectTheSame(method, path, { origin: 'https://spa.example', accept: 'text/html' });
      await expectTheSame(method, path, { connection: 'close' });
    }
  });

  it.each(PATHS)('of %s is not sent to who has it (RFC 9110 §13.1.2)', async (path) => {
    const { headers, text } = await ask('GET', path);
    const etag = String(headers.etag);
    for (const list of [etag, `W/${etag}`, `"a", ${etag}`, '*']) {
      for (const method of ['GET', 'HEAD']) {
        const answer = await ask(method, path, { 'if-none-match': list });
        expect([answer.status, answer.text]).toEqual([304, '']);
        expect(answer.headers).toMatchObject({ etag, 'cache-control': headers['cache-control'] });
        expect(answer.headers).not.toHaveProperty('content-length');
        expect(answer.headers).not.toHaveProperty('content-type');
      }
    }
    const other = await ask('GET', path, { 'if-none-match': `"a", ${etag.slice(1, -1)}` });
    expect([other.status, other.text]).toEqual([200, text]);
  });

  it.each([
    ['OPTIONS', {}, ''],
    ['POST', {}, ''],
    ['GET', { 'content-type': 'application/json', 'content-length': '2' }, '{}'],
    ['GET', { expect: '100-continue' }, ''],
  ])('is not for %s with %j and the body %j', async (method, headers, body) => {
    const answer = await ask(method, KEYS, headers, body);
    expect(answer.headers).not.toHaveProperty('etag');
    expect(answer.headers['x-request-id']).toBeDefined();
  });

  it('is found by a target in absolute form', async () => {
    const answer = await ask('GET', `http://evil.example${KEYS}`);
    expect([answer.status, typeof answer.headers.etag]).toEqual([200, 'string']);
  });

  it('has its line in the log, with the id that was sent', async () => {
    const { headers } = await ask('HEAD', KEYS, { 'if-none-match': '*' });
    const id = String(headers['x-request-id']);
    const lines = server.database.log.filter((line) => line.includes(id));
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
      expect.objectContaining({
        reqId: id,
        req: expect.objectContaining({ id, method: 'HEAD', url: KEYS }) as unknown,
        res: { statusCode: 304 },
        msg: 'request',
      }),
    ]);
    await ask('GET', '/healthz');
    expect(server.database.log.filter((line) => line.includes('"/healthz"'))).toEqual([]);
  });

  it('is another one after a rotation of the keys', async () => {
    const before = await ask('GET', KEYS);
    await server.app.get(RotateSigningKeys).execute('rotate');
    const after = await ask('GET', KEYS, { 'if-none-match': String(before.headers.etag) });
    expect(after.status).toBe(200);
    expect(after.text).not.toBe(before.text);
    await expectTheSame('GET', KEYS);
  });

  it('is an error of its controller when it cannot be found out', async () => {
    const owner = new pg.Client({ connectionString: server.database.ownerUrl });
    await owner.connect();
    await owner.query('ALTER TABLE signing_keys RENAME TO hidden');
    server.app.get(SigningKeys).forget();
    const { status, headers, text } = await ask('GET', KEYS);
    await owner.query('ALTER TABLE hidden RENAME TO signing_keys');
    await owner.end();
    expect([status, JSON.parse(text)]).toEqual([
      500,
      expect.objectContaining({ error: 'server_error' }),
    ]);
    expect(headers['cache-control']).toBe('no-store');
    await expectTheSame('GET', KEYS);
  });

  it('closes the connection while the server stops', async () => {
    server.app.get(Draining).begin();
    const { headers } = await ask('GET', KEYS);
    expect(headers.connection).toBe('close');
    await expectTheSame('GET', KEYS);
  });
});
