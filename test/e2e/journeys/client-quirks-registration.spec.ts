import type { Customer } from '../../support/actors/customer.js';
import type { TestProject } from '../../support/actors/organisation.js';
import { replayConnection, replayRegistration } from '../../support/client-replay.js';
import { TestApp } from '../../support/test-app.js';
import { World } from '../../support/world.js';

const usual = {
  grant_types: ['authorization_code', 'refresh_token'],
  response_types: ['code'],
  token_endpoint_auth_method: 'none',
};

/** Observed registrations, and the redirect URIs of the requests after them. */
const RECORDINGS: Readonly<Record<string, readonly [registration: object, redirectUri: string]>> = {
  'Claude, on every connect': [
    { ...usual, client_name: 'Claude', redirect_uris: ['https://claude.ai/api/mcp/auth_callback'] },
    'https://claude.ai/api/mcp/auth_callback',
  ],
  'Claude Code': [
    {
      ...usual,
      client_name: 'Claude Code (bread)',
      application_type: 'native',
      redirect_uris: ['http://localhost:3118/callback'],
    },
    'http://localhost:3118/callback',
  ],
  'A Java library that calls every app a web one, before its page is online': [
    {
      ...usual,
      client_name: 'Bread Console',
      application_type: 'web',
      client_uri: 'http://localhost:5173',
      redirect_uris: ['http://localhost:8080/login/oauth2/code/bread'],
    },
    'http://localhost:8081/login/oauth2/code/bread',
  ],
  'Claude Code, later on another port': [
    { ...usual, client_name: 'Claude Code (bread)', redirect_uris: ['http://localhost/callback'] },
    'http://localhost:60123/callback',
  ],
  'Cursor, by its own scheme': [
    {
      ...usual,
      client_name: 'Cursor',
      redirect_uris: [
        'cursor://anysphere.cursor-mcp/oauth/callback',
        'https://www.cursor.com/agents/mcp/oauth/callback',
        'http://localhost:8787/callback',
      ],
    },
    'cursor://anysphere.cursor-mcp/oauth/callback',
  ],
  'Visual Studio Code, registered with a path and back with another': [
    {
      ...usual,
      client_name: 'Visual Studio Code',
      client_uri: 'https://code.visualstudio.com',
      application_type: 'native',
      grant_types: [
        'authorization_code',
        'refresh_token',
        'urn:ietf:params:oauth:grant-type:device_code',
      ],
      redirect_uris: [
        'https://insiders.vscode.dev/redirect',
        'https://vscode.dev/redirect',
        'http://localhost',
        'http://127.0.0.1',
        'http://localhost:33418',
        'http://127.0.0.1:33418',
      ],
    },
    'http://127.0.0.1:49200/',
  ],
  Windsurf: [
    {
      ...usual,
      client_name: 'Windsurf',
      redirect_uris: ['windsurf://codeium.windsurf/mcp/callback', 'http://127.0.0.1:4371/callback'],
    },
    'http://127.0.0.1:4371/callback',
  ],
  Codex: [
    {
      ...usual,
      client_name: 'Codex',
      application_type: 'native',
      redirect_uris: ['http://127.0.0.1:37819/callback/x7f'],
    },
    'http://127.0.0.1:37819/callback/x7f',
  ],
  Grok: [
    {
      ...usual,
      client_name: 'Grok',
      redirect_uris: ['https://grok.com/connectors/oauth/callback'],
    },
    'https://grok.com/connectors/oauth/callback',
  ],
  'mcp-remote': [
    {
      ...usual,
      client_name: 'MCP CLI Proxy',
      client_uri: 'https://github.com/modelcontextprotocol/mcp-cli',
      software_id: '2e6dc280-f3c3-4e01-99a7-8181dbd1d23d',
      software_version: '0.1.29',
      redirect_uris: ['http://localhost:3334/oauth/callback'],
    },
    'http://localhost:23512/oauth/callback',
  ],
};

describe('known clients, by registration', () => {
  let server: TestApp;
  let customer: Customer;
  let project: TestProject;

  beforeAll(async () => {
    server = await TestApp.start();
    ({ customer, project } = await new World(server).owner('Bread'));
  });
  afterAll(() => server.stop());

  it.each(Object.entries(RECORDINGS))(
    'connects %s, with the scopes it is told and then asks for',
    async (_, [registration, redirectUri]) => {
      const { client_id: clientId, scope } = await replayRegistration(server, registration);
      expect(scope).toBe('project:read mcp:read');
      const resource = `${server.origin}/v1`;
      const recording = { clientId, redirectUri, scope: 'segments:read offline_access', resource };
      expect(await replayConnection(server, recording, { customer, project })).toMatchObject({
        scope: 'segments:read offline_access',
      });
    },
  );

  it.each(Object.entries(RECORDINGS))(
    'connects %s to the MCP endpoint, with the scope that its metadata names',
    async (_, [registration, redirectUri]) => {
      const { client_id: clientId } = await replayRegistration(server, registration);
      const resource = `${server.origin}/mcp`;
      const recording = { clientId, redirectUri, scope: 'mcp:read offline_access', resource };
      expect(await replayConnection(server, recording, { customer, project })).toMatchObject({
        scope: 'mcp:read offline_access',
      });
    },
  );

  it.each(Object.entries(RECORDINGS))(
    'connects %s, without any scope or resource',
    async (_, [registration, redirectUri]) => {
      const { client_id: clientId } = await replayRegistration(server, registration);
      const recording = { clientId, redirectUri };
      expect(await replayConnection(server, recording, { customer, project })).toMatchObject({
        scope: 'project:read',
      });
    },
  );

  it('connects a client that forgets to say that it is public (CA-05)', async () => {
    const { client_id, client_secret } = await replayRegistration(server, {
      client_name: 'Copilot CLI',
      application_type: 'native',
      redirect_uris: ['http://127.0.0.1:40000/'],
    });
    expect(client_secret).toMatch(/^iscs_/);
    const recording = { clientId: client_id, redirectUri: 'http://127.0.0.1:40123/' };
    await replayConnection(server, recording, { customer, project });
  });
});
