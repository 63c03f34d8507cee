import {
  ASSERTION_TYPE,
  claimsFor,
  makeKey,
  prove,
  registerKeyedApp,
  sign,
  type AppKey,
} from '../../support/assertions.js';
import { DocumentHost } from '../../support/document-host.js';
import { ManagedRegistration } from '../../support/managed-registration.js';
import { TestApp } from '../../support/test-app.js';

let serial = 0;

describe('keys that an app publishes at an address of its own', () => {
  let host: DocumentHost;
  let server: TestApp;
  beforeAll(async () => {
    host = await DocumentHost.start();
    server = await TestApp.start(host.variables('app.test'));
  });
  afterAll(async () => {
    await server.stop();
    await host.stop();
  });

  const newApp = async (...keys: AppKey[]) => {
    const uri = `https://app.test/keys-${String(++serial)}`;
    publish(uri, ...keys);
    const { clientId } = await registerKeyedApp(server, { jwks_uri: uri });
    const show = async (key: AppKey, changes = {}) =>
      prove(server, await sign(key, claimsFor(clientId, server.origin, changes)));
    return { uri, clientId, show };
  };
  const publish = (uri: string, ...keys: AppKey[]): void => {
    host.publish(uri, { keys: keys.map(({ publicJwk }) => publicJwk) });
  };
  const age = (uri: string, interval: string) =>
    server.database.query(
      `UPDATE client_key_sets SET fetched_at = fetched_at - $2::interval WHERE uri = $1`,
      [uri, interval],
    );
  const expire = (uri: string) =>
    server.database.query(`UPDATE client_key_sets SET fresh_until = now() WHERE uri = $1`, [uri]);

  it('are fetched when they are needed, not at registration, and kept (C2)', async () => {
    const key = await makeKey();
    const { uri, show } = await newApp(key);
    expect(host.timesAsked(uri)).toBe(0);
    expect((await show(key)).status).toBe(200);
    expect((await show(key)).status).toBe(200);
    expect(host.timesAsked(uri)).toBe(1);
  });

  it('asks once more for a key it does not know, and not again for a minute (CA-07)', async () => {
    const [old, fresh] = [await makeKey('ES256', 'old'), await makeKey('ES256', 'new')];
    const { uri, show } = await newApp(old);
    expect((await show(old)).status).toBe(200);
    publish(uri, fresh);
    expect((await show(fresh)).status).toBe(401);
    expect(host.timesAsked(uri)).toBe(1);
    await age(uri, '2 minutes');
    expect((await show(fresh)).status).toBe(200);
    expect((await show(old)).status).toBe(401);
    expect(host.timesAsked(uri)).toBe(2);
  });

  it('serve a day during an outage, and not beyond (C15)', async () => {
    const key = await makeKey();
    const { uri, show } = await newApp(key);
    expect((await show(key)).status).toBe(200);
    host.fail(uri, 503);
    await expire(uri);
    expect((await show(key)).status).toBe(200);
    await age(uri, '25 hours');
    expect((await show(key)).status).toBe(401);
  });

  it('are gone when their host says so', async () => {
    const key = await makeKey();
    const { uri, show } = await newApp(key);
    expect((await show(key)).status).toBe(200);
    host.fail(uri, 404);
    await expire(uri);
    expect((await show(key)).status).toBe(401);
  });

  it('are refused as a whole with a private one among them (CIMD-06)', async () => {
    const key = await makeKey();
    const { uri, show } = await newApp(key);
    host.publish(uri, { keys: [key.publicJwk, { ...key.publicJwk, kid: '2', d: 'secret' }] });
    expect((await show(key)).status).toBe(401);
  });

  it.each(['https://localhost/keys', 'https://169.254.169.254/keys', 'https://app.test:22/keys'])(
    'are not fetched from %s (C12, CIMD-04)',
    async (jwks_uri) => {
      const registered = `https://app.test/moved-${String(++serial)}`;
      const { clientId } = await registerKeyedApp(server, { jwks_uri: registered });
      await server.database.query('UPDATE clients SET jwks_uri = $2 WHERE jwks_uri = $1', [
        registered,
        jwks_uri,
      ]);
      const before = host.asked.length;
      const assertion = await sign(await makeKey(), claimsFor(clientId, server.origin));
      await prove(server, assertion).expect(401);
      expect(host.asked.length).toBe(before);
    },
  );

  it.each([
    'https://localhost/keys',
    'https://app.localhost/keys',
    'https://169.254.169.254/keys',
    'https://[::1]/keys',
    'https://2130706433/keys',
    'https://vault.internal/keys',
    'https://app.test:22/keys',
    'https://app.test:8443/keys',
  ])('cannot be registered at %s, which is never fetched (C12, DCR-12)', async (jwks_uri) => {
    const metadata = {
      redirect_uris: ['https://app.example/callback'],
      token_endpoint_auth_method: 'private_key_jwt',
      jwks_uri,
    };
    const { body } = await server.http.post('/oauth/register').send(metadata).expect(400);
    expect(body.error).toBe('invalid_client_metadata');
    expect(body.error_description).toMatch(/^jwks_uri can never be fetched: /);
    const app = await ManagedRegistration.create(server);
    const replacement = { ...metadata, client_id: app.clientId };
    const put = await app.send('put').send(replacement).expect(400);
    expect(put.body).toEqual(body);
  });

  it('let an app ask about its tokens (RFC 7662 §2.1)', async () => {
    const key = await makeKey();
    const { clientId } = await newApp(key);
    await server.http
      .post('/oauth/introspect')
      .type('form')
      .send({
        token: 'nothing',
        client_assertion_type: ASSERTION_TYPE,
        client_assertion: await sign(key, claimsFor(clientId, server.origin)),
      })
      .expect(200, { active: false });
  });
});
