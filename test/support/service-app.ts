import type { Test } from 'supertest';
import { toWireId } from '../../src/kernel/ids.js';
import type { ClientGrantType } from '../../src/modules/clients/client.js';
import type { RegisteredClient } from '../../src/modules/clients/internal/register-client.js';
import type { Role } from '../../src/modules/projects/role.js';
import { Customer } from './actors/customer.js';
import { hiddenFields } from './browser.js';
import type { ConnectedProject } from './connected-app.js';
import * as shortcuts from './shortcuts.js';
import type { TestApp } from './test-app.js';
import { TokenClient, type Form, type IssuedToken, type Tokens } from './token-client.js';

interface ServiceOptions {
  readonly grantTypes?: readonly ClientGrantType[];
  /** The grant's duration as a PostgreSQL interval. Default a year; null: not connected. */
  readonly grantLife?: string | null;
}

interface ProjectOptions {
  readonly name?: string;
  readonly role?: string;
  readonly plan?: string;
  readonly scopes?: readonly string[];
}

const USUAL = ['project:read', 'segments:read'];

/** A confidential app of an organisation, which an admin has connected as a service on its page. */
export class ServiceApp extends TokenClient {
  readonly clientUuid: string;
  private readonly projects: { readonly id: string; readonly options: ProjectOptions }[] = [];
  private grant: string | undefined;

  private constructor(
    server: TestApp,
    registered: RegisteredClient,
    readonly organisationId: string,
    /** The admin, whose memberships are the ceilings. */
    readonly admin: Customer,
    private readonly options: ServiceOptions,
  ) {
    super(server, registered.client.clientId, registered.secret ?? '');
    this.clientUuid = registered.client.id;
  }

  /** An app that an admin has connected for a project. */
  static async connect(server: TestApp, options: ServiceOptions = {}): Promise<ServiceApp> {
    const app = await ServiceApp.register(server, options);
    await app.addProject();
    return app;
  }

  /** An app that is not connected yet. */
  static async register(server: TestApp, options: ServiceOptions = {}): Promise<ServiceApp> {
    const { id: organisationId } = await shortcuts.foundOrganisation(server, 'Bakery Ltd');
    const { grantTypes = ['client_credentials'] } = options;
    const registered = await shortcuts.registerPortalApp(server, organisationId, {
      client_name: 'Nightly Sync',
      token_endpoint_auth_method: 'client_secret_post',
      ...(grantTypes.includes('authorization_code') && {
        redirect_uris: ['https://sync.example/callback'],
      }),
      grant_types: grantTypes,
      scope: 'project:read segments:read segments:write sms:send',
    });
    const admin = await Customer.join(server, 'Olivia Admin');
    return new ServiceApp(server, registered, organisationId, admin, options);
  }

  get adminId(): string {
    return this.admin.user.id;
  }

  get grantId(): string {
    if (this.grant === undefined) throw new Error('Nobody has connected the app yet.');
    return this.grant;
  }

  /** Another project of the organisation, for which the admin connects the app as well. */
  async addProject(options: ProjectOptions = {}): Promise<ConnectedProject> {
    const { server, organisationId } = this;
    const project = { organisationId, name: options.name ?? 'Bakery', plan: 'pro' } as const;
    const { id } = await shortcuts.createProject(server, project);
    const { id: membershipId } = await shortcuts.addMember(server, id, this.adminId, 'owner');
    this.projects.push({ id, options });
    if (this.options.grantLife !== null) await this.connect();
    return { id, membershipId };
  }

  /** Another member of the project; their id is the local part of the address. */
  async addMember(
    projectId: string,
    role: Role,
    { left = false, disabled = false } = {},
  ): Promise<string> {
    const { id } = await shortcuts.signUp(this.server, 'Vera');
    await shortcuts.addMember(this.server, projectId, id, role);
    if (left) await shortcuts.removeMember(this.server, projectId, id);
    if (disabled) await shortcuts.disablePerson(this.server, id);
    return id;
  }

  async getAccessToken(scopes: readonly string[] = USUAL): Promise<IssuedToken> {
    return this.rowOf((await this.getTokens(scopes.join(' '))).access_token);
  }

  /** Requests a token with `client_credentials`; an empty value removes a parameter. */
  override requestTokens(form: Form = {}, via = this.server): Test {
    return super.requestTokens({ grant_type: 'client_credentials', ...form }, via);
  }

  /** The same parameters, to be sent in another way. */
  tokenCall(): { path: string; form: Record<string, string> } {
    const credentials = { client_id: this.clientId, client_secret: this.secret };
    return { path: '/oauth/token', form: { grant_type: 'client_credentials', ...credentials } };
  }

  async getTokens(scope = ''): Promise<Tokens> {
    const { body } = await this.requestTokens({ scope }).expect(200);
    return body as Tokens;
  }

  /** The admin ticks all projects on the page of the app; then the test's settings are applied. */
  private async connect(): Promise<void> {
    const path = `/dashboard/services/${this.clientId}`;
    const scopes = new Set(this.projects.flatMap(({ options }) => options.scopes ?? USUAL));
    const { html } = await this.admin.open(path);
    const { status } = await this.admin.browser.post(path, [
      ...Object.entries(hiddenFields(html, path)),
      ...this.projects.map(({ id }): [string, string] => ['project', toWireId('prj', id)]),
      ...[...scopes].map((scope): [string, string] => ['scope', scope]),
      ['access', '365d'],
    ]);
    if (status !== 303) throw new Error(`Not connected: ${String(status)}`);
    const [row] = await this.server.database.query<{ id: string }>(
      `SELECT id FROM grants WHERE client_id = $1 AND kind = 'service' AND revoked_at IS NULL`,
      [this.clientUuid],
    );
    this.grant = row?.id;
    await this.narrow(scopes.size);
  }

  private async narrow(asked: number): Promise<void> {
    const { server, options } = this;
    if (options.grantLife) await shortcuts.shortenGrant(server, this.grantId, options.grantLife);
    for (const { id, options: own } of this.projects) {
      const { scopes = USUAL, role, plan } = own;
      if (scopes.length < asked) {
        const choice = { requestedScopes: scopes, scopes };
        await shortcuts.chooseInProject(server, this.grantId, id, choice);
      }
      if (role !== undefined) await shortcuts.changeRole(server, id, this.adminId, role);
      if (plan !== undefined) await shortcuts.changePlan(server, id, plan);
    }
  }
}
