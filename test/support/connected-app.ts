import { createHash, randomBytes } from 'node:crypto';
import { fromWireId, toWireId } from '../../src/kernel/ids.js';
import { hashSecret } from '../../src/kernel/secret.js';
import { isAppScope, APP_SCOPE_NAMES } from '../../src/modules/scopes-and-roles/scope-catalogue.js';
import { isScopeAt } from '../../src/modules/scopes-and-roles/protected-resource.js';
import { isReviewed } from '../../src/modules/verification/tier-allowance.js';
import { Customer } from './actors/customer.js';
import * as shortcuts from './shortcuts.js';
import type { TestApp } from './test-app.js';
import { TokenClient, type IssuedCode, type IssuedToken, type Tokens } from './token-client.js';

export type { Form, IssuedCode, Tokens } from './token-client.js';

export interface ConnectedProject {
  readonly id: string;
  readonly membershipId: string;
}

interface AppOptions {
  /** The person who authorizes it; a new one by default. */
  readonly person?: Customer;
  readonly name?: string;
  readonly grantTypes?: readonly string[];
  readonly applicationType?: 'web' | 'native';
  /** Confidential, with the secret in the body. */
  readonly confidential?: boolean;
  readonly tier?: 'self_registered' | 'development' | 'verified' | 'listed';
  /** Scopes allowed by the review; a default set unless a test overrides it. */
  readonly approvedScopes?: readonly string[];
  readonly accountScopes?: readonly string[];
  /** The resource of its tokens. */
  readonly resource?: 'v1' | 'mcp';
  /** The grant's duration as a PostgreSQL interval: `10 minutes`. Default a year. */
  readonly grantLife?: string;
}

interface ProjectOptions {
  readonly name?: string;
  readonly role?: string;
  readonly plan?: string;
  readonly appPolicy?: string;
  readonly scopes?: readonly string[];
  readonly requestedScopes?: readonly string[];
}

interface OwnProject extends ConnectedProject {
  readonly wireId: string;
  readonly options: ProjectOptions;
}

const APPROVED = ['project:read', 'segments:read', 'audience:read', 'audience:list', 'sms:read'];
const USUAL = ['project:read', 'segments:read'];
const REDIRECT_URI = 'https://app.example/callback';

/**
 * A dynamically registered and reviewed app that a person has authorized for projects on the consent page. Roles,
 * plans, policies and reviews of the test are applied after that, so that they can be less than what was granted.
 */
export class ConnectedApp extends TokenClient {
  readonly clientUuid: string;
  readonly registrationToken: string;
  readonly redirectUri = REDIRECT_URI;
  private readonly projects: OwnProject[] = [];
  private grant: string | undefined;

  private constructor(
    server: TestApp,
    registered: Readonly<Record<string, string>>,
    readonly person: Customer,
    private readonly options: AppOptions,
  ) {
    super(server, registered.client_id ?? '', registered.client_secret ?? '');
    this.registrationToken = registered.registration_access_token ?? '';
    this.clientUuid = fromWireId('app', this.clientId) ?? '';
  }

  /** An app with a grant. */
  static async connect(server: TestApp, options: AppOptions = {}): Promise<ConnectedApp> {
    const app = await ConnectedApp.register(server, options);
    await app.addProject();
    return app;
  }

  /** An app without a grant. */
  static async register(server: TestApp, options: AppOptions = {}): Promise<ConnectedApp> {
    const { body } = await server.http
      .post('/oauth/register')
      .send(metadataOf(options))
      .expect(201);
    const person = options.person ?? (await Customer.join(server, 'Ana Ruiz'));
    const app = new ConnectedApp(server, body as Record<string, string>, person, options);
    await app.review();
    if (options.accountScopes) await app.allow();
    return app;
  }

  get userId(): string {
    return this.person.user.id;
  }

  get grantId(): string {
    if (this.grant === undefined) throw new Error('Nobody has let the app in yet.');
    return this.grant;
  }

  /** Another project of the person, who authorizes the app for it as well. */
  async addProject(options: ProjectOptions = {}): Promise<ConnectedProject> {
    const name = options.name ?? 'Summer Shop';
    const { id: organisationId } = await shortcuts.foundOrganisation(this.server, `${name} Ltd`);
    const { id } = await shortcuts.createProject(this.server, {
      organisationId,
      name,
      plan: 'pro',
    });
    const { id: membershipId } = await shortcuts.addMember(this.server, id, this.userId, 'owner');
    this.projects.push({ id, wireId: toWireId('prj', id), membershipId, options });
    await this.allow();
    return { id, membershipId };
  }

  /** Redeems a new code for the tokens that the tests start with. */
  async getTokens(scopes?: readonly string[]): Promise<Tokens> {
    const { body } = await this.redeem(await this.getCode(scopes)).expect(200);
    return body as Tokens;
  }

  /** An access token issued before anything was reduced; refreshed for fewer scopes if a narrowing is given. */
  async getAccessToken(
    scopes?: readonly string[],
    narrowing?: readonly string[],
  ): Promise<IssuedToken> {
    await this.widen();
    let tokens = await this.getTokens(scopes);
    if (narrowing) {
      const scope = narrowing.join(' ');
      tokens = (await this.refresh(tokens.refresh_token, { scope }).expect(200)).body as Tokens;
    }
    await this.narrow();
    return this.rowOf(tokens.access_token);
  }

