import { fromWireId, toWireId } from '../../../src/kernel/ids.js';
import { hashSecret } from '../../../src/kernel/secret.js';
import type { Customer } from '../../support/actors/customer.js';
import { Organisation } from '../../support/actors/organisation.js';
import { hiddenFields, type BrowserPage } from '../../support/browser.js';
import { TestApp } from '../../support/test-app.js';

const PATH = '/developers/new';

type Fields = Readonly<Record<string, string>>;

const APP: Fields = {
  client_name: 'Bread Robot',
  client_uri: 'https://bread.example',
  redirect_uris: 'https://bread.example/callback\r\nhttp://127.0.0.1:4000/callback',
  token_endpoint_auth_method: 'client_secret_basic',
  tos_uri: 'https://bread.example/terms',
  policy_uri: 'https://bread.example/privacy',
  support_email: 'Help@bread.example',
  security_email: 'security@bread.example',
  'reason:audience:list': 'It greets each contact once a year.',
};

describe('the form that registers an app', () => {
  let server: TestApp;
  let organisation: Organisation;
  let dario: Customer;

  const formOf = (kind: string): string =>
    `${PATH}?kind=${kind}&organisation=${toWireId('org', organisation.organisationId)}`;
  const send = async (
    changes: Fields = {},
    { kind = 'web', scopes = ['project:read', 'audience:list'], person = dario } = {},
  ): Promise<BrowserPage> => {
    const page = await person.open(formOf(kind));
    return person.browser.post(PATH, [
      ...Object.entries({ ...hiddenFields(page.html, PATH), ...APP, ...changes }),
      ...scopes.map((scope): [string, string] => ['scope', scope]),
    ]);
  };
  const rows = () =>
    server.database.query<Record<string, unknown>>(
      `SELECT c.*, p.support_email, p.security_email, p.scope_reasons FROM clients c
       LEFT JOIN app_profiles p ON p.client_id = c.id WHERE c.organisation_id = $1`,
      [organisation.organisationId],
    );

  beforeAll(async () => (server = await TestApp.start()));
  afterAll(() => server.stop());
  beforeEach(async () => {
    organisation = await Organisation.of(server);
    const bakery = await organisation.createProject('Bakery');
    dario = await organisation.person('Dario', [[bakery, 'developer']]);
  });

  it('stores the app and what it says about itself, and shows the secret this once', async () => {
    const { status, html, headers } = await send();
    expect([status, headers.get('location')]).toEqual([200, null]);
    const [, clientId = ''] = /<code>(app_\w+)<\/code>/.exec(html) ?? [];
    const [, secret = ''] = /<code>(iscs_\w+)<\/code>/.exec(html) ?? [];
    expect(await rows()).toEqual([
      expect.objectContaining({
        ...{ id: fromWireId('app', clientId), origin: 'portal', name: 'Bread Robot' },
        ...{ application_type: 'web', secret_hash: hashSecret(secret) },
        redirect_uris: ['https://bread.example/callback', 'http://127.0.0.1:4000/callback'],
        grant_types: ['authorization_code', 'refresh_token'],
        scope: ['project:read', 'audience:list'],
        ...{ support_email: 'help@bread.example', security_email: 'security@bread.example' },
        scope_reasons: { 'audience:list': 'It greets each contact once a year.' },
      }),
    ]);
    expect((await dario.open(`/developers/apps/${clientId}`)).html).not.toContain(secret);
    const [event] = await server.database.query<{ actor: unknown }>(
      `SELECT actor FROM audit_events WHERE type = 'client.registered' AND target ->> 'id' = $1`,
      [fromWireId('app', clientId)],
    );
    expect(event?.actor).toEqual({ kind: 'user', userId: dario.user.id });
  });

  it('registers native apps without a secret, and services without redirect URIs', async () => {
    const native = await send(
      { client_name: 'Bread Phone', redirect_uris: 'com.bread.app:/callback' },
      { kind: 'native' },
    );
    expect([native.status, native.headers.get('location')]).toEqual([
      303,
      expect.stringMatching(/^\/developers\/apps\/app_\w+\?done=registered$/),
    ]);
    const service = await send({ client_name: 'Bread Nights' }, { kind: 'service' });
    expect(service.html).toMatch(/<code>iscs_\w+<\/code>/);
    expect(await rows()).toEqual([
      expect.objectContaining({ token_endpoint_auth_method: 'none', application_type: 'native' }),
      expect.objectContaining({ grant_types: ['client_credentials'], redirect_uris: [] }),
    ]);
  });

  it('is not there for an organisation that is named twice, or by nonsense', async () => {
    const named = `organisation=${toWireId('org', organisation.organisationId)}`;
    for (const query of [`${named}&${named}`, 'organisation=org_x', 'organisation[a]=b', '']) {
      expect((await dario.open(`${PATH}?kind=web&${query}`)).status).toBe(404);
    }
  });

  it('says everything that is wrong at once, beside its field, and what would be right', async () => {
    const { status, html } = await send(
      {
        client_name: 'Bread\u202Eylno',
        client_uri: 'http://bread.example',
        redirect_uris: [
          'https://bread.example/callback',
          'http://bread.example/callback',
          'https://bread.example/#top',
          'javascript:alert(1)',
        ].join('\r\n'),
        token_endpoint_auth_method: 'tls_client_auth',
        support_email: 'nobody',
        'reason:audience:list': '',
      },
      { scopes: ['audience:list', 'sms:send'] },
    );
    expect(status).toBe(400);
    for (const said of [
      'client_name has control, invisible or direction-changing characters.',
      'client_uri must be an https URL',
      'Line 2 uses http, which is only for 127.0.0.1, [::1] and localhost. Did you mean https://bread.example/callback ?',
      'Line 3 has a fragment. Did you mean https://bread.example/ ?',
      'Line 4 has a scheme that is never accepted.',
      'Choose one of these.',
      'This is not an e-mail address.',
    ]) {
      expect(html).toContain(said);
    }
    expect(html.match(/Say in one sentence why the app needs it\./g)).toHaveLength(2);
    expect(html).not.toContain('Line 1');
    expect(html).toContain('value="https://bread.example/privacy"');
    expect(await rows()).toEqual([]);
  });

  it('refuses a name that people take for another app’s (C9)', async () => {
    for (const [name, said] of [
      ['Сlaude', 'client_name mixes letters of several scripts'],
      ['Claude', 'client_name is the name or address of another app'],
      ['C1aude', 'client_name looks like the name of another app'],
    ] as const) {
      const { status, html } = await send({ client_name: name });
      expect([name, status, html.includes(said)]).toEqual([name, 400, true]);
    }
    expect(await rows()).toEqual([]);
  });

  it('shows hostile texts as texts (C1)', async () => {
    const hostile = '"><img src=x onerror=alert(1)>';
    const fields = ['client_name', 'client_uri', 'redirect_uris', 'support_email', 'jwks_uri'];
    const sent = Object.fromEntries([...fields, 'reason:sms:send'].map((name) => [name, hostile]));
    const { status, html } = await send(sent, { scopes: ['sms:send'] });
    expect(status).toBe(400);
    expect(html).toContain('&lt;img src=x');
    expect(html).not.toContain('<img src=x');
  });

  it('registers no second app when the answer is loaded again', async () => {
    await send();
    const again = await send();
    expect(again.status).toBe(400);
    expect(again.html).toContain('already has an app of this name');
    expect(await rows()).toHaveLength(1);
  });

  it('reads the keys of an app that proves itself with them', async () => {
    const method = { token_endpoint_auth_method: 'private_key_jwt' };
    const bare = await send(method);
    expect(bare.html).toContain('private_key_jwt needs jwks or jwks_uri.');
    const text = await send({ ...method, jwks: '{"keys": ' });
    expect(text.html).toContain('This is not JSON.');
    const { status } = await send({ ...method, jwks_uri: 'https://bread.example/jwks' });
    expect(status).toBe(303);
    expect(await rows()).toEqual([
      expect.objectContaining({ jwks_uri: 'https://bread.example/jwks', secret_hash: null }),
    ]);
  });

  it('is for people who develop for the organisation', async () => {
    const other = await Organisation.of(server);
    const stranger = await other.person('Eva', [[await other.createProject('Café'), 'owner']]);
    const viewer = await organisation.person('Vera', [
      [await organisation.createProject('Kiosk'), 'marketer'],
    ]);
    const fields = {
      ...APP,
      kind: 'web',
      organisation: toWireId('org', organisation.organisationId),
    };
    for (const person of [stranger, viewer]) {
      expect((await person.open(formOf('web'))).status).toBe(404);
      const token = hiddenFields((await person.open('/developers')).html, '/logout');
      const answer = await person.browser.post(PATH, {
        ...fields,
        ...token,
        scope: 'project:read',
      });
      expect(answer.status).toBe(404);
    }
    expect((await viewer.open('/developers')).html).toContain('You develop for no organisation');
    expect(await rows()).toEqual([]);
  });

  it('takes no form without the token of its session (D2)', async () => {
    await dario.open(formOf('web'));
    const bare = { ...APP, kind: 'web', scope: 'project:read' };
    expect((await dario.browser.post(PATH, bare)).status).toBe(403);
    expect(await rows()).toEqual([]);
  });

  it('says how many apps an organisation can have, and what to do', async () => {
    for (let n = 0; n < 100; n++) await organisation.app(`Bread ${String(n)}`);
    const today = await send();
    expect([today.status, today.html]).toEqual([
      409,
      expect.stringContaining('registered 50 apps within 24 hours'),
    ]);
    await server.database.query(
      `UPDATE clients SET created_at = now() - interval '2 days' WHERE organisation_id = $1`,
      [organisation.organisationId],
    );
    const { status, html } = await send();
    expect(status).toBe(409);
    expect(html).toContain('has 100 apps, which is the most it can have. Delete one');
  });
});
