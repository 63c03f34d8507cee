import { base64url, SignJWT, UnsecuredJWT } from 'jose';
import {
  claimsFor,
  makeKey,
  prove,
  registerKeyedApp,
  sign,
  type AppKey,
} from '../../support/assertions.js';
import { TestApp } from '../../support/test-app.js';

describe('private_key_jwt', () => {
  let server: TestApp;
  let key: AppKey;
  let clientId: string;

  beforeAll(async () => {
    server = await TestApp.start();
    key = await makeKey();
    ({ clientId } = await registerKeyedApp(server, { jwks: { keys: [key.publicJwk] } }));
  });
  afterAll(() => server.stop());

  const claims = (changes: Record<string, unknown> = {}) =>
    claimsFor(clientId, server.origin, changes);
  const believed = async (assertion: string, form = {}): Promise<void> => {
    await prove(server, assertion, form).expect(200);
  };
  const refused = async (assertion: string, form = {}): Promise<void> => {
    const { body, headers } = await prove(server, assertion, form).expect(401);
    expect(body).toEqual({
      error: 'invalid_client',
      error_description: 'Client authentication failed.',
    });
    expect(headers['www-authenticate']).toMatch(/^Basic /);
  };

  it('proves a client by its key, with or without a client_id beside it (CA-07)', async () => {
    await believed(await sign(key, claims()));
    await believed(await sign(key, claims()), { client_id: clientId });
    await refused(await sign(key, claims()), { client_id: 'app_other' });
  });

  it('does not let a forger use up a jti (CA-09)', async () => {
    const jti = 'mine';
    await refused(await sign(await makeKey(), claims({ jti })));
    await believed(await sign(key, claims({ jti })));
  });

  it('lets two clients use the same jti (CA-09)', async () => {
    const other = await registerKeyedApp(server, { jwks: { keys: [key.publicJwk] } });
    const jti = 'shared';
    await believed(await sign(key, claims({ jti })));
    await believed(await sign(key, claimsFor(other.clientId, server.origin, { jti })));
  });

  it('refuses what another key, a secret or nobody signed (CA-07)', async () => {
    await refused(await sign(await makeKey('ES256', 'key-1'), claims()));
    await refused(await sign(await makeKey('ES256', 'other'), claims()));
    await refused(await sign(await makeKey('RS256', 'key-1'), claims()));
    await refused(new UnsecuredJWT(claims()).encode());
    const publicKey = new TextEncoder().encode(JSON.stringify(key.publicJwk));
    for (const secret of [publicKey, new Uint8Array(32)]) {
      const forged = new SignJWT(claims()).setProtectedHeader({ alg: 'HS256', kid: 'key-1' });
      await refused(await forged.sign(secret));
    }
  });

  it('refuses a key that the assertion brings along (CA-07)', async () => {
    const own = await makeKey('ES256', 'own');
    await refused(await sign(own, claims(), { jwk: own.publicJwk }));
    await refused(await sign(own, claims(), { jku: 'https://evil.example/keys' }));
  });

  it('refuses altered claims and other shapes (CA-07)', async () => {
    const [header, , signature] = (await sign(key, claims())).split('.');
    const altered = base64url.encode(JSON.stringify(claims()));
    await refused([header, altered, signature].join('.'));
    for (const text of ['x', 'a.b.c', '..', `${altered}.${altered}.${altered}`])
      await refused(text);
  });

  it('knows one type of assertion (CA-07)', async () => {
    const type = 'urn:ietf:params:oauth:client-assertion-type:saml2-bearer';
    await refused(await sign(key, claims()), { client_assertion_type: type });
    await refused('', {});
    await refused(await sign(key, claims()), { client_assertion_type: '' });
  });

  it('leaves a client with a key no weaker way (CA-05, CIMD-09)', async () => {
    const post = (form: Record<string, string>) =>
      server.http
        .post('/oauth/revoke')
        .type('form')
        .send({ token: 'nothing', ...form });
    await post({ client_id: clientId }).expect(401);
    await post({ client_id: clientId, client_secret: 'x' }).expect(401);
    await server.http
      .post('/oauth/revoke')
      .auth(clientId, 'x')
      .type('form')
      .send({ token: 'nothing' })
      .expect(401);
  });

  it('is not open to clients that registered for something else (CA-05)', async () => {
    const { body } = await server.http
      .post('/oauth/register')
      .send({
        redirect_uris: ['https://app.example/callback'],
        token_endpoint_auth_method: 'none',
        jwks: { keys: [key.publicJwk] },
      })
      .expect(201);
    expect(body).not.toHaveProperty('jwks');
    const { client_id } = body as { client_id: string };
    await refused(await sign(key, claimsFor(client_id, server.origin)));
  });

  it('takes two ways at once for a fault of the request (CA-03)', async () => {
    const { body } = await prove(server, await sign(key, claims()), { client_secret: 'x' }).expect(
      400,
    );
    expect(body).toMatchObject({ error: 'invalid_request' });
  });

  it.each(['RS256', 'PS256', 'ES256', 'EdDSA'])('knows %s (CA-07)', async (algorithm) => {
    const own = await makeKey(algorithm);
    const app = await registerKeyedApp(server, { jwks: { keys: [own.publicJwk] } });
    await believed(await sign(own, claimsFor(app.clientId, server.origin)));
  });

  it.each(['ES384', 'RS512'])('does not know %s (CA-07)', async (algorithm) => {
    const own = await makeKey(algorithm);
    const app = await registerKeyedApp(server, { jwks: { keys: [own.publicJwk] } });
    await refused(await sign(own, claimsFor(app.clientId, server.origin)));
  });

  it('asks which key it is where there are several, and tries no more than one (CA-07, G4)', async () => {
    const [first, second] = [await makeKey('ES256', 'a'), await makeKey('ES256', 'b')];
    const keys = [first.publicJwk, second.publicJwk];
    const app = await registerKeyedApp(server, { jwks: { keys } });
    const own = () => claimsFor(app.clientId, server.origin);
    for (const kid of [undefined, 'a', 'c', '']) await refused(await sign(second, own(), { kid }));
    await believed(await sign(second, own()));
    await believed(await sign(first, own()));
    const single = await registerKeyedApp(server, { jwks: { keys: [first.publicJwk] } });
    const its = claimsFor(single.clientId, server.origin);
    await believed(await sign(first, its, { kid: undefined }));
  });
});

