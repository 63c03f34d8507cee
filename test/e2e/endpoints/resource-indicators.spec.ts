import { ResourceServers } from '../../../src/modules/clients/resource-servers.service.js';
import { Database } from '../../../src/platform/database/database.js';
import { Customer } from '../../support/actors/customer.js';
import { Organisation, type TestProject } from '../../support/actors/organisation.js';
import { ThirdPartyApp, type Tokens } from '../../support/actors/third-party-app.js';
import { recordedDocument } from '../../support/client-replay.js';
import { DocumentHost } from '../../support/document-host.js';
import { TestApp } from '../../support/test-app.js';

describe('an access token is for one resource', () => {
  let host: DocumentHost;
  let server: TestApp;
  let admin: Organisation;
  let customer: Customer;
  let project: TestProject;
  let app: ThirdPartyApp;
  let mcp: string;
  let api: string;

  beforeAll(async () => {
    host = await DocumentHost.start();
    server = await TestApp.start(host.variables('claude.ai', 'assistant.app.test'));
    [mcp, api] = [`${server.origin}/mcp`, `${server.origin}/v1`];
    admin = await Organisation.of(server);
    project = await admin.createProject('Bread');
    app = await ThirdPartyApp.register(server, { client_name: 'Helper' });
  });
  afterAll(async () => {
    await server.stop();
    await host.stop();
  });
  beforeEach(async () => {
    customer = await Customer.join(server);
    await admin.addMember(project, customer.user, 'owner');
  });

  const connect = (scopes: string, resource?: string): Promise<Tokens> =>
    app.connect(scopes, {
      customer,
      projects: [project],
      ...(resource === undefined ? {} : { resource }),
    });

  /** The introspection response to a resource server for `kind`. */
  async function introspect(token: string, kind: 'api' | 'mcp'): Promise<Record<string, unknown>> {
    const servers = server.app.get(ResourceServers, { strict: false });
    const { clientId, secret } = await server.app
      .get(Database)
      .transaction((tx) => servers.create(tx, 'Gateway', kind));
    const asked = server.http.post('/oauth/introspect').auth(clientId, secret).type('form');
    return (await asked.send({ token }).expect(200)).body as Record<string, unknown>;
  }

  it('the one it was asked for, and by its own name also if asked by the bare origin (RES-06)', async () => {
    for (const resource of [mcp, server.origin, undefined]) {
      const { access_token, scope } = await connect('mcp:read', resource);
      expect(scope).toBe('mcp:read');
      expect(await introspect(access_token, 'mcp')).toMatchObject({
        active: true,
        aud: mcp,
        scope: 'mcp:read',
        projects: [{ id: project.wireId, scope: 'mcp:read' }],
      });
    }
  });

  it('and no resource server hears of tokens for another one (INTR-02)', async () => {
    const [forMcp, forApi] = [await connect('mcp:read'), await connect('segments:read')];
    expect(await introspect(forMcp.access_token, 'api')).toEqual({ active: false });
    expect(await introspect(forApi.access_token, 'mcp')).toEqual({ active: false });
    expect(await introspect(forApi.access_token, 'api')).toMatchObject({ active: true, aud: api });
  });

  it('so that one for MCP opens nothing of the Product API (RES-07, RS-03, E2)', async () => {
    const tokens = await connect('mcp:read mcp', mcp);
    for (const path of ['/v1/', `/v1/project/${project.wireId}`]) {
      const { status, headers } = await app.call(tokens, 'GET', path);
      expect(status).toBe(401);
      expect(headers.get('www-authenticate')).toContain('error="invalid_token"');
    }
  });

  it('though UserInfo takes it too, and registration management never does (OIDC-09)', async () => {
    const asking = { customer, projects: [project], scopes: ['mcp:read'], resource: mcp };
    const tokens = await app.connect('openid mcp:read', asking);
    const info = await app.call(tokens, 'GET', '/oauth/userinfo');
    expect([info.status, info.body.sub]).toEqual([200, expect.stringMatching(/^usr_/)]);
    const registration = await app.call(tokens, 'GET', `/oauth/register/${app.clientId}`);
    expect(registration.status).toBe(401);
  });

  it('with the scopes that this one knows, though more were asked for (RES-05)', async () => {
    const asking = { customer, projects: [project], scopes: ['mcp:read'], resource: mcp };
    const { scope, projects } = await app.connect('segments:read mcp:read', asking);
    expect(scope).toBe('mcp:read');
    expect(projects).toMatchObject([{ scope: 'mcp:read', withheld: [] }]);
  });

  it('and stays with it: another one at the token endpoint is invalid_target (RES-02, REF-08)', async () => {
    const received = await app.askFor('mcp:read', { customer, projects: [project] });
    expect(await app.redeem(received, { resource: api })).toMatchObject({
      status: 400,
      body: { error: 'invalid_target' },
    });
    const first = await app.redeem(received, { resource: mcp });
    const tokens = first.body as unknown as Tokens;
    expect((await app.refresh(tokens, undefined, { resource: api })).body.error).toBe(
      'invalid_target',
    );
    expect((await app.refresh(tokens, 'segments:read')).body.error).toBe('invalid_scope');
    expect((await app.refresh(tokens, undefined, { resource: server.origin })).status).toBe(200);
  });

  it('and so is the permission: one for each, listed apart (CONS-03)', async () => {
    await connect('mcp:read');
    const forApi = await connect('segments:read');
    const { html } = await customer.open('/dashboard/connected-apps');
    expect(html).toContain('Tools for AI assistants');
    expect(html).toContain('Product API');
    expect(html.match(/Disconnect the app/g)).toHaveLength(2);
    // Scopes of the other grant are neither shown as granted nor added to this one.
    expect(forApi.scope).toBe('segments:read');
  });

  it('to which a step-up adds, and older tokens stay what they were (MCP-06, CONS-03)', async () => {
    const first = await connect('mcp:read');
    const { html } = await customer.open(app.authorizePath('mcp', undefined, mcp));
    for (const text of ['Look things up', 'Use every tool', 'New']) expect(html).toContain(text);
    const asking = { customer, projects: [project], scopes: ['mcp:read', 'mcp'] };
    const second = await app.connect('mcp', asking);
    expect(second.scope).toBe('mcp');
    expect(await introspect(first.access_token, 'mcp')).toMatchObject({ scope: 'mcp:read' });
    const third = await app.connect('mcp mcp:read', asking);
    expect(third.scope).toBe('mcp mcp:read');
  });

  it('and no form can put scopes of the other one into it (D11)', async () => {
    const scopes = ['mcp:read', 'segments:read'];
    const asking = { customer, projects: [project], scopes, resource: mcp };
    await expect(app.askFor('mcp:read segments:read', asking)).rejects.toThrow('not on offer');
  });

  it('of which the consent page says that it is for an AI assistant (CONS-01)', async () => {
    const page = await customer.open(app.authorizePath('mcp:read', undefined, mcp));
    expect(page.html).toContain('use our tools for AI assistants');
    expect(page.html).toContain('not the whole Product API');
    expect(page.html).toContain('Look things up for an AI assistant');
    const other = await customer.open(app.authorizePath('segments:read', undefined, api));
    expect(other.html).not.toContain('AI assistant');
  });

  describe('and a known publisher of assistants', () => {
    const claude = recordedDocument('claude');
    const redirectUri = 'https://claude.ai/api/mcp/auth_callback';
    let developer: Customer;
    let assistant: ThirdPartyApp;

    beforeAll(async () => {
      host.publish(claude.client_id, claude);
      developer = await Customer.join(server, 'Bea');
      await admin.addMember(project, developer.user, 'developer');
      assistant = ThirdPartyApp.existing(server, { clientId: claude.client_id, redirectUri });
    });

    it('is as good as verified there: any member may connect it', async () => {
      const { html } = await developer.open(assistant.authorizePath('mcp:read', undefined, mcp));
      expect(html).toContain('claude.ai publishes this app, and we know claude.ai.');
      const asking = { customer: developer, projects: [project], resource: mcp };
      expect((await assistant.connect('mcp:read mcp', asking)).scope).toBe('mcp:read mcp');
      const { html: list } = await developer.open('/dashboard/connected-apps');
      expect(list).toContain('Verified');
      expect(list).not.toContain('Not verified');
    });

    it('and as little known as before at the Product API: an owner or admin has to', async () => {
      const { html } = await developer.open(
        assistant.authorizePath('segments:read', undefined, api),
      );
      expect(html).toContain('We have not checked what it does.');
      expect(html).toContain('Only an owner or admin of the project may connect an app');
    });

    it('unlike anybody else who publishes a document', async () => {
      const clientId = 'https://assistant.app.test/client';
      host.publish(clientId, { ...claude, client_id: clientId, client_name: 'Assistant' });
      const unknown = ThirdPartyApp.existing(server, { clientId, redirectUri });
      const { html } = await developer.open(unknown.authorizePath('mcp:read', undefined, mcp));
      expect(html).toContain('Nobody has checked it.');
      expect(html).toContain('Only an owner or admin of the project may connect an app');
    });
  });
});
