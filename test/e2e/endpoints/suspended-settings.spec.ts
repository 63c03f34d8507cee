import { fromWireId } from '../../../src/kernel/ids.js';
import { AppVersions } from '../../../src/modules/reviews/app-versions.service.js';
import { AppSubmissions } from '../../../src/modules/reviews/app-submissions.service.js';
import { Organisation } from '../../support/actors/organisation.js';
import { makeKey, type AppKey } from '../../support/assertions.js';
import { Browser, hiddenFields, type BrowserPage } from '../../support/browser.js';
import { KeyedApp, keySet } from '../../support/keyed-app.js';
import { PASSWORD, signUpStaff } from '../../support/shortcuts.js';
import { beginRestore, suspendApp } from '../../support/suspensions.js';
import { TestApp } from '../../support/test-app.js';

const ACTOR = { kind: 'system' } as const;

describe('the settings of a suspended app', () => {
  let server: TestApp;
  let rita: Browser;
  let keyed: KeyedApp;
  let stolen: AppKey;
  let fresh: AppKey;

  const row = async () => {
    const [found] = await server.database.query<Record<string, unknown>>(
      `SELECT c.state, c.name, c.scope, c.jwks, c.jwks_uri AS uri, p.support_email AS support FROM clients c
       LEFT JOIN app_profiles p ON p.client_id = c.id WHERE c.id = $1`,
      [keyed.app.id],
    );
    return found;
  };
  const staffRestore = async (step: string): Promise<BrowserPage> => {
    const page = `/staff/apps/${keyed.app.clientId}`;
    return rita.submit(await rita.get(page), `${page}/restore`, { step });
  };
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
    keyed = await KeyedApp.register(server, { jwks: { keys: [stolen.publicJwk] } });
  });

  it('says in the list that the app is suspended, and not in development', async () => {
    const list = async () => (await keyed.olivia.open('/developers')).html;
    expect(await list()).not.toContain('>Suspended<');
    await suspendApp(server, keyed.app.id);
    expect(await list()).toContain('>Suspended<');
  });

  it('replace its key, so that staff can restore it and only the new key works', async () => {
    expect((await keyed.tokenWith(stolen)).status).toBe(200);
    await suspendApp(server, keyed.app.id);
    const early = await staffRestore('begin');
    expect([early.status, early.html]).toEqual([409, expect.stringContaining('replaced first')]);
    expect((await keyed.olivia.open(keyed.path)).html).toContain('still has a secret or key');

    const saved = await keyed.save({ jwks: keySet(fresh), support_email: 'help@sync.example' });
    expect(saved.headers.get('location')).toBe(`${keyed.path}?done=saved`);
    const { html } = await keyed.olivia.open(`${keyed.path}?done=saved`);
    expect(html).toContain('Saved. The app stays suspended.');
    expect(html).toContain('before the suspension are replaced');
    expect(await row()).toMatchObject({ state: 'suspended', support: 'help@sync.example' });
    for (const key of [stolen, fresh]) expect((await keyed.tokenWith(key)).status).toBe(401);

    expect((await staffRestore('begin')).headers.get('location')).toContain('done=restoring');
    expect((await keyed.tokenWith(stolen)).status).toBe(401);
    const { body } = await keyed.tokenWith(fresh);
    expect(await keyed.organisation.segments(body as never, keyed.bakery)).toBe(200);
  });

  it('take the address of other keys, and nothing that is no key set', async () => {
    await suspendApp(server, keyed.app.id);
    const wrong = await keyed.save({ jwks: '{"keys": [', support_email: 'nobody' });
    expect(wrong.status).toBe(400);
    expect(wrong.html).toContain('This is not JSON.');
    expect(wrong.html).toContain('This is not an e-mail address.');
    expect((await keyed.save({})).status).toBe(400);
    expect(await row()).toMatchObject({ jwks: { keys: [{ kid: 'stolen' }] }, support: null });
    await keyed.save({ jwks_uri: 'https://sync.example/keys' });
    expect(await row()).toMatchObject({ jwks: null, uri: 'https://sync.example/keys' });
    await beginRestore(server, keyed.app.id);
  });

  it('change nothing else, not even by the form of before the suspension', async () => {
    const page = await keyed.olivia.open(keyed.path);
    await suspendApp(server, keyed.app.id);
    const fields = { client_name: 'Another', jwks: keySet(fresh), scope: 'sms:send' };
    const all = { ...hiddenFields(page.html, keyed.path), ...fields };
    const refused = await keyed.olivia.browser.post(keyed.path, all);
    expect([refused.status, refused.html]).toEqual([
      400,
      expect.stringContaining('Nothing was stored. Open this page again.'),
    ]);
    expect(await row()).toMatchObject({
      ...{ name: 'Keyed Sync', scope: ['project:read', 'segments:read'] },
      jwks: { keys: [{ kid: 'stolen' }] },
    });
    for (const tab of ['logo', 'listing', 'verification']) {
      expect(refused.html).not.toContain(`/${keyed.app.clientId}/${tab}"`);
    }
  });

  it('keep the review of a verified app, and leave no version with the old key to approve', async () => {
    await keyed.verify();
    const rename = { metadata: { client_name: 'Keyed Mill', client_uri: 'https://sync.example/' } };
    await keyed.in((tx) => keyed.service(AppVersions).save(tx, keyed.app.id, rename, ACTOR));
    await keyed.in((tx) =>
      keyed.service(AppSubmissions).submit(tx, keyed.app.id, { actor: ACTOR }),
    );
    await suspendApp(server, keyed.app.id);
    await keyed.save({ jwks: keySet(fresh) });
    const versions = await server.database.query(
      `SELECT state, metadata -> 'jwks' -> 'keys' -> 0 ->> 'kid' AS kid, metadata ->> 'client_name' AS name
       FROM app_versions WHERE client_id = $1 ORDER BY id`,
      [keyed.app.id],
    );
    expect(versions).toEqual([
      { state: 'withdrawn', kid: 'stolen', name: 'Keyed Mill' },
      { state: 'draft', kid: 'fresh', name: 'Keyed Mill' },
    ]);
    const [review] = await server.database.query(
      `SELECT v.tier, v.identity_version = c.identity_version AS applies FROM app_verifications v
       JOIN clients c ON c.id = v.client_id WHERE c.id = $1`,
      [keyed.app.id],
    );
    expect(review).toEqual({ tier: 'verified', applies: true });
  });

  it('are the full form again once it is restored: the other page says that', async () => {
    await suspendApp(server, keyed.app.id);
    const page = await keyed.olivia.open(keyed.path);
    const id = fromWireId('app', keyed.app.clientId) ?? '';
    await keyed.save({ jwks: keySet(fresh) });
    await beginRestore(server, id);
    const late = await keyed.olivia.browser.post(keyed.path, {
      ...hiddenFields(page.html, keyed.path),
      jwks: keySet(stolen),
    });
    expect(late.status).toBe(400);
    expect(await row()).toMatchObject({ jwks: { keys: [{ kid: 'fresh' }] } });
    expect((await keyed.olivia.open(keyed.path)).html).toContain('name="client_name"');
  });

  it('are for people who develop for its organisation, and take no form of others (D2)', async () => {
    await suspendApp(server, keyed.app.id);
    const other = await Organisation.of(server);
    const eva = await other.person('Eva', [[await other.createProject('Café'), 'owner']]);
    expect((await eva.open(keyed.path)).status).toBe(404);
    const token = hiddenFields((await eva.open('/developers')).html, '/logout');
    const fields = { jwks: keySet(fresh) };
    expect((await eva.browser.post(keyed.path, { ...token, ...fields })).status).toBe(404);
    await keyed.olivia.open(keyed.path);
    expect((await keyed.olivia.browser.post(keyed.path, fields)).status).toBe(403);
    expect(await row()).toMatchObject({ jwks: { keys: [{ kid: 'stolen' }] } });
  });
});
