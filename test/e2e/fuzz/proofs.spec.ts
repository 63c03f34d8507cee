import fc from 'fast-check';
import { generateKeyPairSync, sign } from 'node:crypto';
import { mintSecret } from '../../../src/kernel/secret.js';
import { ConnectedApp } from '../../support/connected-app.js';
import { rawRequest, type RawAnswer } from '../../support/raw-request.js';
import { TestApp } from '../../support/test-app.js';

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const JWK = publicKey.export({ format: 'jwk' });

const encode = (text: string): string => Buffer.from(text).toString('base64url');

/** Signed correctly, whatever its claims. */
function signed(header: string, payload: string): string {
  const input = `${encode(header)}.${encode(payload)}`;
  const key = { key: privateKey, dsaEncoding: 'ieee-p1363' as const };
  return `${input}.${sign('sha256', Buffer.from(input), key).toString('base64url')}`;
}

/** Mostly the valid value, else any. */
const member = <T>(right: T): fc.Arbitrary<unknown> =>
  fc.oneof(
    { weight: 6, arbitrary: fc.constant<unknown>(right) },
    fc.jsonValue(),
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.double(),
  );

const jwk = fc.oneof(
  { weight: 6, arbitrary: fc.constant<unknown>(JWK) },
  fc.record({
    kty: fc.oneof(fc.constantFrom('EC', 'RSA', 'OKP', 'oct', 'AKP', '__proto__'), fc.jsonValue()),
    crv: fc.oneof(fc.constantFrom('P-256', 'P-521', 'Ed25519', 'X25519'), fc.jsonValue()),
    x: fc.oneof(fc.constant(JWK.x), fc.base64String(), fc.jsonValue()),
    y: fc.oneof(fc.constant(JWK.y), fc.base64String(), fc.jsonValue()),
    n: fc.oneof(fc.base64String({ maxLength: 600 }), fc.jsonValue()),
    e: fc.oneof(fc.constantFrom('AQAB', 'AQ', 'AA'), fc.jsonValue()),
  }),
  fc.jsonValue(),
);
const header = fc.record({
  typ: member('dpop+jwt'),
  alg: fc.oneof(
    { weight: 6, arbitrary: fc.constant<unknown>('ES256') },
    fc.constantFrom('none', 'HS256', 'RS256', 'PS256', 'EdDSA', 'Ed25519', 'ES512', 'dir'),
    fc.jsonValue(),
  ),
  jwk,
});
const extra = fc.dictionary(
  fc.constantFrom('crit', 'b64', 'zip', 'kid', 'x5c', 'jku', '__proto__', 'exp', 'nbf'),
  fc.jsonValue(),
  { maxKeys: 2 },
);

const claimsFor = (htm: string, htu: string): fc.Arbitrary<object> =>
  fc.record({
    jti: member('one'),
    htm: member(htm),
    htu: fc.oneof(member(htu), fc.webUrl({ withQueryParameters: true, withFragments: true })),
    iat: fc.oneof(
      fc.constant<unknown>(Math.floor(Date.now() / 1_000)),
      fc.double(),
      fc.integer(),
      fc.jsonValue(),
    ),
    ath: member('x'.repeat(43)),
    nonce: member('x'),
  });

const proofFor = (htm: string, htu: string): fc.Arbitrary<string> =>
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc
        .tuple(header, extra, claimsFor(htm, htu), extra)
        .map(([head, more, claims, others]) =>
          signed(JSON.stringify({ ...head, ...more }), JSON.stringify({ ...claims, ...others })),
        ),
    },
    fc
      .tuple(header, fc.string({ unit: 'binary', maxLength: 80 }))
      .map(([head, payload]) => signed(JSON.stringify(head), payload)),
    fc.array(fc.base64String({ maxLength: 60 }), { maxLength: 5 }).map((parts) => parts.join('.')),
    // Values that no client can send in a header are not tested.
    fc
      .string({ unit: 'binary', maxLength: 60 })
      .map((text) => text.replaceAll(/[^\x20-\x7e]/g, 'ÿ')),
  );

describe.each([
  ['without nonces', {}],
  ['with nonces', { DPOP_NONCE: 'true' }],
])('arbitrary proofs, %s', (_name, variables: Record<string, string>) => {
  let server: TestApp;
  let app: ConnectedApp;
  let token: string;
  beforeAll(async () => {
    server = await TestApp.start(variables);
    app = await ConnectedApp.connect(server);
    ({ token } = await app.getAccessToken());
  });
  afterAll(() => server.stop());

  const check = async (
    [method, path]: readonly [string, string],
    send: (proof: string, text: string) => Promise<RawAnswer>,
    expectRefused: (answer: RawAnswer) => void,
  ): Promise<void> => {
    const proof = proofFor(method, server.origin + path);
    const property = fc.asyncProperty(proof, fc.string(), async (dpop, text) => {
      expectRefused(await send(dpop, text));
    });
    await fc.assert(property, { numRuns: 150 });
  };

  it.each(['/oauth/token', '/oauth/par'])(
    'give nothing at %s, and never a 5xx (DPOP-02, ERR-01, B15)',
    async (path) => {
      const form = { 'content-type': 'application/x-www-form-urlencoded' };
      const body = new URLSearchParams({
        grant_type: 'refresh_token',
        refresh_token: mintSecret('isor').text,
        client_id: app.clientId,
      }).toString();
      const send = (dpop: string) =>
        rawRequest(server.origin, 'POST', path, { ...form, dpop }, body);
      await check(['POST', path], send, ({ status, text, headers }) => {
        expect(status).toBe(400);
        expect(headers['cache-control']).toBe('no-store');
        const { error, error_description } = JSON.parse(text) as Record<string, string>;
        expect(error).toMatch(/^[a-z_]+$/);
        expect(error_description).toMatch(/^[\x20\x21\x23-\x5b\x5d-\x7e]+$/);
      });
    },
  );

  it.each(['/v1/', '/oauth/userinfo'])(
    'open nothing at %s, and never a 5xx (DPOP-06, E15)',
    async (path) => {
      const send = (dpop: string, text: string) => {
        const shown = text.length % 2 === 0 ? token : encode(text);
        return rawRequest(server.origin, 'GET', path, { authorization: `DPoP ${shown}`, dpop });
      };
      await check(['GET', path], send, ({ status, headers }) => {
        expect(status).toBe(401);
        expect(headers['www-authenticate']).toMatch(
          /^DPoP error="(invalid_dpop_proof|invalid_token|use_dpop_nonce)", error_description="[\x20\x21\x23-\x5b\x5d-\x7e]+", algs="[^"]+", [a-z_]+="[^"]+"$/,
        );
      });
    },
  );
});
