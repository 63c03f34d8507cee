import type { JWK } from 'jose';
import {
  claimsFor,
  makeKey,
  prove,
  registerKeyedApp,
  sign,
  type AppKey,
} from '../../support/assertions.js';
import { DocumentHost } from '../../support/document-host.js';
import { ManagedRegistration } from '../../support/managed-registration.js';
import { SwappedKey } from '../../support/swapped-key.js';
import { TestApp } from '../../support/test-app.js';

const REDIRECT = { redirect_uris: ['https://app.example/callback'] };
const KEYED = { token_endpoint_auth_method: 'private_key_jwt', ...REDIRECT };
let serial = 0;

/** As text: no stack is deep enough to serialise it. */
const nested = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);

describe('keys that strangers register or publish', () => {
  let host: DocumentHost;
  let server: TestApp;
  let key: AppKey;
  let rsa: JWK;
  beforeAll(async () => {
    host = await DocumentHost.start();
    server = await TestApp.start(host.variables('app.test'));
    key = await makeKey();
    rsa = (await makeKey('RS256', 'rsa')).publicJwk;
  });
  afterAll(async () => {
    await server.stop();
    await host.stop();
  });

  const register = (keys: readonly unknown[]) =>
    server.http.post('/oauth/register').send({ ...KEYED, jwks: { keys } });
  const publish = (url: string, text: string): void =>
    host.handle(url, (_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).end(text);
    });
  const withMember = (text: string): string =>
    JSON.stringify({ keys: [{ ...key.publicJwk, more: 0 }] }).replace('"more":0', `"more":${text}`);
  const newAddress = (): string => `https://app.test/untrusted-${String(++serial)}`;

  it.each<[string, () => readonly unknown[], string]>([
    [
      'an exponent as long as the modulus',
      () => [{ ...rsa, e: rsa.n }],
      'key 1 has a member e that is too long',
    ],
    [
      'an exponent of 40 bits',
      () => [{ ...rsa, e: 'AQAAAAE' }],
      'key 1 has a member e that is too long',
    ],
    [
      'a modulus of 8192 bits',
      () => [{ ...rsa, n: 'u'.repeat(1_366) }],
      'key 1 has a member n that is too long',
    ],
    ['a modulus of 1024 bits', () => [{ ...rsa, n: 'u'.repeat(171) }], 'less than 2048 bits'],
    [
      'a point far out',
      () => [{ ...key.publicJwk, x: 'A'.repeat(101) }],
      'has a member x that is too long',
    ],
    ['a part missing', () => [{ ...key.publicJwk, y: undefined }], 'has no proper y'],
    [
      'a type that is a trap',
      () => [{ kty: '__proto__' }],
      'must be one public RSA, EC or OKP key',
    ],
    ['a list for a key', () => [[key.publicJwk]], 'must be one public RSA, EC or OKP key'],
    ['a kid that is a number', () => [{ ...rsa, kid: 7 }], 'has no proper kid'],
    ['a kid with a NUL', () => [{ ...rsa, kid: 'a\0' }], 'has no proper kid'],
    ['half a character in a kid', () => [{ ...rsa, kid: '\ud800' }], 'has no proper kid'],
    ['a kid without end', () => [{ ...rsa, kid: 'k'.repeat(257) }], 'has no proper kid'],
    [
      'operations without end',
      () => [{ ...rsa, key_ops: Array(9).fill('verify') }],
      'no proper key_ops',
    ],
    [
      'several keys without names',
      () => [rsa, { ...key.publicJwk, kid: undefined }],
      'a kid of its own',
    ],
    ['two keys of one name', () => [rsa, { ...key.publicJwk, kid: 'rsa' }], 'a kid of its own'],
  ])('are refused with %s, and it is said which and why (G4, DCR-12)', async (_, keys, fault) => {
    const { body } = await register(keys()).expect(400);
    expect(body).toMatchObject({ error: 'invalid_client_metadata' });
    expect(body.error_description).toContain(fault);
  });

  it('prove nobody with an exponent as long as the modulus, even if they were stored once (G4)', async () => {
    const { clientId } = await registerKeyedApp(server, { jwks: { keys: [rsa] } });
    const swapped = new SwappedKey();
    const store = (jwk: JWK) =>
      server.database.query(`UPDATE clients SET jwks = $2 WHERE jwks->'keys'->0->>'n' = $1`, [
        rsa.n,
        { keys: [jwk] },
      ]);
    await store(swapped.publicJwk);
    await prove(server, swapped.sign(claimsFor(clientId, server.origin))).expect(401);
  });

  it('are left out if nobody here knows their type, and no secret is (E14, DCR-12)', async () => {
    const later = { kty: 'AKP', alg: 'ML-DSA-44', pub: 'AAAA', kid: 'later' };
    const { body } = await register([later, key.publicJwk]).expect(201);
    expect((body as { jwks: unknown }).jwks).toEqual({ keys: [key.publicJwk] });
    await register([later]).expect(400);
    await register([{ ...later, priv: 'AAAA' }, key.publicJwk]).expect(400);
    await register([{ kty: 'oct', k: 'AAAA' }, key.publicJwk]).expect(400);
  });

  it('are kept by their known members alone (E14)', async () => {
    const more = { x5c: ['MIIB'], x5u: 'https://evil.example', ext: true, a: { b: [{ c: 'd' }] } };
    const known = { ...key.publicJwk, use: 'sig', key_ops: ['verify'] };
    const { body } = await register([{ ...known, ...more }]).expect(201);
    expect(body.jwks).toEqual({ keys: [known] });
    const uri = newAddress();
    host.publish(uri, { keys: [{ ...known, ...more }], more });
    const { clientId } = await registerKeyedApp(server, { jwks_uri: uri });
    await prove(server, await sign(key, claimsFor(clientId, server.origin))).expect(200);
    expect(
      await server.database.query('SELECT keys FROM client_key_sets WHERE uri = $1', [uri]),
    ).toEqual([{ keys: { keys: [known] } }]);
  });

  it.each([13, 3_000, 5_000])(
    'are a fault of the registration if nested %d deep (E14, ERR-01)',
    async (levels) => {
      const text = `{"redirect_uris":["https://app.example/"],"jwks":${withMember(nested(levels))}}`;
      const send = (method: 'post' | 'put', path: string, bearer?: string) => {
        const request = server.http[method](path).type('application/json');
        return bearer === undefined ? request : request.set('Authorization', `Bearer ${bearer}`);
      };
      const { body } = await send('post', '/oauth/register').send(text).expect(400);
      expect(body).toEqual({
        error: 'invalid_client_metadata',
        error_description: 'The body must not be nested deeper than 12 levels.',
      });
      const app = await ManagedRegistration.create(server);
      const replacement = text.replace('{', `{"client_id":"${app.clientId}",`);
      await send('put', app.path, app.token).send(replacement).expect(400);
      await app.read();
    },
  );

  it('are a failed authentication if published 14,000 deep (E14, ERR-01)', async () => {
    const uri = newAddress();
    publish(uri, withMember(nested(14_000)));
    const { clientId } = await registerKeyedApp(server, { jwks_uri: uri });
    const { body } = await prove(
      server,
      await sign(key, claimsFor(clientId, server.origin)),
    ).expect(401);
    expect(body).toMatchObject({ error: 'invalid_client' });
    expect(host.timesAsked(uri)).toBe(1);
    publish(uri, withMember('0'));
    await prove(server, await sign(key, claimsFor(clientId, server.origin))).expect(200);
  });

  it('are a fault of the document if a metadata document nests them 2,000 deep (E14, CIMD-12)', async () => {
    const url = newAddress();
    const document = JSON.stringify({ client_id: url, client_name: 'Deep', ...REDIRECT, jwks: 0 });
    publish(url, document.replace('"jwks":0', `"jwks":${withMember(nested(2_000))}`));
    const query = new URLSearchParams({ client_id: url, response_type: 'code' }).toString();
    await server.http.get(`/oauth/authorize?${query}`).expect(400);
    expect(host.timesAsked(url)).toBe(1);
  });

  it('are not looked for in an assertion or proof nested thousands deep (E14, CA-07, DPOP-02)', async () => {
    const encode = (text: string): string => Buffer.from(text).toString('base64url');
    const deep = [`{"alg":"ES256","typ":"dpop+jwt","jwk":${nested(1_500)}}`, '{"sub":"x"}'];
    const token = [...deep.map(encode), 'AAAA'].join('.');
    await prove(server, token).expect(401);
    await prove(
      server,
      [encode('{"alg":"ES256"}'), encode(`{"sub":${nested(1_500)}}`), 'AAAA'].join('.'),
    ).expect(401);
    const answer = await server.http
      .post('/oauth/token')
      .set('DPoP', token)
      .type('form')
      .send({ grant_type: 'authorization_code' });
    expect([answer.status, answer.body]).toEqual([
      400,
      {
        error: 'invalid_dpop_proof',
        error_description: 'The DPoP header is not one JWT.',
      },
    ]);
  });
});