  /** Sends an authorization request and returns the code: without a page, unless the app requests more than it has. */
  async getCode(scopes: readonly string[] = USUAL): Promise<IssuedCode> {
    const verifier = randomBytes(32).toString('base64url');
    const back = await this.person.answer(this.authorizeUrl(scopes, { verifier }), {
      projects: this.projects,
      scopes: [...new Set([...scopes, ...this.asked])].filter((scope) => this.isInProjects(scope)),
    });
    const code = back.searchParams.get('code') ?? '';
    const [row] = await this.query<{ id: string }>(
      'SELECT id FROM authorization_codes WHERE code_hash = $1',
      hashSecret(code),
    );
    return { code, id: row?.id ?? '', verifier };
  }

  /** The person grants all requested scopes in all projects; then the test's settings are applied. */
  private async allow(): Promise<void> {
    const scopes = [...this.asked, ...(this.options.accountScopes ?? [])];
    await this.widen();
    const page = { prompt: 'consent', verifier: randomBytes(32).toString('base64url') };
    await this.person.answer(this.authorizeUrl(scopes, page), {
      projects: this.projects,
      scopes: this.asked,
    });
    const [row] = await this.query<{ id: string }>(
      `SELECT id FROM grants
       WHERE user_id = $1 AND client_id = $2 AND installation = $3 AND resource = $4 AND revoked_at IS NULL`,
      ...[this.userId, this.clientUuid, this.redirectUri, this.resource],
    );
    this.grant = row?.id;
    await this.narrow();
  }

  /** Undoes what reduces it below the grant, so that a consent can cover it. */
  private async widen(): Promise<void> {
    if (!this.isReviewedFor(this.asked)) await this.review('verified', APP_SCOPE_NAMES);
    const { server, userId } = this;
    for (const { id, options } of this.projects) {
      if (options.role) await shortcuts.changeRole(server, id, userId, 'owner');
      if (options.plan) await shortcuts.changePlan(server, id, 'pro');
      if (options.appPolicy) await shortcuts.changeAppPolicy(server, id, 'open');
    }
  }

  private async narrow(): Promise<void> {
    const { grantLife } = this.options;
    if (grantLife !== undefined) await shortcuts.shortenGrant(this.server, this.grantId, grantLife);
    for (const project of this.projects) await this.narrowIn(project);
    if (!this.isReviewedFor(this.asked)) await this.review();
  }

  private async narrowIn({ id, options }: OwnProject): Promise<void> {
    const { server, userId } = this;
    const { role, plan, appPolicy, scopes = USUAL } = options;
    const choice = { requestedScopes: askedIn(options), scopes };
    if (
      choice.requestedScopes.join() !== this.asked.join() ||
      scopes.join() !== this.asked.join()
    ) {
      await shortcuts.chooseInProject(server, this.grantId, id, choice);
    }
    if (role) await shortcuts.changeRole(server, id, userId, role);
    if (plan) await shortcuts.changePlan(server, id, plan);
    if (appPolicy) await shortcuts.changeAppPolicy(server, id, appPolicy);
  }

  private review(
    tier: string = this.options.tier ?? 'verified',
    approvedScopes = this.options.approvedScopes ?? APPROVED,
  ): Promise<void> {
    return shortcuts.reviewApp(this.server, this.clientUuid, { tier, approvedScopes });
  }

  /** Whether the review of the test allows a consent with these scopes. */
  private isReviewedFor(scopes: readonly string[]): boolean {
    const { tier = 'verified', approvedScopes = APPROVED } = this.options;
    return isReviewed(tier) && scopes.every((scope) => approvedScopes.includes(scope));
  }

  /** The scopes it requests in projects. */
  private get asked(): readonly string[] {
    const all = this.projects.flatMap(({ options }) => askedIn(options));
    return [...new Set(all)].filter((scope) => this.isInProjects(scope));
  }

  private isInProjects(scope: string): boolean {
    const kind = this.options.resource === 'mcp' ? 'mcp' : 'api';
    return isAppScope(scope) && isScopeAt(kind, scope);
  }

  private get resource(): string {
    return `${this.server.origin}/${this.options.resource ?? 'v1'}`;
  }

  private authorizeUrl(
    scopes: readonly string[],
    { verifier, ...more }: Record<string, string> & { verifier: string },
  ): URL {
    const url = new URL('/oauth/authorize', this.server.origin);
    url.search = new URLSearchParams({
      response_type: 'code',
      client_id: this.clientId,
      redirect_uri: this.redirectUri,
      scope: scopes.join(' '),
      resource: this.resource,
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
      ...more,
    }).toString();
    return url;
  }

  private query<Row extends Record<string, unknown>>(sql: string, ...values: unknown[]) {
    return this.server.database.query<Row>(sql, values);
  }
}

const askedIn = ({ scopes = USUAL, requestedScopes = scopes }: ProjectOptions): readonly string[] =>
  requestedScopes;

/** Its metadata (RFC 7591). */
const metadataOf = ({
  name = 'Example App',
  applicationType = 'native',
  grantTypes = ['authorization_code', 'refresh_token'],
  confidential = false,
}: AppOptions): object => ({
  client_name: name,
  application_type: applicationType,
  redirect_uris: [REDIRECT_URI],
  grant_types: grantTypes,
  token_endpoint_auth_method: confidential ? 'client_secret_post' : 'none',
});
