import fc from 'fast-check';
import { connect } from 'node:net';
import type { RawAnswer } from '../../support/raw-request.js';
import { rawRequest } from '../../support/raw-request.js';
import { TestApp } from '../../support/test-app.js';

/** Strings known to break servers, and any others. */
const text = fc.oneof(
  fc.constantFrom(
    '',
    '\0',
    '\r\nX-Injected: 1',
    '__proto__',
    'constructor',
    '\ud800',
    '%zz',
    "'--",
  ),
  fc.constantFrom('isor_x', 'isoc_x', 'app_x', 'none', 'S256', 'code', 'refresh_token', 'openid'),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ unit: 'grapheme', maxLength: 400 }),
);
const PARAMETERS = [
  ...[
    'client_id',
    'client_secret',
    'grant_type',
    'code',
    'code_verifier',
    'refresh_token',
    'token',
  ],
  ...[
    'token_type_hint',
    'redirect_uri',
    'response_type',
    'response_mode',
    'scope',
    'state',
    'nonce',
  ],
  ...['resource', 'code_challenge', 'code_challenge_method', 'prompt', 'max_age', 'login_hint'],
  ...[
    'request',
    'request_uri',
    'dpop_jkt',
    'csrf_token',
    'email',
    'password',
    'return',
    'decision',
  ],
];
const pair = fc.tuple(fc.oneof(fc.constantFrom(...PARAMETERS), text), text);
const VALID_START = { response_type: 'code', code_challenge_method: 'S256', scope: 'project:read' };

/** Form encoding of arbitrary UTF-16: lone surrogates are sent as their bytes. */
const encode = (value: string): string =>
  [...value]
    .map((one) =>
      /[\ud800-\udfff]/.test(one) && one.length === 1 ? '%ED%A0%80' : encodeURIComponent(one),
    )
    .join('');
const form = fc
  .array(pair, { maxLength: 8 })
  .map((pairs) => pairs.map(([name, value]) => `${encode(name)}=${encode(value)}`).join('&'));
/** Node sends a header as Latin-1; without controls, which no client can send. */
const header = text.map((value) => value.replaceAll(/[^\x20-\x7e\x80-\xff]/g, 'ÿ'));
const headers = fc.record(
  {
    authorization: fc.oneof(
      header,
      header.map((value) => `Bearer ${value}`),
      header.map((value) => `Basic ${Buffer.from(value).toString('base64')}`),
    ),
    cookie: header.map((value) => `session=${value}`),
    origin: header,
    'content-encoding': fc.constantFrom('gzip', 'br', 'identity', 'x'),
    'x-request-id': header,
    'x-forwarded-for': header,
    'user-agent': header,
    accept: header,
    dpop: header,
  },
  { requiredKeys: [] },
);
const contentType = fc.oneof(
  { weight: 5, arbitrary: fc.constant('application/x-www-form-urlencoded') },
  fc.constantFrom('application/json', 'application/x-www-form-urlencoded; charset=utf-16', 'x'),
  header,
);
const RUNS = { numRuns: 60 };

