import type { AuthMethod, ClientGrantType } from '../../src/modules/clients/client.js';
import { PortalApps } from '../../src/modules/clients/portal-apps.service.js';
import type { Role } from '../../src/modules/projects/role.js';
import { Database } from '../../src/platform/database/database.js';
import { Customer } from './actors/customer.js';
import { ProjectAdmin, type TestProject } from './actors/project-admin.js';
import { hiddenFields, type BrowserPage } from './browser.js';
import type { Form, Tokens } from './connected-app.js';
import type { TestApp } from './test-app.js';

/** An app that proves who it is, with its secret. */
export interface SecretApp {
  readonly id: string;
  readonly clientId: string;
  readonly secret: string;
  readonly path: string;
}

interface AppOptions {
  readonly organisationId?: string;
  readonly scopes?: readonly string[];
  readonly grantTypes?: readonly ClientGrantType[];
  readonly method?: Exclude<AuthMethod, 'private_key_jwt'>;
}

interface Ticks {
  readonly projects: readonly TestProject[];
  readonly scopes?: readonly string[];
  readonly access?: string;
}

/** An organisation with people, projects and apps of its own, and the pages where they are connected as services. */
export class ServiceScene {
  private constructor(
    readonly server: TestApp,
    readonly organisation: ProjectAdmin,
  ) {}

  static async open(server: TestApp): Promise<ServiceScene> {
    return new ServiceScene(server, await ProjectAdmin.of(server));
  }

  /** Somebody with these roles, who has yet to sign in. */
  async person(
    name: string,
    roles: readonly (readonly [TestProject, Role])[] = [],
  ): Promise<Customer> {
    const person = await Customer.join(this.server, name);
    for (const [project, role] of roles) {
      await this.organisation.addMember(project, person.user, role);
    }
    return person;
  }

  async app(name = 'Nightly Sync', options: AppOptions = {}): Promise<SecretApp> {
    const { app } = this.server;
    const { grantTypes = ['client_credentials'] } = options;
    const metadata = {
      client_name: name,
      token_endpoint_auth_method: options.method,
      ...(grantTypes.includes('authorization_code') && {
        redirect_uris: ['https://sync.example/callback'],
      }),
      grant_types: grantTypes,
      scope: (options.scopes ?? ['project:read', 'segments:read', 'sms:send']).join(' '),
    };
    const organisationId = options.organisationId ?? this.organisation.organisationId;
    const { client, secret } = await app
      .get(Database)
      .transaction((tx) =>
        app
          .get(PortalApps, { strict: false })
          .create(tx, organisationId, metadata, { kind: 'system' }),
      );
    const { id, clientId } = client;
    return { id, clientId, secret: secret ?? '', path: `/dashboard/services/${clientId}` };
  }

  /** Opens the form of the app and sends it with these ticks. */
  async connect(person: Customer, app: SecretApp, ticks: Ticks): Promise<BrowserPage> {
    return this.send(person, app, await person.open(app.path), ticks);
  }

  /** Sends the form that stands open. */
  send(person: Customer, app: SecretApp, page: BrowserPage, ticks: Ticks): Promise<BrowserPage> {
    const { projects, scopes = ['project:read', 'segments:read'], access = '7d' } = ticks;
    return person.browser.post(app.path, [
      ...Object.entries(hiddenFields(page.html, app.path)),
      ...projects.map(({ wireId }): [string, string] => ['project', wireId]),
      ...scopes.map((scope): [string, string] => ['scope', scope]),
      ['access', access],
    ]);
  }

  /** Asks for a token as the app; the answer may be a refusal. */
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

  /** Presses the button of the question before something is disconnected. */
  async disconnect(person: Customer, app: SecretApp, project?: TestProject): Promise<BrowserPage> {
    const path = `${app.path}/disconnect${project ? `/${project.wireId}` : ''}`;
    return person.browser.submit(await person.open(path), path);
  }
}
