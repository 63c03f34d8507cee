import type { Test } from 'supertest';
import { toWireId } from '../../src/kernel/ids.js';
import { ConnectedApp, type ConnectedProject } from './connected-app.js';
import type { TestApp } from './test-app.js';

const BOTH = ['mcp:read', 'mcp'];

/** A JSON-RPC response, over either transport form. */
export interface RpcAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: {
    readonly result?: {
      readonly isError?: boolean;
      readonly content?: readonly { readonly text: string }[];
      readonly structuredContent?: Readonly<Record<string, unknown>>;
      readonly tools?: readonly { readonly name: string; readonly outputSchema?: unknown }[];
      readonly [member: string]: unknown;
    };
    readonly error?: { readonly code: number; readonly message: string; readonly data?: unknown };
  };
}

interface Situation {
  /** Granted in the project. */
  readonly scopes?: readonly string[];
  readonly tokenScopes?: readonly string[];
  readonly approvedScopes?: readonly string[];
  readonly role?: string;
  readonly plan?: string;
  readonly appPolicy?: string;
  readonly resource?: 'v1' | 'mcp';
}

/** An MCP client with a grant for one project, which sends JSON-RPC without the library. */
export class McpCaller {
  private constructor(
    private readonly server: TestApp,
    readonly app: ConnectedApp,
    readonly project: ConnectedProject,
    readonly token: string,
  ) {}

  static async connect(server: TestApp, situation: Situation = {}): Promise<McpCaller> {
    const { tokenScopes, approvedScopes, resource = 'mcp', ...inProject } = situation;
    const app = await ConnectedApp.register(server, {
      resource,
      approvedScopes: approvedScopes ?? BOTH,
      accountScopes: ['openid'],
    });
    const project = await app.addProject({ name: 'Bread', scopes: BOTH, ...inProject });
    const { token } = await app.getAccessToken(tokenScopes ?? BOTH);
    return new McpCaller(server, app, project, token);
  }

  /** The same, calling another server of the same database. */
  at(server: TestApp): McpCaller {
    return new McpCaller(server, this.app, this.project, this.token);
  }

  get projectId(): string {
    return toWireId('prj', this.project.id);
  }

  /** Sends any body, as the app, with headers that can be replaced or, by an empty value, removed. */
  send(body: unknown, headers: Record<string, string> = {}): Test {
    const request = this.server.http.post('/mcp');
    const own = {
      authorization: `Bearer ${this.token}`,
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
    };
    for (const [name, value] of Object.entries({ ...own, ...headers })) {
      if (value !== '') request.set(name, value);
    }
    // Text is sent unchanged; superagent would quote it again.
    return request.serialize(String).send(typeof body === 'string' ? body : JSON.stringify(body));
  }

  /** A request of the 2025 revision, which has no protocol version header. */
  async request(method: string, params: object = {}): Promise<RpcAnswer> {
    const { status, headers, text } = await this.send({ jsonrpc: '2.0', id: 1, method, params });
    return { status, headers: headers, body: read(text) };
  }

  call(name: string, args: object = {}): Promise<RpcAnswer> {
    return this.request('tools/call', { name, arguments: args });
  }

  async toolNames(): Promise<string[]> {
    const { body } = await this.request('tools/list');
    return (body.result?.tools ?? []).map(({ name }) => name);
  }

  change(sql: string, ...values: unknown[]): Promise<unknown> {
    return this.server.database.query(sql, values);
  }
}

/** A response is JSON, or one event of a stream. */
function read(text: string): RpcAnswer['body'] {
  const data = /^data: (.*)$/m.exec(text)?.[1] ?? text;
  return (data === '' ? {} : JSON.parse(data)) as RpcAnswer['body'];
}

/** The text of a tool error. */
export const refusalOf = ({ body }: RpcAnswer): string | undefined =>
  body.result?.isError === true ? body.result.content?.[0]?.text : undefined;
