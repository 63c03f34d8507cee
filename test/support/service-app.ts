import type { Test } from 'supertest';
import { newId, toWireId } from '../../src/kernel/ids.js';
import { hashSecret, mintSecret } from '../../src/kernel/secret.js';
import type { ConnectedProject, Form, Tokens } from './connected-app.js';
import type { TestApp } from './test-app.js';

interface ServiceOptions {
  readonly grantTypes?: readonly string[];
  /** Until the grant ends, as PostgreSQL says it. Default a year; null: nobody has connected the app. */
  readonly grantLife?: string | null;
}

interface ProjectOptions {
  readonly name?: string;
  readonly role?: string;
  readonly plan?: string;
  readonly organisationId?: string;
  readonly scopes?: readonly string[];
}

/** One in this process, or two of their own. */
type Server = Pick<TestApp, 'database' | 'origin'> & Partial<Pick<TestApp, 'http'>>;

/** A confidential portal app that admins have connected as a service, put into the database as the page would have left it. */
export class ServiceApp {
  readonly clientUuid = newId();
  readonly clientId = toWireId('app', this.clientUuid);
  readonly secret = mintSecret('iscs').text;
  readonly organisationId = newId();
  /** Of the admin whose memberships are the ceilings. */
  readonly adminId = newId();
  readonly grantId = newId();

  private constructor(private readonly server: Server) {}

  static async connect(server: Server, options: ServiceOptions = {}): Promise<ServiceApp> {
    const app = new ServiceApp(server);
    const { query } = app;
    await query(
      `INSERT INTO organisations (id, name) VALUES ($1, 'Bakery Ltd')`,
      app.organisationId,
    );
    await query(
      `INSERT INTO users (id, email, name, password_hash) VALUES ($1, $2, 'Olivia Admin', 'none')`,
      app.adminId,
      `${app.adminId}@example.test`,
    );
    await query(
      `INSERT INTO clients (id, origin, organisation_id, name, application_type, token_endpoint_auth_method,
         secret_hash, redirect_uris, grant_types, scope)
       VALUES ($1, 'portal', $2, 'Nightly Sync', 'web', 'client_secret_post', $3, '{}', $4,
         '{project:read,segments:read,segments:write,sms:send}')`,
      app.clientUuid,
      app.organisationId,
      hashSecret(app.secret),
      options.grantTypes ?? ['client_credentials'],
    );
    const { grantLife = '365 days' } = options;
    if (grantLife !== null) await app.storeGrant(grantLife);
    return app;
  }

  /** Adds a project of the organisation with the admin's membership and the grant's row. */
  async addProject(options: ProjectOptions = {}): Promise<ConnectedProject> {
    const [id, membershipId] = [newId(), newId()];
    const { name = 'Bakery', plan = 'pro', role = 'owner' } = options;
    const { organisationId = this.organisationId, scopes = ['project:read', 'segments:read'] } =
      options;
    await this.query(
      `INSERT INTO projects (id, organisation_id, name, plan) VALUES ($1, $2, $3, $4)`,
      id,
      organisationId,
      name,
      plan,
    );
    await this.query(
      `INSERT INTO memberships (id, project_id, user_id, role) VALUES ($1, $2, $3, $4)`,
      membershipId,
      id,
      this.adminId,
      role,
    );
    await this.query(
      `INSERT INTO grant_projects (id, grant_id, project_id, membership_id, requested_scopes, scopes)
       VALUES ($1, $2, $3, $4, $5, $5)`,
      newId(),
      this.grantId,
      id,
      membershipId,
      scopes,
    );
    return { id, membershipId };
  }

  /** Somebody else in the project; their id is what the address begins with. */
  async addMember(
    projectId: string,
    role: string,
    { left = false, disabled = false } = {},
  ): Promise<string> {
    const id = newId();
    await this.query(
      `INSERT INTO users (id, email, name, password_hash, disabled_at)
       VALUES ($1, $2, 'Vera', 'none', CASE WHEN $3 THEN now() END)`,
      id,
      `${id}@example.test`,
      disabled,
    );
    await this.query(
      `INSERT INTO memberships (id, project_id, user_id, role, ended_at)
       VALUES ($1, $2, $3, $4, CASE WHEN $5 THEN now() END)`,
      newId(),
      projectId,
      id,
      role,
      left,
    );
    return id;
  }

  /** An access token straight from the database, past the token endpoint. */
  async storeAccessToken(scopes: readonly string[] = ['project:read', 'segments:read']) {
    const [id, familyId, secret] = [newId(), newId(), mintSecret('isoa')];
    await this.query(
      `INSERT INTO token_families (id, grant_id, scopes, credential_hash) VALUES ($1, $2, $3, $4)`,
      familyId,
      this.grantId,
      scopes,
      hashSecret(this.secret),
    );
    await this.query(
      `INSERT INTO access_tokens (id, token_hash, family_id, expires_at)
       VALUES ($1, $2, $3, now() + interval '1 hour')`,
      id,
      secret.hash,
      familyId,
    );
    return { token: secret.text, id, familyId };
  }

  /** Asks the token endpoint in the app's own name; an empty value leaves a parameter out. */
  requestTokens(form: Form = {}, via = this.server): Test {
    return this.post('/oauth/token', { grant_type: 'client_credentials', ...form }, via);
  }

  /** The same, for whoever sends it in another way. */
  tokenCall(): { path: string; form: Record<string, string> } {
    const form = { grant_type: 'client_credentials', ...this.credentials };
    return { path: '/oauth/token', form };
  }

  async getTokens(scope = ''): Promise<Tokens> {
    const { body } = await this.requestTokens({ scope }).expect(200);
    return body as Tokens;
  }

  /** Any form endpoint, as this app. */
  post(path: string, form: Form, via = this.server): Test {
    const body = new URLSearchParams();
    for (const [name, values] of Object.entries({ ...this.credentials, ...form })) {
      for (const value of [values].flat()) body.append(name, value);
    }
    if (!via.http) throw new Error('Servers of their own are asked by `tokenCall`.');
    return via.http.post(path).type('form').send(body.toString());
  }

  private get credentials(): Record<string, string> {
    return { client_id: this.clientId, client_secret: this.secret };
  }

  private async storeGrant(life: string): Promise<void> {
    await this.query(
      `INSERT INTO grants (id, kind, client_id, resource, expires_at)
       VALUES ($1, 'service', $2, $3, now() + $4::interval)`,
      this.grantId,
      this.clientUuid,
      `${this.server.origin}/v1`,
      life,
    );
  }

  private readonly query = (sql: string, ...values: unknown[]) =>
    this.server.database.query(sql, values);
}
