import { exportJWK, generateKeyPair } from 'jose';
import type { AuthMethod, Client } from '../../src/modules/clients/client.js';
import { isAppScope } from '../../src/modules/scopes-and-roles/scope-catalogue.js';
import type { Customer } from './actors/customer.js';
import { Organisation, type TestProject } from './actors/organisation.js';
import type { BrowserPage } from './browser.js';
import * as shortcuts from './shortcuts.js';
import type { TestApp } from './test-app.js';

export const FLOW_REDIRECT_URI = 'http://127.0.0.1:4000/callback';
export const OTHER_REDIRECT_URI = 'https://bakery.example/back';
const SCOPES = ['openid', 'project:read', 'segments:read'];

interface Options {
  readonly method?: AuthMethod;
  readonly scopes?: readonly string[];
  readonly grantTypes?: readonly string[];
  readonly metadata?: Readonly<Record<string, unknown>>;
}

/** A developer who tries the flow of an app of their organisation in the portal. */
export class FlowWalk {
  private constructor(
    private readonly server: TestApp,
    readonly organisation: Organisation,
    readonly project: TestProject,
    readonly person: Customer,
    readonly app: Client,
  ) {}

  static async start(server: TestApp, options: Options = {}): Promise<FlowWalk> {
    const organisation = await Organisation.of(server);
    const project = await organisation.createProject('Bakery');
    const person = await organisation.person('Dev', [[project, 'owner']]);
    const { method = 'none', scopes = SCOPES, metadata = {} } = options;
    const grantTypes = options.grantTypes ?? ['authorization_code', 'refresh_token'];
    const redirectUris = [FLOW_REDIRECT_URI, OTHER_REDIRECT_URI];
    const { client } = await shortcuts.registerPortalApp(server, organisation.organisationId, {
      client_name: 'Bakery Insights',
      token_endpoint_auth_method: method,
      ...(grantTypes.includes('authorization_code') && { redirect_uris: redirectUris }),
      grant_types: grantTypes,
      scope: scopes.join(' '),
      ...(method === 'private_key_jwt' && { jwks: { keys: [await publicKey()] } }),
      ...metadata,
    });
    return new FlowWalk(server, organisation, project, person, client);
  }

  get path(): string {
    return `/developers/apps/${this.app.clientId}/try`;
  }

  get requestPath(): string {
    return `${this.path}/request`;
  }

  /** The same app, tried by another person. */
  as(person: Customer): FlowWalk {
    return new FlowWalk(this.server, this.organisation, this.project, person, this.app);
  }

  /** Begins a trial, and opens the page with its request. */
  async begin(
    scopes: readonly string[] = this.app.scope?.toArray() ?? [],
    more: Record<string, string> = {},
  ): Promise<BrowserPage> {
    await this.person.open(this.path);
    const answer = await this.send(scopes, more);
    if (answer.status !== 303) return answer;
    return this.person.open(answer.headers.get('location') ?? '');
  }

  /** Sends the form of the first page. */
  async send(scopes: readonly string[], more: Record<string, string> = {}): Promise<BrowserPage> {
    const page = await this.person.open(this.path);
    const csrf = /name="csrf_token" value="([^"]+)"/.exec(page.html)?.[1] ?? '';
    const fields = { csrf_token: csrf, redirect_uri: FLOW_REDIRECT_URI, ...more };
    return this.person.browser.post(this.path, [
      ...Object.entries(fields),
      ...scopes.map((scope): [string, string] => ['scope', scope]),
    ]);
  }

  /** The authorization request that the page shows. */
  requestOn({ html }: BrowserPage): URL {
    const [, href = ''] = /href="([^"]+\/oauth\/authorize\?[^"]+)"/.exec(html) ?? [];
    return new URL(href.replaceAll('&amp;', '&'));
  }

  /** Decides on the authorization page. @returns where the browser ends */
  decide(
    page: BrowserPage,
    choice: { readonly decision?: 'allow' | 'deny'; readonly scopes?: readonly string[] } = {},
  ): Promise<URL> {
    const request = this.requestOn(page);
    // Scopes about the account have no box.
    const asked = request.searchParams.get('scope')?.split(' ') ?? [];
    const scopes = asked.filter(isAppScope);
    return this.person.answer(request, { projects: [this.project], scopes, ...choice });
  }

  /** Pastes an address into the page that is open now. */
  async paste(address: URL | string): Promise<BrowserPage> {
    const page = await this.person.open(this.requestPath);
    return this.pasteInto(page, address);
  }

  /** How many access tokens of the app are valid. */
  async livingTokens(): Promise<number> {
    const [row] = await this.server.database.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM access_tokens t JOIN token_families f ON f.id = t.family_id
       JOIN grants g ON g.id = f.grant_id
       WHERE g.client_id = $1 AND t.revoked_at IS NULL AND f.revoked_at IS NULL AND g.revoked_at IS NULL`,
      [this.app.id],
    );
    return row?.count ?? -1;
  }

  pasteInto(page: BrowserPage, address: URL | string): Promise<BrowserPage> {
    return this.person.browser.submit(page, this.requestPath, { address: String(address) });
  }
}

async function publicKey(): Promise<object> {
  const { publicKey } = await generateKeyPair('ES256', { extractable: true });
  return { ...(await exportJWK(publicKey)), kid: 'one', alg: 'ES256', use: 'sig' };
}
