import { createHash, randomBytes } from 'node:crypto';
import { newId, toWireId } from '../../src/kernel/ids.js';
import { hashSecret, mintSecret } from '../../src/kernel/secret.js';
import type { Test } from 'supertest';
import type { TestApp } from './test-app.js';

export interface ConnectedProject {
  readonly id: string;
  readonly membershipId: string;
}

/** Parameters of a request. */
export type Form = Readonly<Record<string, string | readonly string[]>>;

export interface IssuedCode {
  readonly code: string;
  readonly id: string;
  readonly verifier: string;
}

/** A successful answer of the token endpoint. */
export interface Tokens {
  readonly access_token: string;
  readonly refresh_token: string;
  readonly expires_in: number;
  readonly scope: string;
  readonly projects: readonly {
    readonly id: string;
    readonly name: string;
    readonly scope: string;
    readonly withheld: readonly { readonly scope: string; readonly reason: string }[];
  }[];
}

interface AppOptions {
  readonly grantTypes?: readonly string[];
  readonly applicationType?: 'web' | 'native';
  /** A confidential app, with this secret in the body. */
  readonly secret?: string;
  readonly tier?: 'self_registered' | 'development' | 'verified' | 'listed';
  /** What a review allowed; the usual few unless a test says more. */
  readonly approvedScopes?: readonly string[];
  readonly accountScopes?: readonly string[];
  /** Where its tokens are good. */
  readonly resource?: 'v1' | 'mcp';
  /** Until the grant ends, as PostgreSQL says it: `10 minutes`. Default a year. */
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

const APPROVED = ['project:read', 'segments:read', 'audience:read', 'audience:list', 'sms:read'];

/** An app that a person has let in, put into the database as the consent page would have left it. */
export class ConnectedApp {
  readonly clientUuid = newId();
  readonly clientId = toWireId('app', this.clientUuid);
  readonly userId = newId();
  readonly grantId = newId();
  readonly redirectUri = 'https://app.example/callback';

  private constructor(
    private readonly server: TestApp,
    private readonly secret: string | undefined,
  ) {}

  static async connect(server: TestApp, options: AppOptions = {}): Promise<ConnectedApp> {
    const app = new ConnectedApp(server, options.secret);
    await app.storeClient(options);
    await app.database.query(
      `INSERT INTO users (id, email, name, password_hash) VALUES ($1, $2, 'Ana Ruiz', 'none')`,
      [app.userId, `${app.userId}@example.test`],
    );
    await app.database.query(
      `INSERT INTO grants (id, user_id, client_id, resource, installation, account_scopes, refreshable_since,
         identity_version, expires_at)
       VALUES ($1, $2, $3, $4, $5, $6, now(), 1, now() + $7::interval)`,
      [
        app.grantId,
        app.userId,
        app.clientUuid,
        `${server.origin}/${options.resource ?? 'v1'}`,
        app.redirectUri,
        options.accountScopes ?? [],
        options.grantLife ?? '365 days',
      ],
    );
    return app;
  }

  /** Asks the token endpoint as this app; an empty value leaves a parameter out. */
  requestTokens(form: Form, via = this.server): Test {
    return this.post('/oauth/token', form, via);
  }

  redeem(code: IssuedCode, form: Form = {}, via = this.server): Test {
    const { code: text, verifier } = code;
    const own = { grant_type: 'authorization_code', code: text, code_verifier: verifier };
    return this.requestTokens({ ...own, ...form }, via);
  }

  refresh(token: string, form: Form = {}, via = this.server): Test {
    const own = { grant_type: 'refresh_token', refresh_token: token };
    return this.requestTokens({ ...own, ...form }, via);
  }

  revoke(token: string, form: Form = {}, via = this.server): Test {
    return this.post('/oauth/revoke', { token, ...form }, via);
  }

  /** Redeems a fresh code for what the tests begin with. */
  async getTokens(scopes?: readonly string[]): Promise<Tokens> {
    const { body } = await this.redeem(await this.storeCode(scopes)).expect(200);
    return body as Tokens;
  }

