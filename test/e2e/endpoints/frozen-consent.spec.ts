import { Customer } from '../../support/actors/customer.js';
import { Organisation, type TestProject } from '../../support/actors/organisation.js';
import {
  ThirdPartyApp,
  type ReceivedCode,
  type Tokens,
} from '../../support/actors/third-party-app.js';
import { ASSERTION_TYPE, claimsFor, makeKey, sign, type AppKey } from '../../support/assertions.js';
import { eventually } from '../../support/eventually.js';
import { DocumentHost } from '../../support/document-host.js';
import { ManagedRegistration } from '../../support/managed-registration.js';
import { TestApp } from '../../support/test-app.js';

type Members = Record<string, unknown>;

/** An app of each origin, and how it changes its metadata. */
interface ChangingApp {
  readonly app: ThirdPartyApp;
  change(members: Members): Promise<void>;
}

const CALLBACK = 'https://app.test/callback';
const BRIEF = {
  client_name: 'Bakery Insights',
  redirect_uris: [CALLBACK],
  grant_types: ['authorization_code'],
  token_endpoint_auth_method: 'none',
};
const LASTING = { ...BRIEF, grant_types: ['authorization_code', 'refresh_token'] };
const PERSISTS = 'It keeps this access while you are away';
const ENDS = 'It works for one hour';
let serial = 0;

