import { fromWireId } from '../../../src/kernel/ids.js';
import { ScopeSet } from '../../../src/kernel/scope-set.js';
import { AppVerifications } from '../../../src/modules/verification/app-verifications.service.js';
import { Database } from '../../../src/platform/database/database.js';
import { makeKey } from '../../support/assertions.js';
import type { Browser } from '../../support/browser.js';
import { answerOf, decide } from '../../support/consent-page.js';
import { ManagedRegistration } from '../../support/managed-registration.js';
import { storeRow } from '../../support/rows.js';
import { TestApp } from '../../support/test-app.js';
import { type AskingApp, World } from '../../support/world.js';

const SCOPES = ['segments:read', 'audience:list'];
const MEMBERS = {
  client_name: 'Bakery Insights',
  redirect_uris: ['https://app.example/callback'],
  token_endpoint_auth_method: 'none',
  logo_uri: 'https://app.example/logo.png',
};

/** A verified app whose developer changes its registration (RFC 7592), and a person who had authorized it. */
describe('a verified app that replaces what it registered', () => {
  let server: TestApp;
  let world: World;
  let registration: ManagedRegistration;
  let app: AskingApp;
  let browser: Browser;

  beforeAll(async () => {
    world = await World.start();
    ({ server } = world);
  });
  afterAll(() => server.stop());

  beforeEach(async () => {
    // The name of the test before is available again.
    await server.database.query('UPDATE clients SET protected_name = NULL');
    registration = await ManagedRegistration.create(server, MEMBERS);
    app = { clientId: registration.clientId, redirectUri: 'https://app.example/callback' };
    await verify();
    const person = await world.person();
    browser = person.browser;
    const project = await world.project(person.user, 'owner');
    const opened = await world.openConsent(browser, path());
    const ticks = { projects: [project.wireId], scopes: SCOPES };
    expect(answerOf(await decide(browser, opened, ticks)).code).toBeDefined();
  });

  const path = (): string => world.authorizePath(app, { scope: SCOPES.join(' ') });

  async function verify(): Promise<void> {
    const verifications = server.app.get(AppVerifications, { strict: false });
    const id = fromWireId('app', registration.clientId) ?? '';
    const verified = {
      tier: 'verified',
      approvedScopes: new ScopeSet(SCOPES),
      verifiedDomain: null,
    } as const;
    await server.app.get(Database).transaction((tx) => verifications.decide(tx, id, verified));
  }

  const goesThrough = async (): Promise<boolean> =>
    (await browser.get(path())).headers.get('location')?.includes('code=isoc_') === true;

  it.each<[string, () => Promise<object> | object]>([
    ['name', () => ({ client_name: 'Bakery Outsights' })],
    ['logo', () => ({ logo_uri: 'https://app.example/other.png' })],
    [
      'redirect host',
      () => ({ redirect_uris: [...MEMBERS.redirect_uris, 'https://elsewhere.example/cb'] }),
    ],
    ['path', () => ({ redirect_uris: [...MEMBERS.redirect_uris, 'https://app.example/second'] })],
    ['page', () => ({ client_uri: 'https://app.example/' })],
    ['privacy policy', () => ({ policy_uri: 'https://elsewhere.example/' })],
    ['set of terms', () => ({ tos_uri: 'https://elsewhere.example/' })],
    ['lifetime of access', () => ({ grant_types: ['authorization_code'] })],
    ['way to prove itself', () => ({ token_endpoint_auth_method: 'client_secret_post' })],
    [
      'set of keys',
      async () => ({
        token_endpoint_auth_method: 'private_key_jwt',
        jwks: { keys: [(await makeKey()).publicJwk] },
      }),
    ],
  ])(
    'is unverified with another %s, and the person is asked again (DCM-08, D17)',
    async (_, change) => {
      expect(await goesThrough()).toBe(true);
      await registration.replace({ ...MEMBERS, ...(await change()) });
      const { page } = await world.openConsent(browser, path());
      expect(page.html).toContain('Not verified');
    },
  );

  it('is no verified one among the connected apps, which say what it was called (D17)', async () => {
    const [badge, changed] = ['>Verified<', 'It has changed since you let it in.'];
    const list = async () => (await browser.get('/dashboard/connected-apps')).html;
    const before = await list();
    expect([before.includes(badge), before.includes(changed)]).toEqual([true, false]);
    await registration.replace({ ...MEMBERS, client_name: 'Bakery Outsights' });
    const after = await list();
    expect([after.includes(badge), after.includes(changed)]).toEqual([false, true]);
    expect(after).toContain('Then it was called <bdi>Bakery Insights</bdi>.');
    const { page, action } = await world.openConsent(browser, path());
    const [, project = ''] = /name="project" value="([^"]+)"/.exec(page.html) ?? [];
    await decide(browser, { page, action }, { projects: [project] });
    expect(await list()).not.toContain(changed);
  });

  /** A grant without a receipt, which would have the app's name. */
  async function addOldGrant(): Promise<void> {
    await server.database.query('UPDATE clients SET identity_version = identity_version + 1');
    const [grant] = await server.database.query<{ user_id: string }>(
      'SELECT user_id, client_id, resource, identity_version, expires_at FROM grants',
    );
    const installation = 'https://app.example/other';
    await storeRow(server.database, 'grants', { ...grant, installation });
  }

  it.each([
    [
      'to which app the person said yes',
      () => server.database.query('UPDATE grants SET identity_version = NULL'),
    ],
    ['what the app was called then', addOldGrant],
  ])('has changed, for all that is known, if nobody knows %s (D17)', async (_, forget) => {
    await forget();
    const { html } = await browser.get('/dashboard/connected-apps');
    const grants = html.match(/<dt>Where<\/dt>/g)?.length;
    expect(html.match(/It has changed since you let it in\./g)).toHaveLength(Number(grants));
    expect(html).not.toContain('Then it was called');
  });

  it('is asked about once more also after somebody has verified it anew (DCM-08)', async () => {
    await registration.replace({ ...MEMBERS, client_name: 'Bakery Outsights' });
    await verify();
    const { page } = await world.openConsent(browser, path());
    expect(page.html).not.toContain('Not verified');
  });

  it('stays who it was with other contacts, scopes and ways of asking (DCM-08)', async () => {
    await registration.replace({
      ...MEMBERS,
      grant_types: ['refresh_token', 'authorization_code'],
      scope: 'segments:read',
      contacts: ['mail@app.example'],
      id_token_signed_response_alg: 'ES256',
    });
    expect(await goesThrough()).toBe(true);
  });
});
