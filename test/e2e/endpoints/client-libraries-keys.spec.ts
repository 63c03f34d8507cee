import * as oauth from 'oauth4webapi';
import * as openid from 'openid-client';
import { makeKey, registerKeyedApp, type AppKey } from '../../support/assertions.js';
import { DocumentHost } from '../../support/document-host.js';
import { TestApp } from '../../support/test-app.js';

const insecure = { [oauth.allowInsecureRequests]: true };
const client_id = 'https://app.test/client.json';

describe('client libraries with a key', () => {
  let host: DocumentHost;
  let server: TestApp;
  let key: AppKey;
  let as: oauth.AuthorizationServer;

  beforeAll(async () => {
    host = await DocumentHost.start();
    server = await TestApp.start(host.variables('app.test'));
    key = await makeKey('RS256');
    host.publish(client_id, {
      client_id,
      client_name: 'Lab',
      redirect_uris: ['https://app.test/callback'],
      token_endpoint_auth_method: 'private_key_jwt',
      jwks: { keys: [key.publicJwk] },
    });
    const issuer = new URL(server.origin);
    const answer = await oauth.discoveryRequest(issuer, { algorithm: 'oauth2', ...insecure });
    as = await oauth.processDiscoveryResponse(issuer, answer);
  });
  afterAll(async () => {
    await server.stop();
    await host.stop();
  });

  const proof = () => oauth.PrivateKeyJwt({ key: key.privateKey, kid: 'key-1' });

  it('begin with a pushed request that introduces the app by its document (oauth4webapi)', async () => {
    const parameters = new URLSearchParams({
      response_type: 'code',
      redirect_uri: 'https://app.test/callback',
      scope: 'segments:read',
      code_challenge: await oauth.calculatePKCECodeChallenge(oauth.generateRandomCodeVerifier()),
      code_challenge_method: 'S256',
    });
    const client = { client_id };
    const answer = await oauth.pushedAuthorizationRequest(
      as,
      client,
      proof(),
      parameters,
      insecure,
    );
    const pushed = await oauth.processPushedAuthorizationResponse(as, client, answer);
    expect(pushed.request_uri).toMatch(/^urn:ietf:params:oauth:request_uri:/);
    expect(host.timesAsked(client_id)).toBe(1);
  });

  it('prove themselves to revoke and to redeem (oauth4webapi)', async () => {
    const { clientId } = await registerKeyedApp(server, { jwks: { keys: [key.publicJwk] } });
    const client = { client_id: clientId };
    const revoked = await oauth.revocationRequest(as, client, proof(), 'nothing', insecure);
    await oauth.processRevocationResponse(revoked);
    const refreshed = await oauth.refreshTokenGrantRequest(
      as,
      client,
      proof(),
      'nothing',
      insecure,
    );
    await expect(oauth.processRefreshTokenResponse(as, client, refreshed)).rejects.toMatchObject({
      error: 'invalid_grant',
    });
  });

  it('prove themselves (openid-client)', async () => {
    const { clientId } = await registerKeyedApp(server, { jwks: { keys: [key.publicJwk] } });
    const discover = (privateKey: CryptoKey) =>
      openid.discovery(
        new URL(server.origin),
        clientId,
        undefined,
        openid.PrivateKeyJwt({ key: privateKey, kid: 'key-1' }),
        { algorithm: 'oauth2', execute: [openid.allowInsecureRequests] },
      );
    await openid.tokenRevocation(await discover(key.privateKey), 'nothing');
    const stranger = await makeKey('RS256');
    await expect(
      openid.tokenRevocation(await discover(stranger.privateKey), 'nothing'),
    ).rejects.toThrow();
  });
});
