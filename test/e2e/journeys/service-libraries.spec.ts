import * as oauth from 'oauth4webapi';
import * as openid from 'openid-client';
import type { TestProject } from '../../support/actors/organisation.js';
import { PortalApps } from '../../../src/modules/clients/portal-apps.service.js';
import { Database } from '../../../src/platform/database/database.js';
import { makeKey } from '../../support/assertions.js';
import { Organisation, type SecretApp } from '../../support/actors/organisation.js';
import { TestApp } from '../../support/test-app.js';

const insecure = { [oauth.allowInsecureRequests]: true };

/** Standard client libraries, without code for this server, act as a service, from discovery to revocation. */
describe('a service built on a library', () => {
  let server: TestApp;
  let organisation: Organisation;
  let bakery: TestProject;
  let app: SecretApp;

  beforeAll(async () => {
    server = await TestApp.start();
    organisation = await Organisation.of(server);
    bakery = await organisation.createProject('Bakery');
    app = await organisation.app();
    const olivia = await organisation.person('Olivia', [[bakery, 'owner']]);
    await organisation.connect(olivia, app, { projects: [bakery] });
  });
  afterAll(() => server.stop());

  async function discover(): Promise<oauth.AuthorizationServer> {
    const issuer = new URL(server.origin);
    const answer = await oauth.discoveryRequest(issuer, { algorithm: 'oauth2', ...insecure });
    return oauth.processDiscoveryResponse(issuer, answer);
  }

  const segments = (): URL => new URL(`${server.origin}/v1/project/${bakery.wireId}/segment`);

  it('gets a token, uses it, asks what it is worth and ends it (oauth4webapi, TOK-15)', async () => {
    const as = await discover();
    expect(as.grant_types_supported).toContain('client_credentials');
    const client: oauth.Client = { client_id: app.clientId };
    const proof = oauth.ClientSecretBasic(app.secret);
    const ask = (parameters: Record<string, string>) =>
      oauth.clientCredentialsGrantRequest(as, client, proof, parameters, insecure);

    const answer = await ask({ resource: `${server.origin}/v1` });
    const tokens = await oauth.processClientCredentialsResponse(as, client, answer);
    expect(tokens).toMatchObject({ token_type: 'bearer', scope: 'project:read segments:read' });
    expect(tokens).not.toHaveProperty('refresh_token');

    const { access_token: token } = tokens;
    const call = () =>
      oauth.protectedResourceRequest(token, 'GET', segments(), undefined, undefined, insecure);
    expect((await call()).status).toBe(200);

    const asked = await oauth.introspectionRequest(as, client, proof, token, insecure);
    expect(await oauth.processIntrospectionResponse(as, client, asked)).toMatchObject({
      active: true,
      sub: app.clientId,
      client_id: app.clientId,
    });

    const ended = await oauth.revocationRequest(as, client, proof, token, insecure);
    await oauth.processRevocationResponse(ended);
    await expect(call()).rejects.toThrow(oauth.WWWAuthenticateChallengeError);

    const beyond = oauth.processClientCredentialsResponse(
      as,
      client,
      await ask({ scope: 'sms:send' }),
    );
    await expect(beyond).rejects.toMatchObject({ error: 'invalid_scope' });
  });

  it('gets a token bound to its key, and nobody else can use it (oauth4webapi, DPOP-03)', async () => {
    const as = await discover();
    const client: oauth.Client = { client_id: app.clientId };
    const proof = oauth.ClientSecretBasic(app.secret);
    const DPoP = oauth.DPoP(client, await oauth.generateKeyPair('ES256'));
    const bound = { DPoP, ...insecure };
    const answer = await oauth.clientCredentialsGrantRequest(as, client, proof, {}, bound);
    const { access_token, token_type } = await oauth.processClientCredentialsResponse(
      as,
      client,
      answer,
    );
    expect(token_type).toBe('dpop');
    const call = (options: object) =>
      oauth.protectedResourceRequest(
        access_token,
        'GET',
        segments(),
        undefined,
        undefined,
        options,
      );
    expect((await call(bound)).status).toBe(200);
    await expect(call(insecure)).rejects.toThrow(oauth.WWWAuthenticateChallengeError);
  });

  it('proves itself with a key as well (oauth4webapi, CA-07)', async () => {
    const key = await makeKey('ES256');
    const { client: registered } = await server.app.get(Database).transaction((tx) =>
      server.app.get(PortalApps, { strict: false }).create(
        tx,
        organisation.organisationId,
        {
          client_name: 'Keyed Sync',
          scope: 'segments:read',
          grant_types: ['client_credentials'],
          token_endpoint_auth_method: 'private_key_jwt',
          jwks: { keys: [key.publicJwk] },
        },
        { kind: 'system' },
      ),
    );
    const { id, clientId } = registered;
    const path = `/dashboard/services/${clientId}`;
    const olivia = await organisation.person('Olga', [[bakery, 'admin']]);
    const keyed = { id, clientId, secret: '', path };
    await organisation.connect(olivia, keyed, { projects: [bakery], scopes: ['segments:read'] });
    const as = await discover();
    const client: oauth.Client = { client_id: clientId };
    const proof = oauth.PrivateKeyJwt({ key: key.privateKey, kid: 'key-1' });
    const answer = await oauth.clientCredentialsGrantRequest(as, client, proof, {}, insecure);
    const tokens = await oauth.processClientCredentialsResponse(as, client, answer);
    expect(tokens).toMatchObject({ scope: 'segments:read' });
    const bare = await server.http
      .post('/oauth/token')
      .type('form')
      .send({ grant_type: 'client_credentials', client_id: clientId })
      .expect(401);
    expect(bare.body).toMatchObject({ error: 'invalid_client' });
  });

  it('gets a token for less, and is told why it may not have more (openid-client, TOK-15)', async () => {
    const execute = [openid.allowInsecureRequests];
    const configuration = await openid.discovery(
      new URL(server.origin),
      app.clientId,
      app.secret,
      openid.ClientSecretBasic(app.secret),
      { execute },
    );
    const tokens = await openid.clientCredentialsGrant(configuration, { scope: 'segments:read' });
    expect(tokens).toMatchObject({ scope: 'segments:read' });
    expect(tokens.expiresIn()).toBeGreaterThan(3500);
    const answer = await openid.fetchProtectedResource(
      configuration,
      tokens.access_token,
      segments(),
      'GET',
    );
    expect(answer.status).toBe(200);
    const account = openid.clientCredentialsGrant(configuration, { scope: 'openid' });
    await expect(account).rejects.toMatchObject({ error: 'invalid_scope', status: 400 });
  });
});
