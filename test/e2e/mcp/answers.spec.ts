import { rawRequest } from '../../support/raw-request.js';
import { McpCaller } from '../../support/mcp-caller.js';
import { ProofKey } from '../../support/proof-key.js';
import { TestApp } from '../../support/test-app.js';

const LIST = { jsonrpc: '2.0', id: 1, method: 'tools/list', params: {} };
const MODERN_VERSION = '2026-07-28';
const MODERN = {
  ...LIST,
  params: {
    _meta: {
      'io.modelcontextprotocol/protocolVersion': MODERN_VERSION,
      'io.modelcontextprotocol/clientInfo': { name: 'test', version: '1' },
      'io.modelcontextprotocol/clientCapabilities': {},
    },
  },
};

describe('answers to an assistant', () => {
  let server: TestApp;
  let caller: McpCaller;
  beforeAll(async () => {
    server = await TestApp.start();
    caller = await McpCaller.connect(server);
  });
  afterAll(() => server.stop());

  const typeOf = (headers: NodeJS.Dict<string | string[]>) => String(headers['content-type']);

  /** Without supertest, which adds an `Accept` header. */
  const ask = async (accept: string | undefined, path = '/mcp', message: object = LIST) => {
    const answer = await rawRequest(
      server.origin,
      'POST',
      path,
      {
        authorization: `Bearer ${caller.token}`,
        'content-type': 'application/json',
        ...(accept === undefined ? {} : { accept }),
        ...(message === MODERN && {
          'mcp-protocol-version': MODERN_VERSION,
          'mcp-method': 'tools/list',
        }),
      },
      JSON.stringify(message),
    );
    return { ...answer, type: typeOf(answer.headers) };
  };

  it.each([
    undefined,
    '*/*',
    'application/json',
    'APPLICATION/JSON; charset=UTF-8',
    'application/*, text/*',
    'application/json, text/event-stream;q=0.1',
  ])('are JSON for who accepts %j (RFC 9110 §12.5.1)', async (accept) => {
    for (const message of [LIST, MODERN]) {
      const { status, type, text } = await ask(accept, '/mcp', message);
      expect([status, type]).toEqual([200, expect.stringMatching(/^application\/json/)]);
      expect(JSON.parse(text)).toMatchObject({ id: 1, result: { tools: expect.any(Array) } });
    }
  });

  it('are whole JSON whatever characters are in them', async () => {
    const id = 'a\u2028data: 7\u2029b\u0085c';
    const { status, text } = await ask('application/json', '/mcp', { ...LIST, id });
    expect(status).toBe(200);
    expect(JSON.parse(text)).toMatchObject({ id, result: { tools: expect.any(Array) } });
  });

  it('warn of nothing', async () => {
    const warnings: string[] = [];
    const note = ({ name }: Error) => warnings.push(name);
    process.on('warning', note);
    await ask('application/json, text/event-stream');
    await new Promise(setImmediate);
    process.off('warning', note);
    expect(warnings).toEqual([]);
  });

  it('are a stream for who names it (RFC 9110 §12.5.1)', async () => {
    for (const accept of ['application/json, text/event-stream', 'text/event-stream']) {
      const { status, type, text } = await ask(accept);
      expect([status, type]).toEqual([200, 'text/event-stream']);
      expect(text).toMatch(/^data: \{.*"tools"/m);
    }
  });

  it('are 406 for who takes neither, in JSON-RPC, and nothing is done', async () => {
    const { status, text } = await ask('text/html, image/*');
    expect(status).toBe(406);
    expect(JSON.parse(text)).toMatchObject({
      error: { code: -32000, message: 'Accept application/json, text/event-stream, or both.' },
    });
  });

  it('are the same at /mcp/, where some clients put a slash', async () => {
    expect((await ask('*/*', '/mcp/')).text).toBe((await ask('*/*')).text);
    const stranger = await rawRequest(server.origin, 'POST', '/mcp/', {}, '{}');
    expect(stranger.status).toBe(401);
    expect(String(stranger.headers['www-authenticate'])).toContain('/oauth-protected-resource/mcp');
    const shown = await rawRequest(server.origin, 'GET', '/mcp/');
    expect([shown.status, shown.headers.allow]).toEqual([405, 'POST']);
    expect((await ask('*/*', '/mcp//')).status).toBe(404);
    const slashed = await server.http.get('/.well-known/oauth-protected-resource/mcp/').expect(200);
    expect(slashed.body).toMatchObject({ resource: `${server.origin}/mcp` });
  });

  it('come with the slash for who proves a key, too (DPOP-02)', async () => {
    const key = await ProofKey.make();
    const { token, id } = await caller.app.getAccessToken(['mcp:read']);
    await caller.change('UPDATE access_tokens SET dpop_jkt = $2 WHERE id = $1', id, key.thumbprint);
    const uri = `${server.origin}/mcp/`;
    const answer = await rawRequest(
      server.origin,
      'POST',
      '/mcp/',
      {
        authorization: `DPoP ${token}`,
        dpop: await key.prove({ method: 'POST', uri, token }),
        'content-type': 'application/json',
      },
      JSON.stringify(LIST),
    );
    expect(answer.status).toBe(200);
  });

  it('may be read by a page at /mcp/ that may read them at /mcp (MCP-12)', async () => {
    const { headers } = await server.http
      .options('/mcp/')
      .set('Origin', 'https://chat.example')
      .set('Access-Control-Request-Method', 'POST')
      .set('Access-Control-Request-Headers', 'mcp-protocol-version')
      .expect(204);
    expect(headers['access-control-allow-headers']).toBe('mcp-protocol-version');
  });
});
