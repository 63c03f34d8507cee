import { createHash } from 'node:crypto';
import { decodeProtectedHeader } from 'jose';
import * as openid from 'openid-client';
import { RotateSigningKeys } from '../../../src/modules/openid/rotate-signing-keys.js';
import { Customer } from '../../support/actors/customer.js';
import { ThirdPartyApp } from '../../support/actors/third-party-app.js';
import { TestApp } from '../../support/test-app.js';

const REDIRECT_URI = 'http://127.0.0.1:8976/callback';
const SCOPE = 'openid profile email offline_access';

/** A standard client, without code for this server, implements "Sign in with". */
describe('a person signs in to an app with their account here (openid-client)', () => {
  let server: TestApp;
  let customer: Customer;

  beforeAll(async () => {
    server = await TestApp.start();
    customer = await Customer.join(server, 'Nora');
  });
  afterAll(() => server.stop());

  async function register(metadata: object = {}): Promise<openid.Configuration> {
    const configuration = await openid.dynamicClientRegistration(
      new URL(server.origin),
      { redirect_uris: [REDIRECT_URI], token_endpoint_auth_method: 'none', ...metadata },
      openid.None(),
      { execute: [openid.allowInsecureRequests, openid.enableNonRepudiationChecks] },
    );
    return configuration;
  }

  async function signIn(
    configuration: openid.Configuration,
    maxAge = 3_600,
  ): Promise<Awaited<ReturnType<typeof openid.authorizationCodeGrant>>> {
    const pkceCodeVerifier = openid.randomPKCECodeVerifier();
    const [expectedNonce, expectedState] = [openid.randomNonce(), openid.randomState()];
    const url = openid.buildAuthorizationUrl(configuration, {
      redirect_uri: REDIRECT_URI,
      scope: SCOPE,
      nonce: expectedNonce,
      state: expectedState,
      max_age: String(maxAge),
      code_challenge: await openid.calculatePKCECodeChallenge(pkceCodeVerifier),
      code_challenge_method: 'S256',
    });
    const back = await customer.answer(url, { projects: [], scopes: [] });
    const checks = { pkceCodeVerifier, expectedNonce, expectedState, maxAge };
    return openid.authorizationCodeGrant(configuration, back, {
      ...checks,
      idTokenExpected: true,
    });
  }

  const claimsOf = (tokens: { claims(): openid.IDToken | undefined }): openid.IDToken => {
    const claims = tokens.claims();
    if (!claims) throw new Error('There is no ID token.');
    return claims;
  };

  it.each(['RS256', 'ES256', 'EdDSA'])(
    'by an ID token under %s (OIDC-01, OIDC-02)',
    async (alg) => {
      const configuration = await register({ id_token_signed_response_alg: alg });
      const tokens = await signIn(configuration);
      expect(decodeProtectedHeader(tokens.id_token ?? '').alg).toBe(alg);
      const claims = claimsOf(tokens);
      expect(claims).toEqual({
        iss: server.origin,
        sub: expect.stringMatching(/^usr_[0-9a-z]{26}$/),
        aud: configuration.clientMetadata().client_id,
        exp: claims.iat + 3_600,
        iat: expect.any(Number) as number,
        auth_time: expect.any(Number) as number,
        nonce: expect.any(String) as string,
        at_hash: expect.any(String) as string,
      });
      const digest = createHash(alg === 'EdDSA' ? 'sha512' : 'sha256').update(tokens.access_token);
      const half = digest.digest().subarray(0, alg === 'EdDSA' ? 32 : 16);
      expect(claims.at_hash).toBe(half.toString('base64url'));
      expect(claims.auth_time).toBeLessThanOrEqual(claims.iat);
    },
  );

  it('and the app asks who that is (OIDC-04)', async () => {
    const configuration = await register();
    const tokens = await signIn(configuration);
    const { sub } = claimsOf(tokens);
    expect(await openid.fetchUserInfo(configuration, tokens.access_token, sub)).toEqual({
      sub,
      name: 'Nora',
      email: customer.user.email,
      email_verified: false,
    });
  });

  it('as the same subject in every app and every time (OIDC-05)', async () => {
    const [one, other] = [await register(), await register()];
    const subjects = [];
    for (const configuration of [one, other, one]) {
      subjects.push(claimsOf(await signIn(configuration)).sub);
    }
    expect(new Set(subjects).size).toBe(1);
    expect(subjects[0]).not.toBe(one.clientMetadata().client_id);
    expect(subjects[0]?.length).toBeLessThanOrEqual(255);
  });

  it('and a refresh tells of the same sign-in, without its nonce (OIDC-08)', async () => {
    const configuration = await register();
    const tokens = await signIn(configuration);
    await server.database.query(`UPDATE token_families SET auth_time = auth_time - interval '9 s'`);
    const first = claimsOf(tokens);
    const again = await openid.refreshTokenGrant(configuration, tokens.refresh_token ?? '');
    const claims = claimsOf(again);
    expect(claims).toEqual({
      iss: first.iss,
      sub: first.sub,
      aud: first.aud,
      auth_time: (first.auth_time ?? 0) - 9,
      iat: expect.any(Number) as number,
      exp: claims.iat + 3_600,
      at_hash: expect.any(String) as string,
    });
    expect(claims.iat).toBeGreaterThanOrEqual(first.iat);
    expect(claims.at_hash).not.toBe(first.at_hash);
  });

  it('gets no ID token where nobody asked who they are (OIDC-01)', async () => {
    const configuration = await register();
    const tokens = await signIn(configuration);
    const narrowed = await openid.refreshTokenGrant(configuration, tokens.refresh_token ?? '', {
      scope: 'email',
    });
    expect(narrowed.id_token).toBeUndefined();
    const app = await ThirdPartyApp.register(server);
    const other = await app.connect('profile email', { customer, projects: [], scopes: [] });
    expect(other).not.toHaveProperty('id_token');
  });

  it('to an app that asks for scopes of other servers too, and is told what it got (AUTH-13)', async () => {
    const app = await ThirdPartyApp.register(server);
    const decision = { customer, projects: [], scopes: [] };
    const tokens = await app.connect('openid email groups urn:example:roles', decision);
    expect(tokens.scope).toBe('openid email');
    expect(tokens).toHaveProperty('id_token');
  });

  it('goes on doing so while the keys change (OIDC-03)', async () => {
    const configuration = await register();
    const before = await signIn(configuration);
    await server.app.get(RotateSigningKeys).execute('rotate');
    const after = await signIn(configuration);
    const kids = [before, after].map(({ id_token }) => decodeProtectedHeader(id_token ?? '').kid);
    expect(new Set(kids).size).toBe(2);
  });
});
