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

/** A request of the library. */
export interface SentRequest {
  readonly method: string;
  readonly path: string;
  readonly form: URLSearchParams;
  /** Its `Authorization` header. */
  readonly scheme: string | undefined;
}

interface Options {
  /** Its `client_id` as URL of a metadata document; without it the app registers dynamically. */
  readonly metadataUrl?: string;
  /** How the library determines the server's protocol revision; by default it assumes its own. */
  readonly asks?: boolean;
  /** Uses DPoP with a key of its own (RFC 9449). */
  readonly provesKey?: boolean;
}

/** An AI assistant with the MCP project's own client library, which knows only the URL of the server. */
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
  /** Every request, oldest first. */
  readonly sent: SentRequest[] = [];
  /** The authorization URL for the person. */
  authorizeUrl: URL | undefined;
  /** The scopes that the next refresh omits. */
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

  /** Connects; true if no authorization was needed. */
  async connect(): Promise<boolean> {
    [this.client, this.transport] = this.start();
    return this.attempt(() => this.client.connect(this.transport)).then((done) => done !== null);
  }

  listTools(): ReturnType<Client['listTools']> {
    return this.client.listTools();
  }

  /** Null if the library requires authorization first. */
  callTool(name: string, args: Record<string, unknown> = {}) {
    return this.attempt(() => this.client.callTool({ name, arguments: args }));
  }

  /** Opens the authorization URL as the customer, ticks this, and returns with the code. */
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

  // The library's `OAuthClientProvider`.

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

  /** For the library's check of `iss`. */
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

  /** Maps the issuer's host to the address that the server listens on. */
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
