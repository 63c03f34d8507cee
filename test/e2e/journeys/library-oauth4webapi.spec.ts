import * as oauth from 'oauth4webapi';
import type { Customer } from '../../support/actors/customer.js';
import type { TestProject } from '../../support/actors/organisation.js';
import { makeKey } from '../../support/assertions.js';
import { TestApp } from '../../support/test-app.js';
import { World } from '../../support/world.js';

const REDIRECT_URI = 'https://app.example/callback';
const SCOPE = 'openid email segments:read offline_access';
const insecure = { [oauth.allowInsecureRequests]: true };

/** The client authentication that the library uses, by the registered method. */
interface Method {
  readonly registration: Record<string, unknown>;
  readonly authentication: (secret: string) => oauth.ClientAuth;
}

async function methods(): Promise<Record<string, Method>> {
  const key = await makeKey('ES256');
  const named = (name: string) => ({ token_endpoint_auth_method: name });
  return {
    none: { registration: named('none'), authentication: () => oauth.None() },
    client_secret_basic: {
      registration: named('client_secret_basic'),
      authentication: (secret) => oauth.ClientSecretBasic(secret),
    },
    client_secret_post: {
      registration: named('client_secret_post'),
      authentication: (secret) => oauth.ClientSecretPost(secret),
    },
    private_key_jwt: {
      registration: { ...named('private_key_jwt'), jwks: { keys: [key.publicJwk] } },
      authentication: () => oauth.PrivateKeyJwt({ key: key.privateKey, kid: 'key-1' }),
    },
  };
}

/** A standard client library, without code for this server, runs the whole flow, and validates every response. */
describe('an app built on oauth4webapi', () => {
  let server: TestApp;
  let customer: Customer;
  let project: TestProject;
  let as: oauth.AuthorizationServer;

  beforeAll(async () => {
    server = await TestApp.start();
    ({ customer, project } = await new World(server).owner('Bread', 'Nora'));
    as = await discover();
  });
  afterAll(() => server.stop());

  async function discover(): Promise<oauth.AuthorizationServer> {
    const resource = new URL(`${server.origin}/v1`);
    const found = await oauth.resourceDiscoveryRequest(resource, insecure);
    const { authorization_servers } = await oauth.processResourceDiscoveryResponse(resource, found);
    const issuer = new URL(authorization_servers?.[0] ?? '');
    const answer = await oauth.discoveryRequest(issuer, { algorithm: 'oauth2', ...insecure });
    return oauth.processDiscoveryResponse(issuer, answer);
  }

  async function register(metadata: object): Promise<oauth.Client & { client_secret?: string }> {
    const asked = { redirect_uris: [REDIRECT_URI], client_name: 'Stranger', ...metadata };
    const answer = await oauth.dynamicClientRegistrationRequest(as, asked, insecure);
    const client = await oauth.processDynamicClientRegistrationResponse(answer);
    return client;
  }

  async function authorize(client: oauth.Client, proof: oauth.ClientAuth) {
    const verifier = oauth.generateRandomCodeVerifier();
    const [state, nonce] = [oauth.generateRandomState(), oauth.generateRandomNonce()];
    const parameters = new URLSearchParams({
      response_type: 'code',
      redirect_uri: REDIRECT_URI,
      resource: `${server.origin}/v1`,
      scope: SCOPE,
      max_age: '3600',
      code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state,
      nonce,
    });
    const pushed = await oauth.processPushedAuthorizationResponse(
      as,
      client,
      await oauth.pushedAuthorizationRequest(as, client, proof, parameters, insecure),
    );
    const url = new URL(as.authorization_endpoint ?? '');
    url.searchParams.set('client_id', client.client_id);
    url.searchParams.set('request_uri', pushed.request_uri);
    const back = await customer.answer(url, { projects: [project], scopes: ['segments:read'] });
    return { received: oauth.validateAuthResponse(as, client, back, state), verifier, nonce };
  }

  async function redeem(client: oauth.Client, proof: oauth.ClientAuth) {
    const { received, verifier, nonce } = await authorize(client, proof);
    const options = insecure;
    const answer = await oauth.authorizationCodeGrantRequest(
      as,
      client,
      proof,
      received,
      REDIRECT_URI,
      verifier,
      options,
    );
    return oauth.processAuthorizationCodeResponse(as, client, answer, {
      expectedNonce: nonce,
      maxAge: 3_600,
      requireIdToken: true,
    });
  }

  const segments = (token: string) =>
    oauth.protectedResourceRequest(
      token,
      'GET',
      new URL(`${server.origin}/v1/project/${project.wireId}/segment`),
      undefined,
      undefined,
      insecure,
    );

  const userInfo = async (client: oauth.Client, token: string, subject: string) =>
    oauth.processUserInfoResponse(
      as,
      client,
      subject,
      await oauth.userInfoRequest(as, client, token, insecure),
    );

  async function introspect(client: oauth.Client, proof: oauth.ClientAuth, token: string) {
    const answer = await oauth.introspectionRequest(as, client, proof, token, insecure);
    return oauth.processIntrospectionResponse(as, client, answer);
  }

  async function refresh(client: oauth.Client, proof: oauth.ClientAuth, token = '') {
    const answer = await oauth.refreshTokenGrantRequest(as, client, proof, token, insecure);
    return oauth.processRefreshTokenResponse(as, client, answer);
  }

  async function revoke(client: oauth.Client, proof: oauth.ClientAuth, token = '') {
    const answer = await oauth.revocationRequest(as, client, proof, token, insecure);
    return oauth.processRevocationResponse(answer);
  }

  const NAMES = ['none', 'client_secret_basic', 'client_secret_post', 'private_key_jwt'];
  async function introduce(name: string) {
    const method = (await methods())[name];
    if (!method) throw new Error('There is no such method.');
    const client = await register(method.registration);
    return { client, proof: method.authentication(client.client_secret ?? '') };
  }

  it.each(NAMES)('goes from metadata to revocation, proving itself by %s', async (name) => {
    const { client, proof } = await introduce(name);
    const tokens = await redeem(client, proof);
    expect((await segments(tokens.access_token)).status).toBe(200);
    const subject = oauth.getValidatedIdTokenClaims(tokens)?.sub ?? '';
    const email = customer.user.email;
    expect(await userInfo(client, tokens.access_token, subject)).toMatchObject({ email });
    const renewed = await refresh(client, proof, tokens.refresh_token);
    expect((await segments(renewed.access_token)).status).toBe(200);
    await revoke(client, proof, renewed.refresh_token);
    await expect(segments(renewed.access_token)).rejects.toMatchObject({
      cause: [{ scheme: 'bearer', parameters: { error: 'invalid_token' } }, { scheme: 'dpop' }],
    });
  });

  it.each(NAMES.slice(1))('may ask about its tokens, proving itself by %s', async (name) => {
    const { client, proof } = await introduce(name);
    const tokens = await redeem(client, proof);
    expect(await introspect(client, proof, tokens.access_token)).toMatchObject({
      active: true,
      sub: oauth.getValidatedIdTokenClaims(tokens)?.sub,
      client_id: client.client_id,
    });
    await revoke(client, proof, tokens.refresh_token);
    expect(await introspect(client, proof, tokens.access_token)).toEqual({ active: false });
  });
});