describe('OAuth endpoints under arbitrary bytes', () => {
  let server: TestApp;
  let clientId: string;
  beforeAll(async () => {
    server = await TestApp.start();
    const { body } = await server.http
      .post('/oauth/register')
      .send({ redirect_uris: ['https://app.example/cb'], token_endpoint_auth_method: 'none' });
    clientId = (body as { client_id: string }).client_id;
  });
  afterAll(() => server.stop());

  const send = (method: string, path: string, fields: object, body = ''): Promise<RawAnswer> =>
    rawRequest(server.origin, method, path, fields as Record<string, string>, body);

  it.each(['token', 'revoke', 'introspect', 'leaked', 'par'])(
    '/oauth/%s answers every form in its dialect, and never with 5xx (ERR-01, B13, B15)',
    async (endpoint) => {
      const property = fc.asyncProperty(
        ...[form, headers, contentType, fc.boolean()],
        async (parameters, fields, type, known) => {
          const body = known ? `client_id=${clientId}&${parameters}` : parameters;
          const all = { ...fields, 'content-type': type };
          expectOAuth(await send('POST', `/oauth/${endpoint}`, all, body));
        },
      );
      await fc.assert(property, RUNS);
    },
  );

  it.each(['userinfo', 'register/app_x'])('so does GET /oauth/%s', async (endpoint) => {
    const property = fc.asyncProperty(form, headers, async (query, fields) => {
      expectOAuth(await send('GET', `/oauth/${endpoint}?${query}`, fields));
    });
    await fc.assert(property, RUNS);
  });

  it('so does registration, whatever the JSON says (C10)', async () => {
    const members = ['redirect_uris', 'client_name', 'scope', 'grant_types', 'client_uri', 'jwks'];
    const metadata = fc.oneof(
      fc.dictionary(fc.constantFrom(...members), fc.jsonValue()).map((one) => JSON.stringify(one)),
      text.map((value) => JSON.stringify({ redirect_uris: [value], client_name: value })),
      fc.json(),
      text,
    );
    const property = fc.asyncProperty(metadata, headers, async (body, fields) => {
      const all = { ...fields, 'content-type': 'application/json' };
      expectOAuth(await send('POST', '/oauth/register', all, body));
    });
    await fc.assert(property, RUNS);
  });

  it.each([
    ['GET', '/oauth/authorize'],
    ['POST', '/oauth/authorize'],
    ['GET', '/login'],
    ['POST', '/login'],
    ['POST', '/logout'],
    ['GET', '/oauth/consent/azr_x'],
    ['POST', '/oauth/consent/azr_x'],
  ])('%s %s answers with a page or sends on within this server (A4, A13)', async (method, path) => {
    const property = fc.asyncProperty(form, headers, fc.boolean(), async (given, fields, known) => {
      const start = new URLSearchParams({ ...VALID_START, client_id: clientId }).toString();
      const parameters = known ? `${start}&code_challenge=${'A'.repeat(43)}&${given}` : given;
      const type = { 'content-type': 'application/x-www-form-urlencoded' };
      const answer = await (method === 'GET'
        ? send(method, `${path}?${parameters}`, fields)
        : send(method, path, { ...fields, ...type }, parameters));
      expectPage(answer);
    });
    await fc.assert(property, RUNS);
  });

  it('answers bytes that are no HTTP with 400 or nothing, and goes on', async () => {
    const junk = fc.uint8Array({ minLength: 1, maxLength: 200 }).map((bytes) => Buffer.from(bytes));
    const property = fc.asyncProperty(junk, async (bytes) => {
      expect(await sendBytes(Number(new URL(server.origin).port), bytes)).toMatch(
        /^(HTTP\/1.1 4|$)/,
      );
    });
    await fc.assert(property, { numRuns: 30 });
    await server.http.get('/').expect(200);
  });
});

function expectOAuth({ status, headers, text: body }: RawAnswer): void {
  expect(status).toBeLessThan(500);
  expect(headers['x-injected']).toBeUndefined();
  expect(headers['content-type']).toMatch(/^application\/json/);
  expect(headers['cache-control']).toBe('no-store');
  const answer = JSON.parse(body) as { error?: string; error_description?: string };
  if (status < 400 || isWithoutToken(status, headers)) return;
  expect(answer.error).toMatch(/^[a-z_]+$/);
  expect(answer.error_description).toMatch(/^[\x20\x21\x23-\x5b\x5d-\x7e]*$/);
  if (status === 401) expect(headers['www-authenticate']).toMatch(/^(Basic|Bearer|DPoP) [a-z_]+="/);
}

/** RFC 6750 §3.1: then there is no error code. */
const isWithoutToken = (status: number, headers: RawAnswer['headers']): boolean =>
  status === 401 && /^Bearer realm="oauth"(, DPoP|$)/.test(String(headers['www-authenticate']));

function expectPage({ status, headers }: RawAnswer): void {
  expect(status).toBeLessThan(500);
  expect(headers['x-injected']).toBeUndefined();
  expect(headers['cache-control']).toBe('no-store');
  expect(headers['x-frame-options']).toBe('DENY');
  expect(headers['access-control-allow-origin']).toBeUndefined();
  if (status >= 300 && status < 400) expect(headers.location).toMatch(/^\/(?!\/)/);
}

/** The server's response before it closes, or within half a second. */
function sendBytes(port: number, bytes: Buffer): Promise<string> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const socket = connect(port, '127.0.0.1', () => socket.end(bytes));
    const done = (): void => resolve(Buffer.concat(chunks).toString('latin1'));
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    socket.once('close', done).once('error', done);
    socket.setTimeout(500, () => socket.destroy());
  });
}
