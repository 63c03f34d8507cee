import { fromWireId } from '../../../src/kernel/ids.js';
import { PortalApps } from '../../../src/modules/clients/portal-apps.service.js';
import { AppVersions } from '../../../src/modules/reviews/app-versions.service.js';
import { AppSubmissions } from '../../../src/modules/reviews/app-submissions.service.js';
import { ScopeSet } from '../../../src/kernel/scope-set.js';
import { AppVerifications } from '../../../src/modules/verification/app-verifications.service.js';
import { Database } from '../../../src/platform/database/database.js';
import type { Customer } from '../../support/actors/customer.js';
import {
  Organisation,
  type SecretApp,
  type TestProject,
} from '../../support/actors/organisation.js';
import { ASSERTION_TYPE, claimsFor, makeKey, sign, type AppKey } from '../../support/assertions.js';
import { Browser, hiddenFields, type BrowserPage } from '../../support/browser.js';
import { PASSWORD, signUpStaff } from '../../support/shortcuts.js';
import { beginRestore, suspendApp } from '../../support/suspensions.js';
import { TestApp } from '../../support/test-app.js';

const ACTOR = { kind: 'system' } as const;

describe('the settings of a suspended app', () => {
  let server: TestApp;
  let rita: Browser;
  let organisation: Organisation;
  let bakery: TestProject;
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
  const row = async () => {
    const [found] = await server.database.query<Record<string, unknown>>(
      `SELECT c.state, c.name, c.scope, c.jwks, c.jwks_uri AS uri, p.support_email AS support FROM clients c
       LEFT JOIN app_profiles p ON p.client_id = c.id WHERE c.id = $1`,
      [app.id],
    );
    return found;
  };
  const tokenWith = async (key: AppKey) => {
    const assertion = await sign(key, claimsFor(app.clientId, server.origin));
    return server.http.post('/oauth/token').type('form').send({
      grant_type: 'client_credentials',
      client_assertion_type: ASSERTION_TYPE,
      client_assertion: assertion,
    });
  };
  const staffRestore = async (step: string): Promise<BrowserPage> => {
    const page = `/staff/apps/${app.clientId}`;
    return rita.submit(await rita.get(page), `${page}/restore`, { step });
  };
  const verify = () =>
    inTransaction((tx) =>
      service(AppVerifications).decide(tx, app.id, {
        ...{ tier: 'verified', verifiedDomain: 'sync.example' },
        approvedScopes: new ScopeSet(['project:read', 'segments:read']),
      }),
    );

  beforeAll(async () => {
    server = await TestApp.start();
    const staff = await signUpStaff(server);
    rita = new Browser(server.origin);
    await rita.signIn(staff.email, PASSWORD);
  });
  afterAll(() => server.stop());
  afterEach(() => server.database.query('UPDATE clients SET protected_name = NULL'));
  beforeEach(async () => {
    [stolen, fresh] = [await makeKey('ES256', 'stolen'), await makeKey('ES256', 'fresh')];
    organisation = await Organisation.of(server);
    bakery = await organisation.createProject('Bakery');
    olivia = await organisation.person('Olivia', [[bakery, 'owner']]);
    const { client } = await inTransaction((tx) =>
      service(PortalApps).create(
        tx,
        organisation.organisationId,
        {
          client_name: 'Keyed Sync',
          token_endpoint_auth_method: 'private_key_jwt',
          grant_types: ['client_credentials'],
          scope: 'project:read segments:read',
          jwks: { keys: [stolen.publicJwk] },
        },
        ACTOR,
      ),
    );
    const { id, clientId } = client;
    app = { id, clientId, secret: '', path: `/dashboard/services/${clientId}` };
    await organisation.connect(olivia, app, { projects: [bakery] });
  });

  it('says in the list that the app is suspended, and not in development', async () => {
    const list = async () => (await olivia.open('/developers')).html;
    expect(await list()).not.toContain('>Suspended<');
    await suspendApp(server, app.id);
    expect(await list()).toContain('>Suspended<');
  });

  it('replace its key, so that staff can restore it and only the new key works', async () => {
    expect((await tokenWith(stolen)).status).toBe(200);
    await suspendApp(server, app.id);
    const early = await staffRestore('begin');
    expect([early.status, early.html]).toEqual([409, expect.stringContaining('replaced first')]);
    expect((await olivia.open(path())).html).toContain('still has a secret or key');

    const saved = await send({ jwks: keySet(fresh), support_email: 'help@sync.example' });
    expect(saved.headers.get('location')).toBe(`${path()}?done=saved`);
    const { html } = await olivia.open(`${path()}?done=saved`);
    expect(html).toContain('Saved. The app stays suspended.');
    expect(html).toContain('before the suspension are replaced');
    expect(await row()).toMatchObject({ state: 'suspended', support: 'help@sync.example' });
    for (const key of [stolen, fresh]) expect((await tokenWith(key)).status).toBe(401);

    expect((await staffRestore('begin')).headers.get('location')).toContain('done=restoring');
    expect((await tokenWith(stolen)).status).toBe(401);
    const { body } = (await tokenWith(fresh)) as { body: { access_token: string } };
    expect(await organisation.segments(body as never, bakery)).toBe(200);
  });

  it('take the address of other keys, and nothing that is no key set', async () => {
    await suspendApp(server, app.id);
    const wrong = await send({ jwks: '{"keys": [', support_email: 'nobody' });
    expect(wrong.status).toBe(400);
    expect(wrong.html).toContain('This is not JSON.');
    expect(wrong.html).toContain('This is not an e-mail address.');
    expect((await send({})).status).toBe(400);
    expect(await row()).toMatchObject({ jwks: { keys: [{ kid: 'stolen' }] }, support: null });
    await send({ jwks_uri: 'https://sync.example/keys' });
    expect(await row()).toMatchObject({ jwks: null, uri: 'https://sync.example/keys' });
    await beginRestore(server, app.id);
  });

  it('change nothing else, not even by the form of before the suspension', async () => {
    const page = await olivia.open(path());
    await suspendApp(server, app.id);
    const fields = { client_name: 'Another', jwks: keySet(fresh), scope: 'sms:send' };
    const all = { ...hiddenFields(page.html, path()), ...fields };
    const refused = await olivia.browser.post(path(), all);
    expect([refused.status, refused.html]).toEqual([
      400,
      expect.stringContaining('Nothing was stored. Open this page again.'),
    ]);
    expect(await row()).toMatchObject({
      ...{ name: 'Keyed Sync', scope: ['project:read', 'segments:read'] },
      jwks: { keys: [{ kid: 'stolen' }] },
    });
    for (const tab of ['logo', 'listing', 'verification']) {
      expect(refused.html).not.toContain(`/${app.clientId}/${tab}"`);
    }
  });

  it('keep the review of a verified app, and leave no version with the old key to approve', async () => {
    await verify();
    const rename = { metadata: { client_name: 'Keyed Mill', client_uri: 'https://sync.example/' } };
    await inTransaction((tx) => service(AppVersions).save(tx, app.id, rename, ACTOR));
    await inTransaction((tx) => service(AppSubmissions).submit(tx, app.id, { actor: ACTOR }));
    await suspendApp(server, app.id);
    await send({ jwks: keySet(fresh) });
    const versions = await server.database.query(
      `SELECT state, metadata -> 'jwks' -> 'keys' -> 0 ->> 'kid' AS kid, metadata ->> 'client_name' AS name
       FROM app_versions WHERE client_id = $1 ORDER BY id`,
      [app.id],
    );
    expect(versions).toEqual([
      { state: 'withdrawn', kid: 'stolen', name: 'Keyed Mill' },
      { state: 'draft', kid: 'fresh', name: 'Keyed Mill' },
    ]);
    const [review] = await server.database.query(
      `SELECT v.tier, v.identity_version = c.identity_version AS applies FROM app_verifications v
       JOIN clients c ON c.id = v.client_id WHERE c.id = $1`,
      [app.id],
    );
    expect(review).toEqual({ tier: 'verified', applies: true });
  });

  it('are the full form again once it is restored: the other page says that', async () => {
    await suspendApp(server, app.id);
    const page = await olivia.open(path());
    const id = fromWireId('app', app.clientId) ?? '';
    await send({ jwks: keySet(fresh) });
    await beginRestore(server, id);
    const late = await olivia.browser.post(path(), {
      ...hiddenFields(page.html, path()),
      jwks: keySet(stolen),
    });
    expect(late.status).toBe(400);
    expect(await row()).toMatchObject({ jwks: { keys: [{ kid: 'fresh' }] } });
    expect((await olivia.open(path())).html).toContain('name="client_name"');
  });

  it('are for people who develop for its organisation, and take no form of others (D2)', async () => {
    await suspendApp(server, app.id);
    const other = await Organisation.of(server);
    const eva = await other.person('Eva', [[await other.createProject('Café'), 'owner']]);
    expect((await eva.open(path())).status).toBe(404);
    const token = hiddenFields((await eva.open('/developers')).html, '/logout');
    const fields = { jwks: keySet(fresh) };
    expect((await eva.browser.post(path(), { ...token, ...fields })).status).toBe(404);
    await olivia.open(path());
    expect((await olivia.browser.post(path(), fields)).status).toBe(403);
    expect(await row()).toMatchObject({ jwks: { keys: [{ kid: 'stolen' }] } });
  });
});
