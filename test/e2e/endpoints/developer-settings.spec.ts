import { ScopeSet } from '../../../src/kernel/scope-set.js';
import { AppVerifications } from '../../../src/modules/verification/app-verifications.service.js';
import { Database } from '../../../src/platform/database/database.js';
import type { Customer } from '../../support/actors/customer.js';
import { Organisation, type SecretApp } from '../../support/actors/organisation.js';
import { hiddenFields, type BrowserPage } from '../../support/browser.js';
import { TestApp } from '../../support/test-app.js';

type Fields = Readonly<Record<string, string>>;

const APP: Fields = {
  client_name: 'Bread Robot',
  redirect_uris: 'https://sync.example/callback',
  token_endpoint_auth_method: 'client_secret_basic',
  support_email: 'help@bread.example',
};

describe('the settings of an app', () => {
  let server: TestApp;
  let organisation: Organisation;
  let dario: Customer;
  let app: SecretApp;

  const path = () => `/developers/apps/${app.clientId}/settings`;
  const send = async (changes: Fields = {}, scopes = ['project:read']): Promise<BrowserPage> => {
    const page = await dario.open(path());
    return dario.browser.post(path(), [
      ...Object.entries({ ...hiddenFields(page.html, path()), ...APP, ...changes }),
      ...scopes.map((scope): [string, string] => ['scope', scope]),
    ]);
  };
  const row = async () => {
    const [found] = await server.database.query<Record<string, unknown>>(
      `SELECT c.*, p.support_email, p.scope_reasons FROM clients c
       LEFT JOIN app_profiles p ON p.client_id = c.id WHERE c.id = $1`,
      [app.id],
    );
    return found;
  };
  const verify = () =>
    server.app.get(Database).transaction((tx) =>
      server.app.get(AppVerifications, { strict: false }).decide(tx, app.id, {
        tier: 'verified',
        approvedScopes: new ScopeSet(['project:read']),
        verifiedDomain: 'sync.example',
      }),
    );

  beforeAll(async () => (server = await TestApp.start()));
  afterAll(() => server.stop());
  afterEach(() => server.database.query('UPDATE clients SET protected_name = NULL'));
  beforeEach(async () => {
    organisation = await Organisation.of(server);
    const bakery = await organisation.createProject('Bakery');
    dario = await organisation.person('Dario', [[bakery, 'developer']]);
    app = await organisation.app('Bread Robot', {
      grantTypes: ['authorization_code', 'refresh_token'],
      scopes: ['project:read'],
    });
  });

  it('change an app in development at once', async () => {
    const before = await row();
    const answer = await send(
      {
        client_name: 'Bread Machine',
        redirect_uris: 'https://bread.example/callback',
        'reason:sms:send': 'It says when the bread is ready.',
      },
      ['project:read', 'sms:send'],
    );
    expect([answer.status, answer.headers.get('location')]).toEqual([303, `${path()}?done=saved`]);
    expect(await row()).toMatchObject({
      ...{ name: 'Bread Machine', redirect_uris: ['https://bread.example/callback'] },
      ...{ scope: ['project:read', 'sms:send'], support_email: 'help@bread.example' },
      scope_reasons: { 'sms:send': 'It says when the bread is ready.' },
      ...{ secret_hash: before?.secret_hash, identity_version: 2 },
    });
    const { html } = await dario.open(path());
    expect(html).toContain('value="Bread Machine"');
    expect(html).toContain('value="It says when the bread is ready."');
  });

  it('keep the approved version of a verified app live, and let the rest pass', async () => {
    await verify();
    const answer = await send({ client_name: 'Bread Machine' });
    expect([answer.status, answer.headers.get('location')]).toEqual([303, `${path()}?done=draft`]);
    expect(await row()).toMatchObject({
      ...{ name: 'Bread Robot', identity_version: 1, support_email: 'help@bread.example' },
    });
    const { html } = await dario.open(path());
    expect(html).toContain('You edit the draft of the next version');
    expect(html).toContain('value="Bread Machine"');
  });

  it('let a verified app keep its name beside another redirect URI', async () => {
    await verify();
    const { status } = await send({ redirect_uris: 'https://bread.example/callback' });
    expect(status).toBe(303);
  });

  it('refuse the name of another verified app, and a service without a secret', async () => {
    await verify();
    const own = app;
    app = await organisation.app('Other', { grantTypes: ['authorization_code'] });
    const taken = await send({ redirect_uris: 'https://evil.example/callback' });
    expect(taken.status).toBe(400);
    expect(taken.html).toContain('client_name is the name or address of another app');
    app = await organisation.app('Both', {
      grantTypes: ['authorization_code', 'client_credentials'],
    });
    const bare = await send({ client_name: 'Both', token_endpoint_auth_method: 'none' });
    expect(bare.html).toContain('client_credentials needs a secret or a key');
    expect(await row()).toMatchObject({
      grant_types: ['authorization_code', 'client_credentials'],
    });
    app = own;
  });

  it('show the secret of an app that needs one from now on, this once', async () => {
    await send({ token_endpoint_auth_method: 'none' });
    expect(await row()).toMatchObject({ secret_hash: null, token_endpoint_auth_method: 'none' });
    const { status, html } = await send({ token_endpoint_auth_method: 'client_secret_post' });
    expect([status, /<code>iscs_\w+<\/code>/.test(html)]).toEqual([200, true]);
    expect((await dario.open(path())).html).not.toMatch(/iscs_\w/);
  });

  it('say everything that is wrong at once, and store nothing', async () => {
    const { status, html } = await send(
      { client_name: '', redirect_uris: 'https://a.example/#x' },
      [],
    );
    expect(status).toBe(400);
    for (const said of [
      'The app needs a name.',
      'Line 1 has a fragment',
      'Tick at least one scope.',
    ])
      expect(html).toContain(said);
    expect(await row()).toMatchObject({ name: 'Bread Robot', support_email: null });
  });

  it('fold the areas of scopes in which nothing is ticked', async () => {
    const areas = ({ html }: BrowserPage): string[] =>
      [...html.matchAll(/<details class="fold" open><summary>([^<]+) <span[^>]*>([^<]+)</g)].map(
        ([, area, count]) => `${String(area)}: ${String(count)}`,
      );
    const page = await dario.open(path());
    expect(areas(page)).toEqual(['Project: 1 of 3 ticked']);
    expect(page.html).toContain('<details class="fold"><summary>Messages ');
    const refused = await send({}, ['sms:send']);
    expect(refused.html).toContain('Say in one sentence why the app needs it.');
    expect(areas(refused)).toEqual([expect.stringMatching(/^Messages: 1 of /)]);
  });

  it('are for people who develop for its organisation, and take no form of others (D2)', async () => {
    const other = await Organisation.of(server);
    const eva = await other.person('Eva', [[await other.createProject('Café'), 'owner']]);
    expect((await eva.open(path())).status).toBe(404);
    const token = hiddenFields((await eva.open('/developers')).html, '/logout');
    expect(
      (await eva.browser.post(path(), { ...token, ...APP, scope: 'project:read' })).status,
    ).toBe(404);
    await dario.open(path());
    expect((await dario.browser.post(path(), { ...APP, scope: 'project:read' })).status).toBe(403);
    expect(await row()).toMatchObject({ support_email: null });
  });
});
