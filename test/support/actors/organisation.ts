import { toWireId } from '../../../src/kernel/ids.js';
import type { AuthMethod, ClientGrantType } from '../../../src/modules/clients/client.js';
import type { User } from '../../../src/modules/accounts/users.service.js';
import type { AppPolicy } from '../../../src/modules/projects/app-policy.js';
import type { Plan } from '../../../src/modules/projects/plan.js';
import type { ProjectKind } from '../../../src/modules/projects/project-kind.js';
import type { Role } from '../../../src/modules/projects/role.js';
import { hiddenFields, type BrowserPage } from '../browser.js';
import type { Form, Tokens } from '../connected-app.js';
import * as shortcuts from '../shortcuts.js';
import type { TestApp } from '../test-app.js';
import { Customer } from './customer.js';

/** A project of a test, with both forms of its id. */
export interface TestProject {
  readonly id: string;
  /** `prj_…`, as apps and pages see it. */
  readonly wireId: string;
  readonly name: string;
}

export interface ProjectSettings {
  readonly name?: string;
  readonly plan?: Plan;
  readonly appPolicy?: AppPolicy;
  readonly kind?: ProjectKind;
}

/** A confidential app, with its secret. */
export interface SecretApp {
  readonly id: string;
  readonly clientId: string;
  readonly secret: string;
  /** Path of the page that connects it as a service. */
  readonly path: string;
}

interface AppOptions {
  readonly scopes?: readonly string[];
  readonly grantTypes?: readonly ClientGrantType[];
  readonly method?: Exclude<AuthMethod, 'private_key_jwt'>;
}

interface Ticks {
  readonly projects: readonly TestProject[];
  readonly scopes?: readonly string[];
  readonly access?: string;
}

const SCOPES = ['project:read', 'segments:read', 'sms:send'];

/** An organisation with its projects, members, roles and apps, which act as services. */
export class Organisation {
  private constructor(
    private readonly server: TestApp,
    readonly organisationId: string,
  ) {}

  static async of(server: TestApp, organisation = 'Corner Bakery'): Promise<Organisation> {
    return new Organisation(server, (await shortcuts.foundOrganisation(server, organisation)).id);
  }

  /** A project of the organisation. Default `plan` is `pro`. */
  async createProject(
    name: string,
    { plan = 'pro', appPolicy = 'open', kind = 'live' }: ProjectSettings = {},
  ): Promise<TestProject> {
    const { organisationId } = this;
    const project = { organisationId, name, plan, kind, appPolicy };
    const { id } = await shortcuts.createProject(this.server, project);
    return { id, wireId: toWireId('prj', id), name };
  }

  async addMember(project: TestProject, user: User, role: Role): Promise<void> {
    await shortcuts.addMember(this.server, project.id, user.id, role);
  }

  async changeRole(project: TestProject, user: User, role: Role): Promise<void> {
    await shortcuts.changeRole(this.server, project.id, user.id, role);
  }

  async removeMember(project: TestProject, user: User): Promise<void> {
    await shortcuts.removeMember(this.server, project.id, user.id);
  }

  async changePlan(project: TestProject, plan: Plan): Promise<void> {
    await shortcuts.changePlan(this.server, project.id, plan);
  }

  async changeAppPolicy(project: TestProject, policy: AppPolicy): Promise<void> {
    await shortcuts.changeAppPolicy(this.server, project.id, policy);
  }

  /** A segment, as data to read. */
  async addSegment(project: TestProject, name: string): Promise<void> {
    await shortcuts.addSegment(this.server.database, project.id, { name });
  }

  /** A new person with these roles, not signed in yet. */
  async person(
    name: string,
    roles: readonly (readonly [TestProject, Role])[] = [],
  ): Promise<Customer> {
    const person = await Customer.join(this.server, name);
    for (const [project, role] of roles) await this.addMember(project, person.user, role);
    return person;
  }

  async app(name = 'Nightly Sync', options: AppOptions = {}): Promise<SecretApp> {
    const { grantTypes = ['client_credentials'], scopes = SCOPES } = options;
    const { client, secret } = await shortcuts.registerPortalApp(this.server, this.organisationId, {
      client_name: name,
      token_endpoint_auth_method: options.method,
      ...(grantTypes.includes('authorization_code') && {
        redirect_uris: ['https://sync.example/callback'],
      }),
      grant_types: grantTypes,
      scope: scopes.join(' '),
    });
    const { id, clientId } = client;
    return { id, clientId, secret: secret ?? '', path: `/dashboard/services/${clientId}` };
  }

  /** Opens the form of the app and sends it with these ticks. */
  async connect(person: Customer, app: SecretApp, ticks: Ticks): Promise<BrowserPage> {
    return this.send(person, app, await person.open(app.path), ticks);
  }

  /** Sends the form of the page shown. */
  send(person: Customer, app: SecretApp, page: BrowserPage, ticks: Ticks): Promise<BrowserPage> {
    const { projects, scopes = ['project:read', 'segments:read'], access = '7d' } = ticks;
    return person.browser.post(app.path, [
      ...Object.entries(hiddenFields(page.html, app.path)),
      ...projects.map(({ wireId }): [string, string] => ['project', wireId]),
      ...scopes.map((scope): [string, string] => ['scope', scope]),
      ['access', access],
    ]);
  }

  /** Requests a token as the app; the response may be an error. */
  async token(app: SecretApp, form: Form = {}): Promise<{ status: number; body: Tokens }> {
    const { status, body } = await this.server.http
      .post('/oauth/token')
      .auth(app.clientId, app.secret)
      .type('form')
      .send({ grant_type: 'client_credentials', ...form });
    return { status, body: body as Tokens };
  }

  /** Status of a call to the segments of a project. */
  async segments({ access_token }: Tokens, { wireId }: TestProject): Promise<number> {
    const call = this.server.http.get(`/v1/project/${wireId}/segment`);
    return (await call.set('Authorization', `Bearer ${access_token}`)).status;
  }

  /** Confirms the disconnection. */
  async disconnect(person: Customer, app: SecretApp, project?: TestProject): Promise<BrowserPage> {
    const path = `${app.path}/disconnect${project ? `/${project.wireId}` : ''}`;
    return person.browser.submit(await person.open(path), path);
  }
}
