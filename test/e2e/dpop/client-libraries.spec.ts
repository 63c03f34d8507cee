import * as oauth from 'oauth4webapi';
import * as openid from 'openid-client';
import type { Browser } from '../../support/browser.js';
import { decide } from '../../support/consent-page.js';
import { TestApp } from '../../support/test-app.js';
import { type AskingApp, World } from '../../support/world.js';

const insecure = { [oauth.allowInsecureRequests]: true };
const SCOPE = 'openid project:read segments:read';

/** Independent implementations of the same standards. */
describe.each([
  ['without nonces', {}],
  ['with nonces of the server', { DPOP_NONCE: 'true' }],
])('client libraries with a key, %s', (_name, variables: Record<string, string>) => {
  let server: TestApp;
  let world: World;
  let app: AskingApp;
  let browser: Browser;
  let project: string;

  beforeAll(async () => {
    world = await World.start(variables);
    ({ server } = world);
    app = await world.registerApp({ dpop_bound_access_tokens: true });
    const person = await world.person();
    browser = person.browser;
    project = (await world.project(person.user, 'owner')).wireId;
  });
  afterAll(() => server.stop());

  async function allow(url: URL): Promise<URL> {
    const opened = await world.openConsent(browser, url.pathname + url.search);
    const scopes = ['project:read', 'segments:read'];
    const answer = await decide(browser, opened, { projects: [project], scopes });
    return new URL(answer.headers.get('location') ?? '');
  }

  const paths = () => ['/v1/', `/v1/project/${project}`, `/v1/project/${project}/segment`];

  it('go the whole way: pushed request, code, refresh, Product API, UserInfo (oauth4webapi, DPOP-01 to DPOP-09)', async () => {
    const issuer = new URL(server.origin);
    const as = await oauth.processDiscoveryResponse(
      issuer,
      await oauth.discoveryRequest(issuer, { algorithm: 'oauth2', ...insecure }),
    );
    expect(as.dpop_signing_alg_values_supported).toContain('ES256');
    const client: oauth.Client = { client_id: app.clientId };
    const none = oauth.None();
    const DPoP = oauth.DPoP(client, await oauth.generateKeyPair('ES256'));
    const options = { DPoP, ...insecure };
    /** As its manual says: again if a nonce is required. */
    const twice = async <T>(attempt: () => Promise<T>): Promise<T> => {
      try {
        return await attempt();
      } catch (error) {
        if (!oauth.isDPoPNonceError(error)) throw error;
        return attempt();
      }
    };
    const verifier = oauth.generateRandomCodeVerifier();
    const parameters = new URLSearchParams({
      response_type: 'code',
      redirect_uri: app.redirectUri,
      scope: SCOPE,
      code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
    });
    const pushed = await twice(async () =>
      oauth.processPushedAuthorizationResponse(
        as,
        client,
        await oauth.pushedAuthorizationRequest(as, client, none, parameters, options),
      ),
    );
    const url = new URL(String(as.authorization_endpoint));
    url.searchParams.set('client_id', app.clientId);
    url.searchParams.set('request_uri', pushed.request_uri);
    const answer = oauth.validateAuthResponse(as, client, await allow(url), oauth.expectNoState);
    const first = await twice(async () =>
      oauth.processAuthorizationCodeResponse(
        as,
        client,
        await oauth.authorizationCodeGrantRequest(
          ...([as, client, none, answer, app.redirectUri, verifier, options] as const),
        ),
      ),
    );
    expect(first.token_type).toBe('dpop');
    const second = await twice(async () =>
      oauth.processRefreshTokenResponse(
        as,
        client,
        await oauth.refreshTokenGrantRequest(
          ...([as, client, none, String(first.refresh_token), options] as const),
        ),
      ),
    );
    for (const path of paths()) {
      const { status } = await twice(() =>
        oauth.protectedResourceRequest(
          second.access_token,
          'GET',
          new URL(path, server.origin),
          undefined,
          undefined,
          options,
        ),
      );
      expect([path, status]).toEqual([path, 200]);
    }
    const person = await twice(async () =>
      oauth.processUserInfoResponse(
        as,
        client,
        oauth.skipSubjectCheck,
        await oauth.userInfoRequest(as, client, second.access_token, options),
      ),
    );
    expect(person.sub).toMatch(/^usr_/);
    const bearer = oauth.protectedResourceRequest(
      second.access_token,
      'GET',
      new URL('/v1/', server.origin),
      undefined,
      undefined,
      insecure,
    );
    await expect(bearer).rejects.toMatchObject({ status: 401 });
  });

  it('go the whole way with a handle (openid-client, DPOP-01 to DPOP-09)', async () => {
    const configuration = await openid.discovery(
      new URL(server.origin),
      app.clientId,
      undefined,
      openid.None(),
      { algorithm: 'oauth2', execute: [openid.allowInsecureRequests] },
    );
    const DPoP = openid.getDPoPHandle(configuration, await openid.randomDPoPKeyPair('Ed25519'));
    const pkceCodeVerifier = openid.randomPKCECodeVerifier();
    const parameters = {
      redirect_uri: app.redirectUri,
      scope: SCOPE,
      prompt: 'consent',
      dpop_jkt: await DPoP.calculateThumbprint(),
      code_challenge: await openid.calculatePKCECodeChallenge(pkceCodeVerifier),
      code_challenge_method: 'S256',
    };
    const url = await openid.buildAuthorizationUrlWithPAR(configuration, parameters, { DPoP });
    const answer = await allow(url);
    const first = await openid.authorizationCodeGrant(
      configuration,
      answer,
      { pkceCodeVerifier, idTokenExpected: true },
      undefined,
      { DPoP },
    );
    expect(first.token_type).toBe('dpop');
    const second = await openid.refreshTokenGrant(
      configuration,
      String(first.refresh_token),
      undefined,
      { DPoP },
    );
    for (const path of paths()) {
      const { status } = await openid.fetchProtectedResource(
        configuration,
        second.access_token,
        new URL(path, server.origin),
        'GET',
        undefined,
        undefined,
        { DPoP },
      );
      expect([path, status]).toEqual([path, 200]);
    }
    const person = await openid.fetchUserInfo(
      configuration,
      second.access_token,
      openid.skipSubjectCheck,
      { DPoP },
    );
    expect(person.sub).toBe(first.claims()?.sub);
  });
});
