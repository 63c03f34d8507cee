import fc from 'fast-check';
import { gzipSync } from 'node:zlib';
import { toWireId } from '../../../src/kernel/ids.js';
import { McpCaller } from '../../support/mcp-caller.js';
import { rawRequest, type RawAnswer } from '../../support/raw-request.js';
import { TestApp } from '../../support/test-app.js';

const RUNS = { numRuns: 150 };
const MODERN = '2026-07-28';
const METHODS = ['initialize', 'ping', 'tools/list', 'tools/call', 'server/discover'];
const MORE_METHODS = ['notifications/initialized', 'resources/list', 'completion/complete', ''];
const TOOLS = ['list_projects', 'get_project', 'list_segments', 'get_segment', '__proto__'];

const text = fc.oneof(
  fc.constantFrom('', '\0', '__proto__', 'constructor', '\ud800', "'--", '1e400', 'prj_x', 'seg_x'),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: 'grapheme', maxLength: 300 }),
);
const anything = fc.oneof(
  fc.jsonValue({ maxDepth: 4 }),
  text,
  fc.double(),
  fc.constantFrom(Number.MAX_SAFE_INTEGER, -1, 1e308),
);
const args = fc.dictionary(
  fc.oneof(fc.constantFrom('project', 'uid', 'limit', 'cursor', 'search', 'type'), text),
  anything,
  { maxKeys: 5 },
);
const meta = fc.oneof(
  anything,
  fc.record(
    {
      'io.modelcontextprotocol/protocolVersion': fc.oneof(fc.constant(MODERN), anything),
      'io.modelcontextprotocol/clientInfo': anything,
      'io.modelcontextprotocol/clientCapabilities': fc.oneof(fc.constant({}), anything),
      progressToken: anything,
    },
    { requiredKeys: [] },
  ),
);
const message = fc.record(
  {
    jsonrpc: fc.oneof({ weight: 8, arbitrary: fc.constant('2.0') }, anything),
    id: fc.oneof(fc.integer(), text, anything),
    method: fc.oneof(
      { weight: 5, arbitrary: fc.constantFrom(...METHODS, ...MORE_METHODS) },
      anything,
    ),
    params: fc.oneof(
      anything,
      fc.record(
        {
          name: fc.oneof(fc.constantFrom(...TOOLS), anything),
          arguments: fc.oneof(args, anything),
          cursor: anything,
          _meta: meta,
        },
        { requiredKeys: [] },
      ),
    ),
    result: anything,
    error: anything,
  },
  { requiredKeys: ['jsonrpc', 'method'] },
);
/** Node sends a header as Latin-1; without controls, which no client can send. */
const header = text.map((value) => value.replaceAll(/[^\x20-\x7e\x80-\xff]/g, 'ÿ'));
const headers = fc.record(
  {
    'mcp-protocol-version': fc.oneof(fc.constantFrom(MODERN, '2025-11-25', '2025-03-26'), header),
    'mcp-method': fc.oneof(fc.constantFrom(...METHODS), header),
    'mcp-name': fc.oneof(fc.constantFrom(...TOOLS), header),
    'mcp-param-project': header,
    'mcp-session-id': header,
    'last-event-id': header,
    accept: fc.oneof(fc.constant('*/*'), header),
  },
  { requiredKeys: [] },
);

describe('the MCP endpoint under arbitrary messages', () => {
  let server: TestApp;
  let caller: McpCaller;
  beforeAll(async () => {
    server = await TestApp.start();
    caller = await McpCaller.connect(server);
  });
  afterAll(() => server.stop());

  const send = (body: string, more: object = {}): Promise<RawAnswer> =>
    rawRequest(
      server.origin,
      'POST',
      '/mcp',
      {
        authorization: `Bearer ${caller.token}`,
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        ...more,
      },
      body,
    );
  const expectAnswer = ({ status, headers: got, text: body }: RawAnswer): void => {
    expect(status).toBeLessThan(500);
    expect(body).not.toMatch(/-32603|"internal|node_modules|SELECT |at async/);
    if (body !== '') expect(got['content-type']).toMatch(/^(application\/json|text\/event-stream)/);
  };

  it('answers every message, whatever its headers say, and never with 5xx (F6)', async () => {
    await fc.assert(
      fc.asyncProperty(message, headers, async (sent, more) => {
        expectAnswer(await send(JSON.stringify(sent), more));
      }),
      RUNS,
    );
  });

  it('answers every call of a tool, and lets no argument lead into another project (F5, E3)', async () => {
    const other = await McpCaller.connect(server);
    const theirs = fc.constantFrom(other.projectId, toWireId('seg', other.project.id));
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...TOOLS), args, theirs, async (name, given, foreign) => {
        const params = { name, arguments: { ...given, project: foreign } };
        const answer = await send(
          JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params }),
        );
        expectAnswer(answer);
        expect(answer.text).not.toContain(`"id":"${other.projectId}"`);
      }),
      RUNS,
    );
  });

  it('answers any bytes (F6)', async () => {
    await fc.assert(
      fc.asyncProperty(text, headers, async (body, more) => expectAnswer(await send(body, more))),
      RUNS,
    );
  });

  it('unpacks no more than it would have read (G8)', async () => {
    const bomb = gzipSync(JSON.stringify({ x: ' '.repeat(20_000_000) })).toString('latin1');
    const { status } = await fetch(`${server.origin}/mcp`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${caller.token}`,
        'content-type': 'application/json',
        'content-encoding': 'gzip',
      },
      body: Buffer.from(bomb, 'latin1'),
    });
    expect(status).toBe(413);
  });

  it('gives every caller its own answer, though all ask at once under one id (F1)', async () => {
    const callers = await Promise.all(Array.from({ length: 20 }, () => McpCaller.connect(server)));
    const asked = Array.from({ length: 5 }, () => callers).flat();
    const answers = await Promise.all(asked.map((one) => one.call('get_project')));
    answers.forEach(({ body }, index) => {
      expect(body.result?.structuredContent?.project).toMatchObject({
        id: asked[index]?.projectId,
      });
    });
  });
});
