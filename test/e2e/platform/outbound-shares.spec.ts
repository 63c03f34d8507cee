import { newId } from '../../../src/kernel/ids.js';
import { PortalApps } from '../../../src/modules/clients/portal-apps.service.js';
import { Database } from '../../../src/platform/database/database.js';
import {
  ASSERTION_TYPE,
  claimsFor,
  makeKey,
  prove,
  registerKeyedApp,
  sign,
} from '../../support/assertions.js';
import { DocumentHost } from '../../support/document-host.js';
import { Organisation } from '../../support/actors/organisation.js';
import { TestApp } from '../../support/test-app.js';

const redirectUri = 'https://app.test/callback';

describe('the share of a host that strangers may use', () => {
  let host: DocumentHost;
  let server: TestApp;
  beforeAll(async () => {
    host = await DocumentHost.start();
    const limits = { RATE_LIMIT_SCALE: '1', TRUSTED_PROXIES: '127.0.0.1' };
    server = await TestApp.start({ ...host.variables('app.test', 'claude.ai'), ...limits });
  });
  afterAll(async () => {
    await server.stop();
    await host.stop();
  });
  beforeEach(() => server.database.query('DELETE FROM rate_limit_counters'));

  const publish = (): string => {
    const url = `https://app.test/${newId()}.json`;
    host.publish(url, { client_id: url, client_name: 'Bread', redirect_uris: [redirectUri] });
    return url;
  };
  const push = (client_id: string, from: string) =>
    server.http.post('/oauth/par').set('X-Forwarded-For', from).type('form').send({
      client_id,
      redirect_uri: redirectUri,
      response_type: 'code',
      scope: 'segments:read',
      code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
      code_challenge_method: 'S256',
    });
  const bogus = (at = 'app.test') => `https://${at}/${newId()}`;
  const approve = (url: string) =>
    server.database.query(
      `UPDATE clients SET state = 'approved', approved_at = now(), metadata_fresh_until = now() WHERE metadata_uri = $1`,
      [url],
    );

  it('is not used up by one network, which may name three in a minute (C16)', async () => {
    const before = host.asked.length;
    for (let i = 0; i < 8; i++) await push(bogus(), '192.0.2.1').expect(400);
    expect(host.asked.length - before).toBe(3);
    await push(publish(), '192.0.2.2').expect(201);
  });

  it('is ten a minute for a network, however many hosts it names (C16)', async () => {
    const before = host.asked.length;
    for (let i = 0; i < 14; i++) await push(bogus('claude.ai'), '192.0.2.3').expect(400);
    expect(host.asked.length - before).toBe(10);
    const { body } = await push(publish(), '192.0.2.3').expect(400);
    expect(body).toMatchObject({ error: 'invalid_request' });
  });

  it('leaves documents in use alone, whoever names others (C14, C16)', async () => {
    const url = publish();
    await push(url, '192.0.2.4').expect(201);
    await approve(url);
    for (let i = 0; i < 12; i++) await push(bogus(), `192.0.2.${String(10 + i)}`).expect(400);
    await push(publish(), '192.0.2.30').expect(400);
    await push(url, '192.0.2.31').expect(201);
    expect(host.timesAsked(url)).toBe(2);
  });

  it('leaves them alone if another one in use is asked for without end', async () => {
    const [broken, sound] = [publish(), publish()];
    for (const url of [broken, sound]) {
      await push(url, '192.0.2.5').expect(201);
      await approve(url);
    }
    host.fail(broken, 404);
    for (let i = 0; i < 60; i++) await push(broken, '192.0.2.6').expect(400);
    expect(host.timesAsked(broken)).toBe(1 + 5);
    await push(sound, '192.0.2.7').expect(201);
    expect(host.timesAsked(sound)).toBe(2);
  });

  it('leaves key sets of apps in use alone too', async () => {
    const key = await makeKey();
    const show = async (jwks_uri: string, approved: boolean) => {
      host.publish(jwks_uri, { keys: [key.publicJwk] });
      const { clientId } = await registerKeyedApp(server, { jwks_uri });
      await server.database.query(
        `UPDATE clients SET state = CASE WHEN $2 THEN 'approved' ELSE 'registered' END, approved_at = now() WHERE jwks_uri = $1`,
        [jwks_uri, approved],
      );
      return (await prove(server, await sign(key, claimsFor(clientId, server.origin)))).status;
    };
    for (let i = 0; i < 5; i++) await push(bogus(), `192.0.2.${String(40 + i)}`).expect(400);
    expect(await show('https://app.test/keys-of-unknown', false)).toBe(401);
    expect(await show('https://app.test/keys-in-use', true)).toBe(200);
  });

  it('leaves the keys of a service alone as soon as an admin has connected it (C16)', async () => {
    const organisation = await Organisation.of(server);
    const bakery = await organisation.createProject('Bakery');
    const olivia = await organisation.person('Olivia', [[bakery, 'owner']]);
    const key = await makeKey();
    const jwks_uri = 'https://app.test/keys-of-service';
    host.publish(jwks_uri, { keys: [key.publicJwk] });
    const metadata = {
      client_name: 'Keyed Sync',
      token_endpoint_auth_method: 'private_key_jwt',
      grant_types: ['client_credentials'],
      scope: 'project:read segments:read',
      jwks_uri,
    };
    const { client } = await server.app
      .get(Database)
      .transaction((tx) =>
        server.app
          .get(PortalApps, { strict: false })
          .create(tx, organisation.organisationId, metadata, { kind: 'system' }),
      );
    const path = `/dashboard/services/${client.clientId}`;
    const service = { id: client.id, clientId: client.clientId, secret: '', path };
    for (let i = 0; i < 5; i++) await push(bogus(), `192.0.2.${String(60 + i)}`).expect(400);
    const askForToken = async () =>
      server.http
        .post('/oauth/token')
        .type('form')
        .send({
          grant_type: 'client_credentials',
          client_assertion_type: ASSERTION_TYPE,
          client_assertion: await sign(key, claimsFor(client.clientId, server.origin)),
        });
    expect((await askForToken()).status).toBe(401);
    expect(host.timesAsked(jwks_uri)).toBe(0);
    await organisation.connect(olivia, service, { projects: [bakery] });
    expect((await askForToken()).status).toBe(200);
  });
});
