import * as oauth from 'oauth4webapi';
import * as openid from 'openid-client';
import { TestApp } from '../../support/test-app.js';

const insecure = { [oauth.allowInsecureRequests]: true };
const redirect_uris = ['http://127.0.0.1:8976/callback'];

/** Client libraries parse responses strictly, and have no code for this server. */
describe('client libraries', () => {
  let server: TestApp;
  beforeAll(async () => (server = await TestApp.start()));
  afterAll(() => server.stop());

  const discover = async (): Promise<oauth.AuthorizationServer> => {
    const issuer = new URL(server.origin);
    const response = await oauth.discoveryRequest(issuer, { algorithm: 'oauth2', ...insecure });
    return oauth.processDiscoveryResponse(issuer, response);
  };

  it('discover the server from the resource, then register (oauth4webapi)', async () => {
    const resource = new URL(`${server.origin}/v1`);
    const answer = await oauth.resourceDiscoveryRequest(resource, insecure);
    const metadata = await oauth.processResourceDiscoveryResponse(resource, answer);
    expect(metadata.authorization_servers).toEqual([server.origin]);

    const as = await discover();
    expect(as.code_challenge_methods_supported).toEqual(['S256']);
    const request = { redirect_uris, token_endpoint_auth_method: 'none', client_name: 'Lab' };
    const response = await oauth.dynamicClientRegistrationRequest(as, request, insecure);
    const client = await oauth.processDynamicClientRegistrationResponse(response);
    expect(client).toMatchObject({ ...request, client_id: expect.stringMatching(/^app_/) });
  });

  it('learn from an error what to mend (oauth4webapi)', async () => {
    const request = { redirect_uris: ['http://app.example/callback'] };
    const response = await oauth.dynamicClientRegistrationRequest(
      await discover(),
      request,
      insecure,
    );
    await expect(oauth.processDynamicClientRegistrationResponse(response)).rejects.toMatchObject({
      error: 'invalid_redirect_uri',
      error_description:
        'redirect_uris[0] uses http, which is only for 127.0.0.1, [::1] and localhost.',
    });
  });

  it('register and get a secret to authenticate with (openid-client)', async () => {
    const configuration = await openid.dynamicClientRegistration(
      new URL(server.origin),
      { redirect_uris, scope: 'segments:read offline_access' },
      undefined,
      { algorithm: 'oauth2', execute: [openid.allowInsecureRequests] },
    );
    expect(configuration.serverMetadata().issuer).toBe(server.origin);
    expect(configuration.clientMetadata()).toMatchObject({
      client_secret: expect.stringMatching(/^iscs_/),
      token_endpoint_auth_method: 'client_secret_basic',
      grant_types: ['authorization_code', 'refresh_token'],
      scope: 'segments:read offline_access',
    });
  });
});
