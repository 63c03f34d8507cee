import { AppSubmissions } from '../../../src/modules/reviews/app-submissions.service.js';
import { AppVersions } from '../../../src/modules/reviews/app-versions.service.js';
import { Reviews } from '../../../src/modules/reviews/reviews.service.js';
import { PortalApps } from '../../../src/modules/clients/portal-apps.service.js';
import { ScopeSet } from '../../../src/kernel/scope-set.js';
import { AppVerifications } from '../../../src/modules/verification/app-verifications.service.js';
import { Database } from '../../../src/platform/database/database.js';
import type { Customer } from '../../support/actors/customer.js';
import { Organisation, type SecretApp } from '../../support/actors/organisation.js';
import { ASSERTION_TYPE, claimsFor, makeKey, sign, type AppKey } from '../../support/assertions.js';
import { hiddenFields, type BrowserPage } from '../../support/browser.js';
import { DocumentHost } from '../../support/document-host.js';
import { signUpStaff } from '../../support/shortcuts.js';
import { beginRestore, finishRestore, suspendApp } from '../../support/suspensions.js';
import { TestApp } from '../../support/test-app.js';

const ACTOR = { kind: 'system' } as const;
const KEYS = 'https://app.test/keys';

/** A key that an app had when it was suspended may be in strange hands: it never counts again (N11). */
describe('the key of a suspended app', () => {
  let server: TestApp;
  let host: DocumentHost;
  let organisation: Organisation;
  let olivia: Customer;
  let app: SecretApp;
  let stolen: AppKey;
  let fresh: AppKey;

  const path = () => `/developers/apps/${app.clientId}/settings`;
  const keySet = (key: AppKey): string => JSON.stringify({ keys: [key.publicJwk] });
  const send = async (fields: Readonly<Record<string, string>>): Promise<BrowserPage> =>
    olivia.browser.post(path(), {
      ...hiddenFields((await olivia.open(path())).html, path()),
      ...fields,
    });
  const inTransaction = <T>(work: Parameters<typeof Database.prototype.transaction<T>>[0]) =>
    server.app.get(Database).transaction(work);
  const service = <T>(type: new (...parameters: never[]) => T): T =>
    server.app.get<T>(type, { strict: false });
  const authenticated = async (to: string, key: AppKey, form: Readonly<Record<string, string>>) =>
    server.http
      .post(to)
      .type('form')
      .send({
        ...{ ...form, client_assertion_type: ASSERTION_TYPE },
        client_assertion: await sign(key, claimsFor(app.clientId, server.origin)),
      });
  const ask = (key: AppKey) =>
    authenticated('/oauth/token', key, { grant_type: 'client_credentials' });
  const tokenWith = async (key: AppKey): Promise<number> => (await ask(key)).status;
  const save = (key: AppKey) =>
    inTransaction((tx) =>
      service(AppVersions).save(
        tx,
        app.id,
        { metadata: { jwks: { keys: [key.publicJwk] } } },
        ACTOR,
      ),
    );
  const submit = () =>
    inTransaction((tx) => service(AppSubmissions).submit(tx, app.id, { actor: ACTOR }));
  const versions = () =>
    server.database.query(
      `SELECT state, metadata -> 'jwks' -> 'keys' -> 0 ->> 'kid' AS kid FROM app_versions WHERE client_id = $1 ORDER BY id`,
      [app.id],
    );

  beforeAll(async () => {
    host = await DocumentHost.start();
    server = await TestApp.start(host.variables('app.test'));
  });
  afterAll(async () => {
    await server.stop();
    await host.stop();
  });
  afterEach(() => server.database.query('UPDATE clients SET protected_name = NULL'));

  async function register(keys: Readonly<Record<string, unknown>>): Promise<void> {
    organisation = await Organisation.of(server);
    const bakery = await organisation.createProject('Bakery');
    olivia = await organisation.person('Olivia', [[bakery, 'owner']]);
    const { client } = await inTransaction((tx) =>
      service(PortalApps).create(
        tx,
        organisation.organisationId,
        {
          client_name: 'Keyed Sync',
          client_uri: 'https://sync.example/',
          token_endpoint_auth_method: 'private_key_jwt',
          grant_types: ['client_credentials'],
          scope: 'project:read segments:read',
          ...keys,
        },
        ACTOR,
      ),
    );
    const { id, clientId } = client;
    app = { id, clientId, secret: '', path: `/dashboard/services/${clientId}` };
    await organisation.connect(olivia, app, { projects: [bakery] });
  }

  describe('registered with the app', () => {
    beforeEach(async () => {
      [stolen, fresh] = [await makeKey('ES256', 'stolen'), await makeKey('ES256', 'fresh')];
      await register({ jwks: { keys: [stolen.publicJwk] } });
    });

    it('does not count at another address either', async () => {
      expect(await tokenWith(stolen)).toBe(200);
      const uri = `${KEYS}/again`;
      host.publish(uri, { keys: [stolen.publicJwk] });
      await suspendApp(server, app.id);
      await send({ jwks_uri: uri });
      await beginRestore(server, app.id);
      expect(await tokenWith(stolen)).toBe(401);
      await finishRestore(server, app.id);
      expect(await tokenWith(stolen)).toBe(401);
      host.publish(uri, { keys: [fresh.publicJwk] });
      await server.database.query('DELETE FROM client_key_sets');
      expect(await tokenWith(fresh)).toBe(200);
    });

    it('does not count if it is put back while the app is restored, nor does a token of before', async () => {
      const { body } = (await ask(stolen)) as { body: { access_token: string } };
      await suspendApp(server, app.id);
      await send({ jwks: keySet(fresh) });
      await beginRestore(server, app.id);
      await save(stolen);
      expect(await tokenWith(stolen)).toBe(401);
      await finishRestore(server, app.id);
      // Authentication alone, which rests on no token.
      const revocation = await authenticated('/oauth/revoke', stolen, { token: 'none' });
      expect([revocation.status, revocation.body]).toMatchObject([
        401,
        { error_description: expect.stringContaining('when it was suspended') },
      ]);
      await server.http.get('/v1/').set('Authorization', `Bearer ${body.access_token}`).expect(401);
    });

    it('does not come back by an appeal', async () => {
      const staffId = (await signUpStaff(server)).id;
      await submit();
      const [version] = await service(AppVersions).list(app.id);
      const id = version?.id ?? '';
      await inTransaction((tx) => service(Reviews).take(tx, id, staffId));
      await inTransaction((tx) =>
        service(Reviews).decide(
          tx,
          id,
          { staffId, round: 1 },
          { action: 'reject', reason: 'Because.' },
        ),
      );
      await suspendApp(server, app.id);
      await send({ jwks: keySet(fresh) });
      await beginRestore(server, app.id);
      const appeal = { actor: ACTOR, reason: 'Please.' };
      await expect(
        inTransaction((tx) =>
          service(AppSubmissions).appeal(tx, { clientId: app.id, versionId: id }, appeal),
        ),
      ).rejects.toMatchObject({ code: 'conflict' });
    });

    it('is not what a change of contacts puts into a version that is submitted', async () => {
      await inTransaction((tx) =>
        service(AppVerifications).decide(tx, app.id, {
          ...{ tier: 'verified', verifiedDomain: 'sync.example' },
          approvedScopes: new ScopeSet(['project:read', 'segments:read']),
        }),
      );
      await save(fresh);
      await submit();
      await suspendApp(server, app.id);
      await send({ jwks: keySet(stolen), support_email: 'help@sync.example' });
      expect(await versions()).toEqual([{ state: 'submitted', kid: 'fresh' }]);
    });
  });

  it('at an address is not replaced by waiting: the app needs another address', async () => {
    stolen = await makeKey('ES256', 'stolen');
    host.publish(KEYS, { keys: [stolen.publicJwk] });
    await register({ jwks_uri: KEYS });
    expect(await tokenWith(stolen)).toBe(200);
    await suspendApp(server, app.id);
    await server.database.query('DELETE FROM client_key_sets');
    expect((await olivia.open(path())).html).toContain('still has a secret or key');
    await expect(beginRestore(server, app.id)).rejects.toMatchObject({ code: 'conflict' });
    host.publish(`${KEYS}/new`, { keys: [stolen.publicJwk] });
    await send({ jwks_uri: `${KEYS}/new` });
    await beginRestore(server, app.id);
    expect(await tokenWith(stolen)).toBe(401);
  });
});
