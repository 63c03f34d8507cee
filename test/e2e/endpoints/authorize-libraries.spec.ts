import * as oauth from 'oauth4webapi';
import * as openid from 'openid-client';
import type { Browser } from '../../support/browser.js';
import { decide } from '../../support/consent-page.js';
import { TestApp } from '../../support/test-app.js';
import { type AskingApp, World } from '../../support/world.js';

const insecure = { [oauth.allowInsecureRequests]: true };
const SCOPES = ['segments:read', 'audience:read'];

/** Client libraries at the authorization and pushed request endpoints. */
describe('client libraries ask a person', () => {
  let server: TestApp;
  let world: World;
  let app: AskingApp;
  let browser: Browser;
  let project: string;

  beforeAll(async () => {
    world = await World.start();
    ({ server } = world);
    app = await world.verifiedApp(SCOPES);
    const person = await world.person();
    browser = person.browser;
    project = (await world.project(person.user, 'owner')).wireId;
  });
  afterAll(() => server.stop());

  async function allow(url: URL, scopes: readonly string[]): Promise<URL> {
    const opened = await world.openConsent(browser, url.pathname + url.search);
    const answer = await decide(browser, opened, { projects: [project], scopes });
    return new URL(answer.headers.get('location') ?? '');
  }

  it('by a pushed request, and redeem the code (oauth4webapi, PAR-01)', async () => {
    const issuer = new URL(server.origin);
    const as = await oauth.processDiscoveryResponse(
      issuer,
      await oauth.discoveryRequest(issuer, { algorithm: 'oauth2', ...insecure }),
    );
    const [client, none] = [{ client_id: app.clientId }, oauth.None()];
    const verifier = oauth.generateRandomCodeVerifier();
    const state = oauth.generateRandomState();
    const pushed = await oauth.processPushedAuthorizationResponse(
      as,
      client,
      await oauth.pushedAuthorizationRequest(
        as,
        client,
        none,
        new URLSearchParams({
          response_type: 'code',
          redirect_uri: app.redirectUri,
          scope: 'segments:read',
          state,
          code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
          code_challenge_method: 'S256',
        }),
        insecure,
      ),
    );
    const url = new URL(String(as.authorization_endpoint));
    url.searchParams.set('client_id', app.clientId);
    url.searchParams.set('request_uri', pushed.request_uri);
    const answer = oauth.validateAuthResponse(
      as,
      client,
      await allow(url, ['segments:read']),
      state,
    );
    const tokens = await oauth.processAuthorizationCodeResponse(
      as,
      client,
      await oauth.authorizationCodeGrantRequest(
        as,
        client,
        none,
        answer,
        app.redirectUri,
        verifier,
        insecure,
      ),
    );
    expect(tokens.scope).toBe('segments:read');
  });

  it('for more than before: a token gets what was asked, an older one keeps its own (openid-client, CONS-03)', async () => {
    const configuration = await openid.discovery(
      new URL(server.origin),
      app.clientId,
      undefined,
      openid.None(),
      { algorithm: 'oauth2', execute: [openid.allowInsecureRequests] },
    );
    const connect = async (
      scope: string,
      ticks: readonly string[],
    ): Promise<openid.TokenEndpointResponse> => {
      const verifier = openid.randomPKCECodeVerifier();
      const url = await openid.buildAuthorizationUrlWithPAR(configuration, {
        redirect_uri: app.redirectUri,
        scope,
        prompt: 'consent',
        code_challenge: await openid.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
      });
      const answer = await allow(url, ticks);
      return openid.authorizationCodeGrant(configuration, answer, { pkceCodeVerifier: verifier });
    };
    const first = await connect('segments:read', ['segments:read']);
    const second = await connect('audience:read', SCOPES);
    expect([first.scope, second.scope]).toEqual(['segments:read', 'audience:read']);
    const refreshed = await openid.refreshTokenGrant(configuration, String(first.refresh_token));
    expect(refreshed.scope).toBe('segments:read');
    const both = await connect(SCOPES.join(' '), SCOPES);
    expect(both.scope).toBe('segments:read audience:read');
  });

  it('learn that nothing may be asked (openid-client, AUTH-16)', async () => {
    const configuration = await openid.discovery(
      new URL(server.origin),
      app.clientId,
      undefined,
      openid.None(),
      { algorithm: 'oauth2', execute: [openid.allowInsecureRequests] },
    );
    const verifier = openid.randomPKCECodeVerifier();
    const { browser: stranger } = await world.person();
    const url = openid.buildAuthorizationUrl(configuration, {
      redirect_uri: app.redirectUri,
      scope: 'segments:read',
      prompt: 'none',
      code_challenge: await openid.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
    });
    const answer = await stranger.get(url.pathname + url.search);
    await expect(
      openid.authorizationCodeGrant(configuration, new URL(answer.headers.get('location') ?? ''), {
        pkceCodeVerifier: verifier,
      }),
    ).rejects.toMatchObject({ error: 'interaction_required' });
  });
});
