import type { Customer } from '../../support/actors/customer.js';
import type { TestProject } from '../../support/actors/organisation.js';
import { ASSERTION_TYPE, claimsFor, makeKey, sign, type AppKey } from '../../support/assertions.js';
import { recordedDocument, replayConnection } from '../../support/client-replay.js';
import { DocumentHost } from '../../support/document-host.js';
import { TestApp } from '../../support/test-app.js';
import { World } from '../../support/world.js';

/** Clients with metadata documents, from the server's metadata to a refreshed token. */
describe('known clients, by their metadata documents', () => {
  let host: DocumentHost;
  let server: TestApp;
  let customer: Customer;
  let project: TestProject;
  let key: AppKey;

  beforeAll(async () => {
    host = await DocumentHost.start();
    server = await TestApp.start(host.variables('claude.ai', 'chatgpt.com', 'vscode.dev'));
    ({ customer, project } = await new World(server).owner('Bread'));
    key = await makeKey('RS256', 'cimd-20260428030119');
    host.publish('https://chatgpt.com/oauth/jwks.json', { keys: [key.publicJwk] });
  });
  afterAll(async () => {
    await server.stop();
    await host.stop();
  });

  const connect = (name: string, redirectUri: string, more: object = {}) => {
    const document = recordedDocument(name);
    host.publish(document.client_id, document);
    const resource = `${server.origin}/v1`;
    return replayConnection(
      server,
      { clientId: document.client_id, redirectUri, scope: 'segments:read', resource, ...more },
      { customer, project },
    );
  };
  const working = { token_type: 'Bearer', scope: 'segments:read' };

  it('are told by the metadata to come this way (DISC-08)', async () => {
    const { body } = await server.http.get('/.well-known/oauth-authorization-server');
    expect(body).toMatchObject({
      client_id_metadata_document_supported: true,
      token_endpoint_auth_methods_supported: expect.arrayContaining(['none', 'private_key_jwt']),
    });
  });

  it('connects Claude by its document', async () => {
    expect(await connect('claude', 'https://claude.ai/api/mcp/auth_callback')).toMatchObject(
      working,
    );
  });

  it.each(['http://localhost:51234/callback', 'http://127.0.0.1:8080/callback'])(
    'connects Claude Code, whose document has no port, at %s (AUTH-06)',
    async (uri) => {
      expect(await connect('claude-code', uri)).toMatchObject(working);
    },
  );

  it('connects Visual Studio Code, which lists a grant type we do not have (CIMD-08)', async () => {
    for (const uri of [
      'http://127.0.0.1:33418/',
      'http://127.0.0.1:49152/',
      'https://vscode.dev/redirect',
    ]) {
      expect(await connect('vscode', uri)).toMatchObject(working);
    }
  });

  it('connects Codex on a port of the moment (AUTH-06)', async () => {
    expect(await connect('codex', 'http://127.0.0.1:37819/callback')).toMatchObject(working);
  });

  it.each([
    ['chatgpt', 'https://chatgpt.com/connector_platform_oauth_redirect', ''],
    ['chatgpt-connector', 'https://chatgpt.com/connector/oauth/kDmjx77UnKOM', '/oauth/token'],
  ])(
    'connects ChatGPT by its document and its key (CIMD-08, CIMD-09) %#',
    async (name, uri, end) => {
      const { client_id: clientId } = recordedDocument(name);
      const authenticate = async (): Promise<Record<string, string>> => ({
        client_id: clientId,
        client_assertion_type: ASSERTION_TYPE,
        // Its assertions name the token endpoint, which no other client may do (RFC 10070).
        client_assertion: await sign(key, claimsFor(clientId, server.origin + end), { typ: 'JWT' }),
      });
      expect(await connect(name, uri, { authenticate })).toMatchObject(working);
      expect(host.timesAsked('https://chatgpt.com/oauth/jwks.json')).toBe(1);
    },
  );

  it.each([
    ['claude', 'https://claude.ai/api/mcp/auth_callback'],
    ['claude-code', 'http://localhost:51234/callback'],
    ['vscode', 'http://127.0.0.1:33418/'],
    ['codex', 'http://127.0.0.1:37819/callback'],
  ])('connects %s to the MCP endpoint by its document', async (name, redirectUri) => {
    const asked = { scope: 'mcp:read offline_access', resource: `${server.origin}/mcp` };
    expect(await connect(name, redirectUri, asked)).toMatchObject({ scope: asked.scope });
  });

  it('does not connect whoever only says to be ChatGPT (CIMD-09)', async () => {
    const { client_id } = recordedDocument('chatgpt');
    const post = (proof: Record<string, string>) =>
      server.http
        .post('/oauth/token')
        .type('form')
        .send({ grant_type: 'refresh_token', refresh_token: 'x', ...proof });
    await post({ client_id }).expect(401);
    const stranger = await makeKey('RS256', 'cimd-20260428030119');
    const client_assertion = await sign(stranger, claimsFor(client_id, server.origin));
    await post({ client_assertion_type: ASSERTION_TYPE, client_assertion }).expect(401);
  });
});