describe('what a person agreed to', () => {
  let host: DocumentHost;
  let server: TestApp;
  let customer: Customer;
  let project: TestProject;

  beforeAll(async () => {
    host = await DocumentHost.start();
    server = await TestApp.start(host.variables('app.test'));
    const admin = await Organisation.of(server);
    project = await admin.createProject('Bread');
    customer = await Customer.join(server);
    await admin.addMember(project, customer.user, 'owner');
  });
  afterAll(async () => {
    await server.stop();
    await host.stop();
  });

  async function registered(members: Members): Promise<ChangingApp> {
    const registration = await ManagedRegistration.create(server, members);
    const { clientId } = registration;
    return {
      app: ThirdPartyApp.existing(server, { clientId, redirectUri: CALLBACK }),
      change: async (changed) => void (await registration.replace(changed)),
    };
  }

  function described(members: Members): Promise<ChangingApp> {
    const clientId = `https://app.test/client-${String(++serial)}.json`;
    const publish = (said: Members) => host.publish(clientId, { ...said, client_id: clientId });
    publish(members);
    const app = ThirdPartyApp.existing(server, { clientId, redirectUri: CALLBACK });
    const change = async (changed: Members) => {
      publish(changed);
      await server.database.query(
        'UPDATE clients SET metadata_fresh_until = now() WHERE metadata_uri = $1',
        [clientId],
      );
      await server.http.get(app.authorizePath('segments:read')).expect(303);
    };
    return Promise.resolve({ app, change });
  }

  const asking = () => ({ customer, projects: [project] });
  const code = ({ app }: ChangingApp) => app.askFor('segments:read', asking());
  const connect = ({ app }: ChangingApp) => app.connect('segments:read', asking());
  const page = ({ app }: ChangingApp) => customer.open(app.authorizePath('segments:read'));
  const waiting = async (): Promise<boolean> =>
    (
      await server.database.query(
        `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
      )
    ).length > 0;
  const allow = (opened: Awaited<ReturnType<typeof page>>) =>
    customer.browser.submit(opened, opened.path, {
      decision: 'allow',
      project: project.wireId,
      scope: 'segments:read',
    });

  describe.each([
    ['registered itself', registered],
    ['is described by a document', described],
  ])('with an app that %s', (_, make) => {
    it('brings no refresh token when the page said that access ends (C14)', async () => {
      const changing = await make(BRIEF);
      expect((await page(changing)).html).toContain(ENDS);
      const tokens = await connect(changing);
      expect(tokens).not.toHaveProperty('refresh_token');
      await changing.change(LASTING);
      expect((await page(changing)).html).toContain(PERSISTS);
      expect(await connect(changing)).toHaveProperty('refresh_token');
    });

    it.each([
      ['persistence', LASTING],
      ['name', { ...BRIEF, client_name: 'Bakery Outsights' }],
      ['redirect host', { ...BRIEF, redirect_uris: [CALLBACK, 'https://evil.app.test/'] }],
      ['redirect path', { ...BRIEF, redirect_uris: [CALLBACK, 'https://app.test/open?to=x'] }],
      ['privacy policy', { ...BRIEF, policy_uri: 'https://evil.app.test/policy' }],
    ])('holds neither page nor code once the %s is another (C14)', async (__, changed) => {
      const changing = await make(BRIEF);
      const opened = await page(changing);
      const issued = await code(changing);
      await changing.change(changed);
      const { status, html } = await allow(opened);
      expect([status, html]).toEqual([
        400,
        expect.stringContaining('changed, suspended or removed'),
      ]);
      const { status: refused, body } = await changing.app.redeem(issued);
      expect([refused, body.error]).toEqual([400, 'invalid_grant']);
    });

    it('does not let a code be redeemed with a key that came after it (C14)', async () => {
      const [old, next] = [await makeKey(), await makeKey()];
      const proving = ({ publicJwk }: AppKey) => ({
        ...LASTING,
        token_endpoint_auth_method: 'private_key_jwt',
        jwks: { keys: [publicJwk] },
      });
      const changing = await make(proving(old));
      const redeem = async (issued: ReceivedCode, key: AppKey) => {
        const assertion = await sign(key, claimsFor(changing.app.clientId, server.origin));
        const proof = { client_assertion: assertion, client_assertion_type: ASSERTION_TYPE };
        const { status, body } = await changing.app.redeem(issued, proof);
        return [status, body.error];
      };
      expect(await redeem(await code(changing), old)).toEqual([200, undefined]);
      const issued = await code(changing);
      await changing.change(proving(next));
      expect(await redeem(issued, next)).toEqual([400, 'invalid_grant']);
      expect(await redeem(await code(changing), next)).toEqual([200, undefined]);
    });

    it('stays as it was when nothing changed that anybody was shown', async () => {
      const changing = await make(LASTING);
      const opened = await page(changing);
      const issued = await code(changing);
      await changing.change({ ...LASTING, scope: 'segments:read', contacts: ['x@app.test'] });
      expect((await changing.app.redeem(issued)).status).toBe(200);
      expect((await allow(opened)).headers.get('location')).toContain('code=isoc_');
    });
  });

  it('ends with the last yes: who was told that access ends has no refresh token left (C14)', async () => {
    const changing = await registered(LASTING);
    const tokens = await connect(changing);
    await changing.change(BRIEF);
    await connect(changing);
    await changing.change(LASTING);
    const { status, body } = await changing.app.refresh(tokens);
    expect([status, body.error]).toEqual([400, 'invalid_grant']);
    expect((await changing.app.call(tokens, 'GET', '/v1/')).status).toBe(200);
  });

  it('does not come back with a later yes: a refresh token that ended stays ended (C14)', async () => {
    const changing = await registered(LASTING);
    const tokens = await connect(changing);
    await changing.change(BRIEF);
    await connect(changing);
    await changing.change(LASTING);
    const renewed = await connect(changing);
    const { status, body } = await changing.app.refresh(tokens);
    expect([status, body.error]).toEqual([400, 'invalid_grant']);
    expect((await changing.app.call(tokens, 'GET', '/v1/')).status).toBe(200);
    await connect(changing);
    expect((await changing.app.refresh(renewed)).status).toBe(200);
  });

  it('does not come back with a later yes for a code that was given before the last no (C14)', async () => {
    const changing = await registered(LASTING);
    const issued = await code(changing);
    await server.database.query('UPDATE grants SET refreshable_since = now()');
    const { status, body } = await changing.app.redeem(issued);
    expect([status, body.refresh_token]).toEqual([200, undefined]);
  });

  it('is what the page showed, also if the change had begun before the page was opened (C14)', async () => {
    const changing = await registered(LASTING);
    const holder = await server.database.pool.connect();
    await holder.query('BEGIN');
    await holder.query('SELECT FROM clients FOR NO KEY UPDATE');
    const change = changing.change({ ...LASTING, client_name: 'Bakery Outsights' });
    await eventually(async () => (await waiting()) || undefined);
    const opened = await page(changing);
    await holder.query('COMMIT');
    holder.release();
    await change;
    expect(opened.html).toContain('Connect Bakery Insights');
    const { status, html } = await allow(opened);
    expect([status, html]).toEqual([400, expect.stringContaining('changed, suspended or removed')]);
  });

  it('stands in the code itself: one that was given for an hour brings no refresh token (C14)', async () => {
    const changing = await registered(LASTING);
    const issued = await code(changing);
    await server.database.query('UPDATE authorization_codes SET refreshable = false');
    const { status, body } = await changing.app.redeem(issued);
    expect([status, body.refresh_token]).toEqual([200, undefined]);
  });

  it('is lost to whoever shows a code twice, also after the app has changed (TOK-09)', async () => {
    const changing = await registered(LASTING);
    const issued = await code(changing);
    const { body: tokens } = await changing.app.redeem(issued);
    await server.database.query(
      `UPDATE authorization_codes SET consumed_at = consumed_at - interval '1 minute'
       WHERE consumed_at IS NOT NULL`,
    );
    await changing.change({ ...LASTING, client_name: 'Bakery Outsights' });
    expect((await changing.app.redeem(issued)).status).toBe(400);
    const access = { access_token: String(tokens.access_token) };
    expect((await changing.app.call(access, 'GET', '/v1/')).status).toBe(401);
  });

  it('goes on for grants of an app that changed, until the person is asked again (CIMD-14)', async () => {
    const changing = await registered(LASTING);
    const tokens: Tokens = await connect(changing);
    await changing.change({ ...LASTING, client_name: 'Bakery Outsights' });
    expect((await changing.app.refresh(tokens)).status).toBe(200);
  });

  it('is written into the receipt: who, how it proves itself, where to and for how long', async () => {
    const changing = await registered({ ...LASTING, tos_uri: 'https://app.test/tos' });
    await code(changing);
    const [receipt] = await server.database.query<{ shown: object }>(
      'SELECT shown FROM consent_receipts ORDER BY id DESC LIMIT 1',
    );
    expect(receipt?.shown).toMatchObject({
      app: { name: 'Bakery Insights', identity_version: 1, auth_method: 'none', keys: null },
      addresses: { tos_uri: 'https://app.test/tos', policy_uri: null, client_uri: null },
      redirect_uri: CALLBACK,
      persists: true,
    });
  });
});