  /** Adds a project with its organisation, the person's membership and the grant's row. */
  async addProject(options: ProjectOptions = {}): Promise<ConnectedProject> {
    const [id, organisationId, membershipId] = [newId(), newId(), newId()];
    const scopes = options.scopes ?? ['project:read', 'segments:read'];
    const name = options.name ?? 'Summer Shop';
    await this.database.query(`INSERT INTO organisations (id, name) VALUES ($1, $2)`, [
      organisationId,
      `${name} Ltd`,
    ]);
    await this.database.query(
      `INSERT INTO projects (id, organisation_id, name, plan, app_policy) VALUES ($1, $2, $3, $4, $5)`,
      [id, organisationId, name, options.plan ?? 'pro', options.appPolicy ?? 'open'],
    );
    await this.database.query(
      `INSERT INTO memberships (id, project_id, user_id, role) VALUES ($1, $2, $3, $4)`,
      [membershipId, id, this.userId, options.role ?? 'owner'],
    );
    await this.database.query(
      `INSERT INTO grant_projects (id, grant_id, project_id, membership_id, requested_scopes, scopes)
       VALUES ($1, $2, $3, $4, $5, $6)`,
      [newId(), this.grantId, id, membershipId, options.requestedScopes ?? scopes, scopes],
    );
    return { id, membershipId };
  }

  /** An access token straight from the database, past the token endpoint. */
  async storeAccessToken(
    scopes: readonly string[] = ['project:read', 'segments:read'],
    narrowing: readonly string[] | null = null,
  ): Promise<{ token: string; id: string; familyId: string }> {
    const [id, familyId, secret] = [newId(), newId(), mintSecret('isoa')];
    await this.database.query(
      `INSERT INTO token_families (id, grant_id, code_id, scopes) VALUES ($1, $2, $3, $4)`,
      [familyId, this.grantId, newId(), scopes],
    );
    await this.database.query(
      `INSERT INTO access_tokens (id, token_hash, family_id, scopes, expires_at)
       VALUES ($1, $2, $3, $4, now() + interval '1 hour')`,
      [id, secret.hash, familyId, narrowing],
    );
    return { token: secret.text, id, familyId };
  }

  /** A code as the consent page would hand it out, with the verifier that redeems it. */
  async storeCode(
    scopes: readonly string[] = ['project:read', 'segments:read'],
  ): Promise<IssuedCode> {
    const [id, secret, verifier] = [
      newId(),
      mintSecret('isoc'),
      randomBytes(32).toString('base64url'),
    ];
    await this.database.query(
      `INSERT INTO authorization_codes
         (id, code_hash, grant_id, client_id, redirect_uri, code_challenge, scopes, auth_time, refreshable,
          identity_version, expires_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, now(), true, 1, now() + interval '60 seconds')`,
      [
        id,
        secret.hash,
        this.grantId,
        this.clientUuid,
        this.redirectUri,
        createHash('sha256').update(verifier).digest('base64url'),
        scopes,
      ],
    );
    return { code: secret.text, id, verifier };
  }

  private post(path: string, form: Form, via: TestApp): Test {
    const credentials = { client_id: this.clientId, client_secret: this.secret ?? '' };
    return via.http
      .post(path)
      .type('form')
      .send(encode({ ...credentials, ...form }));
  }

  private get database(): TestApp['database'] {
    return this.server.database;
  }

  private async storeClient(options: AppOptions): Promise<void> {
    await this.database.query(
      `INSERT INTO clients (id, origin, name, application_type, token_endpoint_auth_method, secret_hash,
         redirect_uris, grant_types)
       VALUES ($1, 'dynamic', 'Example App', $2, $3, $4, $5, $6)`,
      [
        this.clientUuid,
        options.applicationType ?? 'native',
        options.secret === undefined ? 'none' : 'client_secret_post',
        options.secret === undefined ? null : hashSecret(options.secret),
        [this.redirectUri],
        options.grantTypes ?? ['authorization_code', 'refresh_token'],
      ],
    );
    await this.database.query(
      `INSERT INTO app_verifications (client_id, tier, approved_scopes, identity_version) VALUES ($1, $2, $3, 1)`,
      [this.clientUuid, options.tier ?? 'verified', options.approvedScopes ?? APPROVED],
    );
  }
}

/** Text, because supertest would turn a list into `name[0]=…`. */
function encode(form: Form): string {
  const body = new URLSearchParams();
  for (const [name, values] of Object.entries(form)) {
    for (const value of [values].flat()) body.append(name, value);
  }
  return body.toString();
}
