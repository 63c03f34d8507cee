import { mintSecret } from '../../../src/kernel/secret.js';
import { McpCaller } from '../../support/mcp-caller.js';
import { TestApp } from '../../support/test-app.js';

const LIST = { jsonrpc: '2.0', id: 1, method: 'tools/list', params: {} };
const MODERN = '2026-07-28';

/** A message of the 2026 revision, with its protocol version. */
const modern = (method: string, params: object = {}, version = MODERN) => ({
  jsonrpc: '2.0',
  id: 1,
  method,
  params: {
    ...params,
    _meta: {
      'io.modelcontextprotocol/protocolVersion': version,
      'io.modelcontextprotocol/clientInfo': { name: 'test', version: '1' },
      'io.modelcontextprotocol/clientCapabilities': {},
    },
  },
});
const headersFor = (method: string, name = '', version = MODERN): Record<string, string> => ({
  'mcp-protocol-version': version,
  'mcp-method': method,
  'mcp-name': name,
});

describe('messages to the MCP endpoint', () => {
  let server: TestApp;
  let caller: McpCaller;

  beforeAll(async () => {
    server = await TestApp.start();
    caller = await McpCaller.connect(server);
  });
  afterAll(() => server.stop());

  it.each(['get', 'put', 'patch', 'delete', 'head'] as const)(
    'cannot be sent by %s: 405, known or unknown (MCP-08, HTTP-02, F8)',
    async (method) => {
      for (const authorization of ['', `Bearer ${caller.token}`]) {
        const asked = server.http[method]('/mcp').set('Accept', 'text/event-stream');
        const { status, headers } = await (authorization === ''
          ? asked
          : asked.set('Authorization', authorization));
        expect([status, headers.allow]).toEqual([405, 'POST']);
      }
    },
  );

  it.each(['/mcp/', '/MCP', '/mcp/x', '/v1/mcp'])('have no other address: %s', async (path) => {
    const { status } = await server.http.post(path).send(LIST);
    expect([401, 404]).toContain(status);
  });

  it('are answered in the revision of 2025, by hand, without a session', async () => {
    const params = {
      protocolVersion: '2025-11-25',
      capabilities: {},
      clientInfo: { name: 'test', version: '1' },
    };
    const { status, body, headers } = await caller.request('initialize', params);
    expect(status).toBe(200);
    expect(body.result).toMatchObject({
      protocolVersion: '2025-11-25',
      capabilities: { tools: {} },
      serverInfo: { name: 'connected-apps' },
    });
    expect(headers).not.toHaveProperty('mcp-session-id');
    expect(
      (await caller.send({ jsonrpc: '2.0', method: 'notifications/initialized' })).status,
    ).toBe(202);
    expect((await caller.request('ping')).body.result).toEqual({});
  });

  it('are answered in the revision of 2026, and lists are for this caller alone (MCP-10)', async () => {
    const { status, body } = await caller.send(modern('tools/list'), headersFor('tools/list'));
    expect(status).toBe(200);
    expect(body).toMatchObject({
      result: { cacheScope: 'private', tools: expect.arrayContaining([expect.anything()]) },
    });
    const call = modern('tools/call', { name: 'get_project', arguments: {} });
    const called = await caller.send(call, headersFor('tools/call', 'get_project'));
    expect(called.body).toMatchObject({
      result: { structuredContent: { project: { id: caller.projectId } } },
    });
  });

  it.each([
    ['another method', { 'mcp-method': 'tools/call' }, -32020],
    ['no method', { 'mcp-method': '' }, -32020],
    ['another version', { 'mcp-protocol-version': '2025-11-25' }, -32020],
    ['another name', { 'mcp-method': 'tools/call', 'mcp-name': 'get_project' }, -32020],
  ])('are refused whose headers say %s than the body (MCP-09)', async (_, changes, code) => {
    const headers = { ...headersFor('tools/list'), ...changes };
    const { status, body } = await caller.send(modern('tools/list'), headers);
    expect([status, (body as { error: { code: number } }).error.code]).toEqual([400, code]);
  });

  it('are refused in a revision that there is not, and told which there are (MCP-09)', async () => {
    const version = '2031-01-01';
    const headers = headersFor('tools/list', '', version);
    const { status, body } = await caller.send(modern('tools/list', {}, version), headers);
    expect(status).toBe(400);
    expect(body).toMatchObject({ error: { code: -32022, data: { supported: [MODERN] } } });
  });

  it('with an unknown method are 404 (MCP-09)', async () => {
    for (const method of ['tools/none', 'subscriptions/listen']) {
      const { status, body } = await caller.send(modern(method), headersFor(method));
      expect([status, (body as { error: { code: number } }).error.code]).toEqual([404, -32601]);
    }
  });

  it('keep no stream open that would outlive its token (MCP-11)', async () => {
    const { status, headers } = await caller.send(
      { ...LIST, method: 'subscriptions/listen' },
      { accept: 'text/event-stream, application/json' },
    );
    expect(status).toBe(404);
    expect(headers['content-type']).toContain('application/json');
  });

  it('call no tool that there is not (F5)', async () => {
    for (const name of ['ingest_contacts', '', 'constructor', '__proto__', 'list_projects ']) {
      const { status, body } = await caller.call(name);
      expect(status).toBe(200);
      expect(body.error?.code).toBe(-32602);
    }
  });

  it.each<[string, unknown]>([
    ['nothing', ''],
    ['no JSON', '{"jsonrpc"'],
    ['JSON and more', `${JSON.stringify(LIST)}}`],
    ['bytes that are no text', '"\\ud800"'],
    ['null', 'null'],
    ['a number', '7'],
    ['a text', '"tools/list"'],
    ['a batch', [LIST, LIST]],
    ['an empty batch', []],
    ['a batch of ten thousand', Array.from({ length: 10_000 }, () => 0)],
    ['another version of JSON-RPC', { ...LIST, jsonrpc: '1.0' }],
    ['no version', { id: 1, method: 'tools/list' }],
    ['an id that is an object', { ...LIST, id: {} }],
    ['an id that is null', { ...LIST, id: null }],
    ['a method that is a number', { ...LIST, method: 7 }],
    ['params that are a text', { ...LIST, params: 'x' }],
    ['params that are a list', { ...LIST, params: [1] }],
    ['a call without a name', { ...LIST, method: 'tools/call', params: {} }],
    ['a call whose name is an object', { ...LIST, method: 'tools/call', params: { name: {} } }],
    ['no member at all', {}],
    ['depth', JSON.stringify(LIST).replace('{}', `${'['.repeat(5_000)}${']'.repeat(5_000)}`)],
    ['a NUL', { ...LIST, params: { cursor: '\0' } }],
    [
      'a member that every object has',
      '{"jsonrpc":"2.0","id":1,"method":"tools/list","__proto__":{}}',
    ],
    [
      'a claim of a revision that is no text',
      { ...LIST, params: { _meta: { 'io.modelcontextprotocol/protocolVersion': {} } } },
    ],
  ])('that are %s are refused and break nothing (F6)', async (_, body) => {
    const { status, text } = await caller.send(body);
    expect(status).toBeLessThan(500);
    const error = /"error":\{"code":(-\d+)/.exec(text)?.[1];
    expect(error ?? `${String(status)} ${text}`).toMatch(/^-32[67]0\d$/);
    expect(text).not.toMatch(/\bat \/|node_modules|SyntaxError/);
  });

  it('too large are 413, and of another type 415 (HTTP-06, F6)', async () => {
    const large = JSON.stringify({ ...LIST, params: { x: 'x'.repeat(300_000) } });
    const tooLarge = await caller.send(large);
    expect(tooLarge.status).toBe(413);
    expect(tooLarge.body).toMatchObject({ jsonrpc: '2.0', error: { code: -32000 }, id: null });
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'text/json', 'x']) {
      expect((await caller.send(LIST, { 'content-type': type })).status).toBe(415);
    }
    expect((await caller.send(LIST, { 'content-encoding': 'nonsense' })).status).toBe(415);
    expect(
      (await caller.send(LIST, { 'content-type': 'application/json; charset=utf-8' })).status,
    ).toBe(200);
  });

  it('of a stranger are 401 before anything is said of them (RS-08)', async () => {
    for (const body of ['{', [LIST], { ...LIST, method: 'none' }, 'x'.repeat(300_000)]) {
      const authorization = `Bearer ${mintSecret('isoa').text}`;
      expect((await caller.send(body, { authorization })).status).toBe(401);
    }
  });

  it('of an app that takes neither kind of answer are 406', async () => {
    expect((await caller.send(LIST, { accept: 'text/html' })).status).toBe(406);
  });
});
