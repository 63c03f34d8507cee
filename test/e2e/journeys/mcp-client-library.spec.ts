import { Assistant } from '../../support/actors/assistant.js';
import { Customer } from '../../support/actors/customer.js';
import { Organisation, type TestProject } from '../../support/actors/organisation.js';
import { DocumentHost } from '../../support/document-host.js';
import { TestApp } from '../../support/test-app.js';

const DOCUMENT = 'https://assistant.app.test/client.json';
const TOOLS = ['get_project', 'get_segment', 'list_projects', 'list_segments'];

/** `@modelcontextprotocol/client`, which gets the URL of the MCP endpoint and discovers the rest. */
describe('the MCP client library', () => {
  let host: DocumentHost;
  let server: TestApp;
  let admin: Organisation;
  let customer: Customer;
  let project: TestProject;

  beforeAll(async () => {
    host = await DocumentHost.start();
    server = await TestApp.start(host.variables('assistant.app.test'));
    admin = await Organisation.of(server);
  });
  afterAll(async () => {
    await server.stop();
    await host.stop();
  });
  afterEach(() => jest.restoreAllMocks());
  beforeEach(async () => {
    project = await admin.createProject('Bread');
    customer = await Customer.join(server);
    await admin.addMember(project, customer.user, 'owner');
    await admin.addSegment(project, 'Bakers');
  });

  const allow = (assistant: Assistant): Promise<URLSearchParams> =>
    assistant.authorize(customer, { projects: [project], scopes: ['mcp:read'] });
  const expireTokens = (): Promise<unknown> =>
    server.database.query('UPDATE access_tokens SET expires_at = now()');

  /** From the first 401 to a working connection. */
  async function connect(options: ConstructorParameters<typeof Assistant>[1]) {
    const assistant = new Assistant(server, options);
    expect(await assistant.connect()).toBe(false);
    const asked = await allow(assistant);
    expect(await assistant.connect()).toBe(true);
    return { assistant, asked };
  }

  const segments = async (assistant: Assistant): Promise<unknown> => {
    const answer = await assistant.callTool('list_segments', { project: project.wireId });
    return answer?.structuredContent;
  };
  const working = { segments: [expect.objectContaining({ name: 'Bakers' })], next_cursor: null };

  it('knows where to go from the 401, registers, and asks for what the challenge names (MCP-01, DISC-14)', async () => {
    const { assistant, asked } = await connect({});
    const paths = assistant.sent.map(({ path }) => path);
    expect(paths.slice(0, 4)).toEqual([
      '/mcp',
      '/.well-known/oauth-protected-resource/mcp',
      '/.well-known/oauth-authorization-server',
      '/oauth/register',
    ]);
    expect(Object.fromEntries(asked)).toMatchObject({
      response_type: 'code',
      code_challenge_method: 'S256',
      resource: `${server.origin}/mcp`,
      client_id: expect.stringMatching(/^app_/),
    });
    expect(asked.get('scope')?.split(' ')).toContain('mcp:read');
    const [exchange] = assistant.requestsTo('/oauth/token');
    expect(exchange?.form.get('resource')).toBe(`${server.origin}/mcp`);
    expect(assistant.tokens()?.scope?.split(' ')).toContain('mcp:read');
    await assistant.stop();
  });

  it.each([
    ['registers itself, and speaks the revision of 2025', {}],
    ['registers itself, and asks for the revision of 2026', { asks: true }],
    ['is described at an address of its own', { metadataUrl: DOCUMENT }],
    ['is described at an address, and asks for 2026', { metadataUrl: DOCUMENT, asks: true }],
  ])('uses the tools if it %s', async (_, options) => {
    host.publish(DOCUMENT, {
      ...new Assistant(server).clientMetadata,
      client_id: DOCUMENT,
      client_name: 'Described assistant',
    });
    const { assistant, asked } = await connect(options);
    const byDocument = 'metadataUrl' in options;
    expect(asked.get('client_id')).toMatch(byDocument ? DOCUMENT : /^app_/);
    expect(assistant.requestsTo('/oauth/register')).toHaveLength(byDocument ? 0 : 1);
    const { tools } = await assistant.listTools();
    expect(tools.map(({ name }) => name).sort()).toEqual(TOOLS);
    expect(await segments(assistant)).toEqual(working);
    await assistant.stop();
  });

  it('binds its tokens to a key, if it has one, and proves it at every message (DPOP-06)', async () => {
    const { assistant } = await connect({ provesKey: true });
    expect(assistant.tokens()?.token_type).toBe('DPoP');
    await expireTokens();
    expect(await segments(assistant)).toEqual(working);
    expect(assistant.requestsTo('/mcp').at(-1)?.scheme).toBe('DPoP');
    await assistant.stop();
  });

  it('refreshes by itself when its token has run out, and nobody is asked (REF-01)', async () => {
    const { assistant } = await connect({});
    const before = assistant.tokens();
    await expireTokens();
    expect(await segments(assistant)).toEqual(working);
    const after = assistant.tokens();
    expect(after?.access_token).not.toBe(before?.access_token);
    expect(after?.refresh_token).not.toBe(before?.refresh_token);
    const refresh = assistant.requestsTo('/oauth/token').at(-1);
    expect(refresh?.form.get('grant_type')).toBe('refresh_token');
    expect(refresh?.form.get('resource')).toBe(`${server.origin}/mcp`);
    await assistant.stop();
  });

  it('steps up after a 403: old and new scopes together, and the person again (MCP-05, MCP-06)', async () => {
    const { assistant } = await connect({});
    assistant.narrowing = 'offline_access';
    await expireTokens();
    // The refresh gets a token without any scope of MCP, and the call with it a 403.
    expect(await assistant.callTool('list_projects')).toBeNull();
    expect(assistant.tokens()?.scope).toBe('offline_access');
    assistant.narrowing = undefined;
    const asked = await allow(assistant);
    expect(asked.get('scope')?.split(' ').sort()).toEqual(['mcp:read', 'offline_access']);
    expect(await segments(assistant)).toEqual(working);
    await assistant.stop();
  });

  it('is out at the next call once the person disconnects it, and has to ask again (CONS-09)', async () => {
    const { assistant } = await connect({});
    jest.spyOn(console, 'warn').mockImplementation(() => undefined);
    await customer.disconnect();
    expect(await assistant.callTool('list_projects')).toBeNull();
    expect(assistant.authorizeUrl?.pathname).toBe('/oauth/authorize');
    await allow(assistant);
    expect(await segments(assistant)).toEqual(working);
    await assistant.stop();
  });
});
