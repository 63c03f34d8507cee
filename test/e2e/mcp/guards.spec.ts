import { newId } from '../../../src/kernel/ids.js';
import { mintSecret } from '../../../src/kernel/secret.js';
import type { Tokens } from '../../support/connected-app.js';
import { ProofKey } from '../../support/proof-key.js';
import { McpCaller, refusalOf } from '../../support/mcp-caller.js';
import { TestApp } from '../../support/test-app.js';

const LIST = { jsonrpc: '2.0', id: 1, method: 'tools/list', params: {} };

describe('who may call the MCP endpoint', () => {
  let server: TestApp;
  let caller: McpCaller;
  let place: string;

  beforeAll(async () => {
    server = await TestApp.start();
    place = `scope="mcp:read", resource_metadata="${server.origin}/.well-known/oauth-protected-resource/mcp"`;
  });
  afterAll(() => server.stop());
  beforeEach(async () => (caller = await McpCaller.connect(server)));

  const expectInvalidToken = async (headers: Record<string, string>): Promise<void> => {
    const { status, headers: got, body } = await caller.send(LIST, headers);
    expect(status).toBe(401);
    expect(got['www-authenticate']).toMatch(/^Bearer error="invalid_token", error_description="/);
    expect(got['www-authenticate']).toContain(place);
    expect(body).toMatchObject({ jsonrpc: '2.0', id: null, error: { code: -32000 } });
  };

  it('a stranger learns where to go, and what to ask for, from a 401 without error (MCP-01, RS-02)', async () => {
    for (const authorization of ['', 'Basic YTpi', 'Bearer']) {
      const { status, headers, body } = await caller.send(LIST, { authorization });
      expect(status).toBe(401);
      const [bearer, dpop] = String(headers['www-authenticate']).split(', DPoP ');
      if (authorization !== 'Bearer') expect(bearer).toBe(`Bearer ${place}`);
      expect(dpop).toMatch(/^algs="[^"]+", /);
      expect(dpop).toContain(place);
      expect(headers['cache-control']).toContain('no-store');
      expect(body).toMatchObject({ error: { data: { code: 'unauthorized' } } });
    }
  });

  it('what is no token of ours is refused (MCP-02, RS-03)', async () => {
    const kinds = ['isoa', 'isor', 'isoc', 'iscs', 'isat', 'isrg'] as const;
    for (const text of [
      'garbage',
      `${caller.token}x`,
      ...kinds.map((kind) => mintSecret(kind).text),
    ]) {
      await expectInvalidToken({ authorization: `Bearer ${text}` });
    }
    const { refresh_token: refreshToken } = await caller.app.getTokens(['mcp:read']);
    await expectInvalidToken({ authorization: `Bearer ${refreshToken}` });
  });

  it('a token for the Product API is refused, whatever it may do there (MCP-02, RES-07, E2, F4)', async () => {
    const scopes = ['project:read', 'segments:read'];
    const options = { scopes, tokenScopes: scopes, approvedScopes: scopes };
    const api = await McpCaller.connect(server, { resource: 'v1', ...options });
    await expectInvalidToken({ authorization: `Bearer ${api.token}` });
  });

  it.each([
    [
      'its grant is revoked',
      `UPDATE grants SET revoked_at = now(), revoked_reason = 'test' WHERE id = $1`,
    ],
    [
      'its grant has ended',
      `UPDATE grants SET expires_at = now() - interval '1 second' WHERE id = $1`,
    ],
    ['its family is revoked', `UPDATE token_families SET revoked_at = now() WHERE grant_id = $1`],
    [
      'its app is suspended',
      `UPDATE clients SET state = 'suspended' WHERE id = (SELECT client_id FROM grants WHERE id = $1)`,
    ],
  ])('a token is refused at the next message once %s (MCP-04, RS-08)', async (_, sql) => {
    expect((await caller.request('tools/list')).status).toBe(200);
    await caller.change(sql, caller.app.grantId);
    await expectInvalidToken({});
  });

  it('a token that is bound to a key needs the proof of it, made for this address (RES-07, DPOP-06)', async () => {
    const key = await ProofKey.make();
    const proof = await key.prove({ uri: `${server.origin}/oauth/token` });
    const code = await caller.app.getCode(['mcp:read']);
    const { body } = await caller.app.redeem(code).set('DPoP', proof).expect(200);
    const token = (body as Tokens).access_token;
    await expectInvalidToken({ authorization: `Bearer ${token}` });
    const show = async (uri: string) => {
      const dpop = await key.prove({ uri, token });
      return (await caller.send(LIST, { authorization: `DPoP ${token}`, dpop })).status;
    };
    expect(await show(`${server.origin}/mcp`)).toBe(200);
    expect(await show(`${server.origin}/v1/`)).toBe(401);
  });

  it('two tokens in a request are one too many (RS-06)', async () => {
    const { status } = await caller.send(LIST).query({ access_token: caller.token });
    expect(status).toBe(400);
    expect(
      (await caller.send(LIST, { authorization: '' }).query({ access_token: caller.token })).status,
    ).toBe(401);
  });

  it('nothing a client says of a session counts, and none is made (MCP-04, F3)', async () => {
    const said = { 'mcp-session-id': newId(), 'last-event-id': '7', cookie: 'session=x' };
    const { status, headers } = await caller.send(LIST, said);
    expect(status).toBe(200);
    expect(headers).not.toHaveProperty('mcp-session-id');
    expect((await caller.send(LIST, { ...said, authorization: '' })).status).toBe(401);
  });

  it('without any scope of MCP: 403 that names the first one, whatever is called (MCP-05, RS-04)', async () => {
    const { token } = await caller.app.getAccessToken(['openid']);
    for (const method of ['tools/list', 'tools/call', 'initialize']) {
      const headers = { authorization: `Bearer ${token}` };
      const { status, headers: got } = await caller.send({ ...LIST, method }, headers);
      expect(status).toBe(403);
      expect(got['www-authenticate']).toMatch(/^Bearer error="insufficient_scope"/);
      expect(got['www-authenticate']).toContain(place);
    }
  });

  it('the broader scope will do where the narrower one is needed (RS-10)', async () => {
    const { token } = await caller.app.getAccessToken(['mcp']);
    const headers = { authorization: `Bearer ${token}` };
    const call = { ...LIST, method: 'tools/call', params: { name: 'get_project', arguments: {} } };
    const { status, text } = await caller.send(call, headers);
    expect(status).toBe(200);
    expect(text).toContain(caller.projectId);
  });

  it('what the person left out in this project is a 403 that asks for it (MCP-05, RS-04)', async () => {
    const second = await caller.app.addProject({ name: 'Wholesale', scopes: ['openid'] });
    await caller.change(
      'UPDATE grant_projects SET scopes = $2 WHERE project_id = $1',
      caller.project.id,
      [],
    );
    expect(second).toBeDefined();
    const { status, headers } = await caller.call('get_project', { project: caller.projectId });
    expect(status).toBe(403);
    expect(headers['www-authenticate']).toContain('error="insufficient_scope"');
    expect(headers['www-authenticate']).toContain(place);
  });

  it.each([
    ['plan_required', { plan: 'free' }],
    ['denied_by_policy', { appPolicy: 'closed' }],
    ['denied_by_tier', { approvedScopes: ['segments:read'] }],
  ])(
    'what consent would not cure is told to the model: %s, without a challenge (RS-05)',
    async (code, situation) => {
      const barred = await McpCaller.connect(server, situation);
      expect(await barred.toolNames()).toEqual(['list_projects']);
      const answer = await barred.call('list_segments');
      expect(answer.status).toBe(200);
      expect(answer.headers).not.toHaveProperty('www-authenticate');
      expect(refusalOf(answer)).toMatch(new RegExp(`^${code}: `));
    },
  );

  it.each([
    ['https://evil.example'],
    ['null'],
    ['https://localhost.evil.example'],
    ['http://localhost:1@evil.example'],
    ['file://'],
  ])('a page at %s is not let in, whatever it brings (MCP-07, F2)', async (origin) => {
    const { status, headers } = await caller.send(LIST, { origin });
    expect(status).toBe(403);
    expect(headers).not.toHaveProperty('www-authenticate');
    expect((await caller.send(LIST, { origin, authorization: '' })).status).toBe(403);
  });

  it('a name that was pointed at us is not ours (F2)', async () => {
    for (const host of ['evil.example', 'localhost.evil.example:3000', '169.254.169.254']) {
      expect((await caller.send(LIST, { host })).status).toBe(403);
    }
    // No proxy is configured as trusted for this server.
    expect((await caller.send(LIST, { 'x-forwarded-host': 'evil.example' })).status).toBe(200);
  });

  it('pages of this machine are let in while the server is for this machine alone', async () => {
    for (const origin of [server.origin, 'http://localhost:6274', 'http://127.0.0.1:5173']) {
      expect((await caller.send(LIST, { origin })).status).toBe(200);
    }
  });
});

describe('a server that people reach by a name of its own', () => {
  let server: TestApp;
  beforeAll(
    async () =>
      (server = await TestApp.start({
        ISSUER_URL: 'https://api.example',
        TRUSTED_PROXIES: '127.0.0.1',
      })),
  );
  afterAll(() => server.stop());

  it.each([
    [{ host: 'api.example' }, 200],
    [{ host: 'API.example:443' }, 200],
    [{ host: '10.0.0.7', 'x-forwarded-host': 'api.example' }, 200],
    [{ host: 'api.example', 'x-forwarded-host': 'evil.example' }, 403],
    [{ host: 'localhost' }, 403],
    [{ host: 'api.example.evil.example' }, 403],
    [{ host: 'api.example', origin: 'https://api.example' }, 200],
    [{ host: 'api.example', origin: 'http://api.example' }, 403],
    [{ host: 'api.example', origin: 'http://localhost:6274' }, 403],
    [{ host: 'api.example', origin: 'https://api.example:8443' }, 403],
  ])('is asked with %j: %d (MCP-07, F2)', async (headers, expected) => {
    const caller = await McpCaller.connect(server);
    expect((await caller.send(LIST, headers as Record<string, string>)).status).toBe(expected);
  });
});

describe('a server with pages it trusts', () => {
  let server: TestApp;
  beforeAll(
    async () => (server = await TestApp.start({ MCP_ALLOWED_ORIGINS: 'https://chat.example' })),
  );
  afterAll(() => server.stop());

  it('lets these in, and their preflight, and shows them the challenge (MCP-07, MCP-12)', async () => {
    const caller = await McpCaller.connect(server);
    const origin = 'https://chat.example';
    const preflight = await server.http
      .options('/mcp')
      .set('Origin', origin)
      .set('Access-Control-Request-Method', 'POST')
      .set('Access-Control-Request-Headers', 'authorization,mcp-name,mcp-param-x')
      .expect(204);
    expect(preflight.headers['access-control-allow-headers']).toBe(
      'authorization,mcp-name,mcp-param-x',
    );
    expect(preflight.headers).not.toHaveProperty('access-control-allow-credentials');
    expect((await caller.send(LIST, { origin })).status).toBe(200);
    const refused = await caller.send(LIST, { origin, authorization: '' });
    expect(refused.status).toBe(401);
    expect(refused.headers['access-control-allow-origin']).toBe('*');
    expect(refused.headers['access-control-expose-headers']).toContain('WWW-Authenticate');
    expect((await caller.send(LIST, { origin: 'https://other.example' })).status).toBe(403);
  });
});
