import { AppVerifications } from '../../../src/modules/verification/app-verifications.service.js';
import { ClientsService } from '../../../src/modules/clients/clients.service.js';
import { Database } from '../../../src/platform/database/database.js';
import { ScopeSet } from '../../../src/kernel/scope-set.js';
import { ThirdPartyApp } from '../../support/actors/third-party-app.js';
import { Customer } from '../../support/actors/customer.js';
import { Organisation, type TestProject } from '../../support/actors/organisation.js';
import { DocumentHost } from '../../support/document-host.js';
import { TestApp } from '../../support/test-app.js';

const redirectUri = 'https://app.test/callback';
const VERIFIED = {
  tier: 'verified' as const,
  approvedScopes: ScopeSet.empty,
  verifiedDomain: null,
};
let serial = 0;

describe('client ID metadata documents', () => {
  let host: DocumentHost;
  let server: TestApp;
  let customer: Customer;
  let project: TestProject;

  beforeAll(async () => {
    host = await DocumentHost.start();
    server = await TestApp.start(host.variables('app.test', 'claude.ai'));
    const admin = await Organisation.of(server);
    project = await admin.createProject('Bread');
    customer = await Customer.join(server);
    await admin.addMember(project, customer.user, 'owner');
  });
  afterAll(async () => {
    await server.stop();
    await host.stop();
  });

  /** A document at a URL of its own. */
  const publish = (
    changes: Record<string, unknown> = {},
    url = `https://app.test/client-${String(++serial)}.json`,
  ): string => {
    host.publish(url, {
      client_id: url,
      client_name: 'Bread Robot',
      redirect_uris: [redirectUri],
      ...changes,
    });
    return url;
  };
  const appAt = (clientId: string) => ThirdPartyApp.existing(server, { clientId, redirectUri });
  const authorize = (clientId: string) =>
    server.http.get(appAt(clientId).authorizePath('segments:read'));
  const connect = (clientId: string) =>
    appAt(clientId).connect('segments:read', { customer, projects: [project] });
  /** The copy is no longer fresh, and has this age. */
  const age = (clientId: string, interval = '1 hour') =>
    server.database.query(
      `UPDATE clients SET metadata_fresh_until = now(), metadata_fetched_at = now() - $2::interval
        WHERE metadata_uri = $1`,
      [clientId, interval],
    );
  const pageOf = async (clientId: string) =>
    customer.open(appAt(clientId).authorizePath('segments:read'));

  it('let an app in that nobody registered, and it refreshes (CIMD-09, CIMD-10)', async () => {
    const clientId = publish();
    const tokens = await connect(clientId);
    const me = await appAt(clientId).call(tokens, 'GET', '/v1/');
    expect(me.body).toMatchObject({ entity: { app: { id: clientId } } });
    const { status } = await appAt(clientId).refresh(tokens);
    expect(status).toBe(200);
    expect(host.timesAsked(clientId)).toBe(1);
  });

  it('are fetched at the authorization endpoint and nowhere else (C14)', async () => {
    const clientId = publish();
    const tokens = await connect(clientId);
    host.fail(clientId, 404);
    await age(clientId, '40 days');
    const { status, body } = await appAt(clientId).refresh(tokens);
    expect([status, body]).toEqual([200, expect.anything()]);
    await appAt('https://app.test/never-seen').revoke('x');
    expect(host.timesAsked(clientId)).toBe(1);
    expect(host.timesAsked('https://app.test/never-seen')).toBe(0);
  });

  it.each([
    ['is for another client_id', { client_id: 'https://app.test/other.json' }],
    ['has a secret', { client_secret: 'x' }],
    ['needs a secret', { token_endpoint_auth_method: 'client_secret_post' }],
    ['has no name', { client_name: undefined }],
    ['does not list the redirect URI', { redirect_uris: ['https://app.test/other'] }],
    ['is longer than 5 KB', { padding: 'x'.repeat(5_120) }],
  ])(
    'show a page and go nowhere if one %s (CIMD-03, CIMD-05, CIMD-06, CIMD-12)',
    async (_, changes) => {
      const answer = await authorize(publish(changes)).expect(400);
      expect(answer.headers['content-type']).toContain('text/html');
      expect(answer.headers).not.toHaveProperty('location');
    },
  );

  it('may name pages that only inform: one that cannot be followed is left out (DCR-16)', async () => {
    const clientId = publish({ client_uri: 'http://localhost:5173', policy_uri: 7 });
    await authorize(clientId).expect(303);
  });

  it('are not read at the token endpoint, which says how to go on (C14)', async () => {
    const clientId = 'https://app.test/never-asked.json';
    const { status, body } = await appAt(clientId).redeem({ code: 'x', verifier: 'y' });
    expect([status, body.error]).toEqual([401, 'invalid_client']);
    expect(body.error_description).toContain('send the person to the authorization endpoint first');
    expect(host.timesAsked(clientId)).toBe(0);
  });

  it.each([
    'https://unknown.example.invalid/c',
    'https://localhost/c',
    'https://127.0.0.1/c',
    'https://2130706433/c',
    'https://[::ffff:127.0.0.1]/c',
    'https://169.254.169.254/latest/meta-data',
    'https://app.test:22/c',
    'http://app.test/c',
    'https://app.test',
    'https://app.test/../c',
    'https://user@app.test/c',
    'https://app.test/c#d',
  ])('are not looked for at %s (C12, C18, CIMD-01)', async (clientId) => {
    const before = host.asked.length;
    await authorize(clientId).expect(400);
    expect(host.asked.length).toBe(before);
  });

  it('are found by the URL as it is written (CIMD-02)', async () => {
    const clientId = publish();
    await authorize(clientId).expect(303);
    await authorize(clientId.replace('app.test', 'app.test:443')).expect(400);
    await authorize(clientId.replace('app.test', 'APP.test')).expect(400);
    const clients = server.app.get(ClientsService, { strict: false });
    expect(await clients.findByClientId(clientId)).toMatchObject({
      clientId,
      origin: 'metadata_document',
    });
    expect(await clients.findByClientId(clientId.replace('app.test', 'APP.test'))).toBeNull();
  });

  it('are read again when their time is over, and not before (CIMD-11)', async () => {
    const clientId = publish();
    await authorize(clientId);
    await authorize(clientId);
    expect(host.timesAsked(clientId)).toBe(1);
    await age(clientId);
    await authorize(clientId);
    expect(host.timesAsked(clientId)).toBe(2);
  });

  it('are asked for again after every failure (CIMD-11)', async () => {
    const clientId = publish({ client_name: undefined });
    await authorize(clientId).expect(400);
    publish({}, clientId);
    await authorize(clientId).expect(303);
  });

  it('end new consents when they are gone or wrong, not what was granted (C15)', async () => {
    const clientId = publish();
    const tokens = await connect(clientId);
    host.fail(clientId, 410);
    await age(clientId);
    await authorize(clientId).expect(400);
    host.fail(clientId, 503);
    await authorize(clientId).expect(400);
    const { status } = await appAt(clientId).call(tokens, 'GET', '/v1/');
    expect(status).toBe(200);
    publish({}, clientId);
    await authorize(clientId).expect(303);
  });

  it('may be a day old during an outage, for apps that were let in (C15)', async () => {
    const [known, unknown] = [publish(), publish()];
    await connect(known);
    await authorize(unknown).expect(303);
    for (const clientId of [known, unknown]) {
      host.fail(clientId, 503);
      await age(clientId, '23 hours');
    }
    await authorize(known).expect(303);
    await authorize(unknown).expect(400);
    await age(known, '25 hours');
    await authorize(known).expect(400);
  });

  it('show on the consent page who publishes them, and where it goes, and no logo (CIMD-13, CIMD-15)', async () => {
    const logo_uri = 'https://app.test/logo.png';
    const { html } = await pageOf(publish({ logo_uri }));
    expect(html).toContain('<strong>app.test</strong>');
    expect(html).toContain('Published by');
    expect(html).toContain('Not verified');
    expect(html).not.toContain('logo.png');
    expect(host.timesAsked(logo_uri)).toBe(0);
  });

  it('make no loopback app look like more than it is (CIMD-13)', async () => {
    const clientId = publish({ redirect_uris: ['http://localhost/callback'] });
    const app = ThirdPartyApp.existing(server, {
      clientId,
      redirectUri: 'http://localhost:5/callback',
    });
    const { html } = await customer.open(app.authorizePath('segments:read'));
    expect(html).toContain('This app runs on this computer');
  });

  it('know some publishers (CIMD-14)', async () => {
    const { html } = await pageOf(publish({}, 'https://claude.ai/oauth/any'));
    expect(html).toContain('Known publisher');
    expect(html).toContain('claude.ai');
  });

  it.each([
    ['name', { client_name: 'Somebody else' }],
    ['logo', { logo_uri: 'https://app.test/logo.png' }],
    ['redirect URIs', { redirect_uris: [redirectUri, 'https://evil.app.test/'] }],
    [
      'method and keys',
      {
        token_endpoint_auth_method: 'private_key_jwt',
        jwks_uri: 'https://app.test/keys',
      },
    ],
  ])(
    'lower the trust in a reviewed app whose %s changed, and keep what it has (CIMD-14)',
    async (_, changes) => {
      const clientId = publish();
      const tokens = await connect(clientId);
      const tier = async () => {
        const client = await server.app
          .get(ClientsService, { strict: false })
          .findByClientId(clientId);
        if (!client) throw new Error('The client is gone.');
        const verifications = server.app.get(AppVerifications, { strict: false });
        return { client, ...(await verifications.verificationOf(client)) };
      };
      const review = async () => {
        const verifications = server.app.get(AppVerifications, { strict: false });
        const { client } = await tier();
        await server.app
          .get(Database)
          .transaction((tx) => verifications.decide(tx, client.id, VERIFIED));
      };
      await review();
      expect(await tier()).toMatchObject({ tier: 'verified' });
      publish(changes, clientId);
      await age(clientId);
      await authorize(clientId).expect(303);
      expect(await tier()).toMatchObject({ tier: 'self_registered' });
      // Nor is its earlier name protected for it.
      const kept = 'SELECT FROM clients WHERE metadata_uri = $1 AND protected_name IS NOT NULL';
      expect(await server.database.query(kept, [clientId])).toEqual([]);
      const { status } = await appAt(clientId).call(tokens, 'GET', '/v1/');
      expect(status).toBe(200);
      await review();
      expect(await tier()).toMatchObject({ tier: 'verified' });
    },
  );

  it('cannot change between the page and the decision (C14)', async () => {
    const clientId = publish();
    const page = await pageOf(clientId);
    publish({ client_name: 'Somebody else' }, clientId);
    await age(clientId);
    await authorize(clientId).expect(303);
    const answer = await customer.browser.submit(page, page.path, {
      decision: 'allow',
      project: project.wireId,
      scope: 'segments:read',
    });
    expect(answer.status).toBe(400);
    expect(answer.html).toContain('changed, suspended or removed meanwhile');
  });

  it('are one client however many come at once, and registered once in the audit log', async () => {
    const clientId = publish();
    await Promise.all(Array.from({ length: 8 }, () => authorize(clientId)));
    const rows = await server.database.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM audit_events e JOIN clients c ON c.id::text = e.target->>'id'
        WHERE e.type = 'client.registered' AND c.metadata_uri = $1`,
      [clientId],
    );
    expect(rows).toEqual([{ count: 1 }]);
  });
});