describe('registration of keys', () => {
  let server: TestApp;
  let key: AppKey;
  beforeAll(async () => {
    server = await TestApp.start();
    key = await makeKey();
  });
  afterAll(() => server.stop());

  const register = (metadata: Record<string, unknown>) =>
    server.http.post('/oauth/register').send({
      redirect_uris: ['https://app.example/callback'],
      token_endpoint_auth_method: 'private_key_jwt',
      ...metadata,
    });

  it('echoes the keys or their address, and makes no secret', async () => {
    const jwks = { keys: [key.publicJwk] };
    const { body } = await register({ jwks }).expect(201);
    expect(body).toMatchObject({ token_endpoint_auth_method: 'private_key_jwt', jwks });
    expect(body).not.toHaveProperty('client_secret');
    const jwks_uri = 'https://app.example/keys';
    expect((await register({ jwks_uri }).expect(201)).body).toMatchObject({ jwks_uri });
  });

  it.each([
    ['no keys', {}],
    ['both', { jwks: { keys: [] }, jwks_uri: 'https://app.example/keys' }],
    ['an empty set', { jwks: { keys: [] } }],
    ['too many', { jwks: { keys: Array(21).fill({ kty: 'EC' }) } }],
    ['a private key', { jwks: { keys: [{ kty: 'EC', crv: 'P-256', x: 'x', y: 'y', d: 'd' }] } }],
    ['a symmetric key', { jwks: { keys: [{ kty: 'oct', k: 'k' }] } }],
    ['a list', { jwks: [] }],
    ['text', { jwks: '{}' }],
    ['keys over http', { jwks_uri: 'http://app.example/keys' }],
    [
      'a secret key beside another method',
      { token_endpoint_auth_method: 'none', jwks: { keys: [{ kty: 'oct', k: 'k' }] } },
    ],
  ])('refuses %s (DCR-12)', async (_, metadata) => {
    const { body } = await register(metadata).expect(400);
    expect(body).toMatchObject({ error: 'invalid_client_metadata' });
  });
});
