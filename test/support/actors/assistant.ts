import {
  Client,
  DpopSession,
  StreamableHTTPClientTransport,
  type OAuthClientMetadata,
  type OAuthClientProvider,
  type OAuthDiscoveryState,
  type OAuthTokens,
} from '@modelcontextprotocol/client';
import type { TestApp } from '../test-app.js';
import type { Customer } from './customer.js';
import type { TestProject } from './organisation.js';

const REDIRECT_URI = 'http://127.0.0.1:33418/';

type StoredClient = Awaited<ReturnType<OAuthClientProvider['clientInformation']>>;

/** A request the library made. */
export interface SentRequest {
  readonly method: string;
  readonly path: string;
  readonly form: URLSearchParams;
  /** Of its `Authorization` header. */
  readonly scheme: string | undefined;
}

interface Options {
  /** Address of its own description; without one it registers. */
  readonly metadataUrl?: string;
  /** How the library finds out which revision the server speaks; it says so itself unless it is told to ask. */
  readonly asks?: boolean;
  /** Binds its tokens to a key of its own (RFC 9449). */
  readonly provesKey?: boolean;
}

/** An AI assistant as people build them: the MCP project's own client library, which knows an address and nothing else. */
export class Assistant implements OAuthClientProvider {
  readonly redirectUrl = REDIRECT_URI;
  readonly clientMetadata: OAuthClientMetadata = {
    client_name: 'Library assistant',
    redirect_uris: [REDIRECT_URI],
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    token_endpoint_auth_method: 'none',
  };
  readonly clientMetadataUrl?: string;
  /** Everything sent, oldest first. */
  readonly sent: SentRequest[] = [];
  /** Where the library wants the person to go. */
  authorizeUrl: URL | undefined;
  /** Of which the next refresh asks for less. */
  narrowing: string | undefined;
  private client: Client;
  private transport: StreamableHTTPClientTransport;
  private registered: StoredClient;
  private held: OAuthTokens | undefined;
  private verifier = '';
  private readonly key: Promise<DpopSession> | undefined;
  private discovered: OAuthDiscoveryState | undefined;

  constructor(
    private readonly server: TestApp,
    private readonly options: Options = {},
  ) {
    if (options.metadataUrl !== undefined) this.clientMetadataUrl = options.metadataUrl;
    this.key = options.provesKey === true ? DpopSession.create() : undefined;
    [this.client, this.transport] = this.start();
  }

  /** Opens the connection; true if that worked without the person. */
  async connect(): Promise<boolean> {
    [this.client, this.transport] = this.start();
    return this.attempt(() => this.client.connect(this.transport)).then((done) => done !== null);
  }

  listTools(): ReturnType<Client['listTools']> {
    return this.client.listTools();
  }

  /** Null if the library sends the person to the server first. */
  callTool(name: string, args: Record<string, unknown> = {}) {
    return this.attempt(() => this.client.callTool({ name, arguments: args }));
  }

  /** The person goes where the library wants, ticks this, and comes back. */
  async authorize(
    customer: Customer,
    ticks: { projects: readonly TestProject[]; scopes: readonly string[] },
  ): Promise<URLSearchParams> {
    const url = this.authorizeUrl;
    if (!url) throw new Error('The library does not want anybody to go anywhere.');
    this.authorizeUrl = undefined;
    const back = await customer.answer(url, ticks);
    await this.transport.finishAuth(back.searchParams);
    return url.searchParams;
  }

  requestsTo(path: string): SentRequest[] {
    return this.sent.filter((one) => one.path === path);
  }

  stop(): Promise<void> {
    return this.client.close();
  }

  // What the library asks of whoever uses it.

  clientInformation(): StoredClient {
    return this.registered;
  }

  saveClientInformation(information: StoredClient): void {
    this.registered = information;
  }

  tokens(): OAuthTokens | undefined {
    return this.held;
  }

  saveTokens(tokens: OAuthTokens): void {
    this.held = tokens;
  }

  scopeForRefresh(): string | undefined {
    return this.narrowing;
  }

  redirectToAuthorization(url: URL): void {
    this.authorizeUrl = url;
  }

  saveCodeVerifier(verifier: string): void {
    this.verifier = verifier;
  }

  codeVerifier(): string {
    return this.verifier;
  }

  dpop(): Promise<DpopSession> | undefined {
    return this.key;
  }

  /** So that the library checks who answered against who was asked. */
  saveDiscoveryState(state: OAuthDiscoveryState): void {
    this.discovered = state;
  }

  discoveryState(): OAuthDiscoveryState | undefined {
    return this.discovered;
  }

  invalidateCredentials(what: 'all' | 'client' | 'tokens' | 'verifier' | 'discovery'): void {
    if (what === 'all' || what === 'client') this.registered = undefined;
    if (what === 'all' || what === 'tokens') this.held = undefined;
  }

  private async attempt<T>(act: () => Promise<T>): Promise<T | null> {
    try {
      return await act();
    } catch (error) {
      if (this.authorizeUrl) return null;
      throw error;
    }
  }

  private start(): [Client, StreamableHTTPClientTransport] {
    const versionNegotiation = { mode: this.options.asks ? 'auto' : 'legacy' } as const;
    const client = new Client({ name: 'library', version: '1' }, { versionNegotiation });
    const transport = new StreamableHTTPClientTransport(new URL(`${this.server.origin}/mcp`), {
      authProvider: this,
      fetch: (url, init) => this.fetch(url, init),
    });
    return [client, transport];
  }

  /** The server listens at an address, while people know it by a name. */
  private fetch(url: string | URL, init: RequestInit = {}): Promise<Response> {
    const target = new URL(url);
    const form = new URLSearchParams(
      init.body instanceof URLSearchParams ? init.body : target.search,
    );
    const scheme = new Headers(init.headers).get('authorization')?.split(' ')[0];
    this.sent.push({ method: init.method ?? 'GET', path: target.pathname, form, scheme });
    return fetch(target, init);
  }
}
