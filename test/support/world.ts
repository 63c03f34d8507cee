import { createHash, randomBytes } from 'node:crypto';
import type { User } from '../../src/modules/accounts/users.service.js';
import type { Role } from '../../src/modules/projects/role.js';
import { Customer } from './actors/customer.js';
import { Organisation, type ProjectSettings, type TestProject } from './actors/organisation.js';
import { ThirdPartyApp } from './actors/third-party-app.js';
import type { Browser, BrowserPage } from './browser.js';
import { summaryOf } from './page-summary.js';
import * as shortcuts from './shortcuts.js';
import { TestApp } from './test-app.js';

const REDIRECT_URI = 'https://app.example/callback';

/** Properties of an app in a test. */
export interface AskingApp {
  readonly clientId: string;
  readonly redirectUri: string;
}

/**
 * A server with the people, organisations and apps of a test. Their actions go through the server's pages and
 * endpoints, or through `shortcuts.ts` where there is none.
 */
export class World {
  constructor(readonly server: TestApp) {}

  /** `variables` override the environment. */
  static async start(variables: Record<string, string> = {}): Promise<World> {
    return new World(await TestApp.start(variables));
  }

  stop(): Promise<void> {
    return this.server.stop();
  }

  /** A new person, signed in. */
  async person(name = 'Ana'): Promise<Customer> {
    const person = await Customer.join(this.server, name);
    await person.signIn();
    return person;
  }

  organisation(name?: string): Promise<Organisation> {
    return Organisation.of(this.server, name);
  }

  /** A project of a new organisation, in which `user` is `role`. */
  async project(user: User, role: Role, settings: ProjectSettings = {}): Promise<TestProject> {
    const shops = await this.organisation('Shops');
    const project = await shops.createProject(settings.name ?? 'Summer Shop', settings);
    await shops.addMember(project, user, role);
    return project;
  }

  /** A new person with a project and its organisation, not signed in yet: the start of most stories about an app. */
  async owner(projectName = 'Summer Shop', name?: string) {
    const admin = await this.organisation();
    const project = await admin.createProject(projectName);
    const customer = await admin.person(name ?? 'Ana', [[project, 'owner']]);
    return { admin, project, customer };
  }

  /** An app that registers dynamically, and reads the server's metadata. */
  app(metadata?: Record<string, unknown>): Promise<ThirdPartyApp> {
    return ThirdPartyApp.register(this.server, metadata);
  }

  /** The same, for tests of single requests. */
  async registerApp(metadata: Record<string, unknown> = {}): Promise<AskingApp> {
    const { body } = await this.server.http
      .post('/oauth/register')
      .send({
        client_name: 'Example App',
        redirect_uris: [REDIRECT_URI],
        token_endpoint_auth_method: 'none',
        ...metadata,
      })
      .expect(201);
    const { client_id, redirect_uris } = body as { client_id: string; redirect_uris: string[] };
    return { clientId: client_id, redirectUri: redirect_uris[0] as string };
  }

  /** A verified app of an organisation without other members here. */
  async verifiedApp(
    scopes: readonly string[],
    redirectUri = REDIRECT_URI,
    name = 'Brightline',
  ): Promise<AskingApp> {
    const { organisationId } = await this.organisation('Brightline');
    const { client } = await shortcuts.registerPortalApp(this.server, organisationId, {
      client_name: name,
      token_endpoint_auth_method: 'none',
      redirect_uris: [redirectUri],
      scope: scopes.join(' '),
    });
    const review = { tier: 'verified', approvedScopes: scopes };
    await shortcuts.reviewApp(this.server, client.id, review, 'brightline.example');
    return { clientId: client.clientId, redirectUri };
  }

  /** The authorization URL of an app; undefined parameters are omitted. */
  authorizePath(app: AskingApp, changes: Record<string, string | undefined> = {}): string {
    const verifier = randomBytes(32).toString('base64url');
    const parameters = Object.entries({
      response_type: 'code',
      client_id: app.clientId,
      redirect_uri: app.redirectUri,
      scope: 'segments:read',
      state: 'st-1',
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
      ...changes,
    }).filter((pair): pair is [string, string] => pair[1] !== undefined);
    return `/oauth/authorize?${new URLSearchParams(parameters).toString()}`;
  }

  /** Opens authorize and follows it to the consent page. */
  async openConsent(
    browser: Browser,
    path: string,
  ): Promise<{ page: BrowserPage; action: string }> {
    const redirect = await browser.get(path);
    const action = redirect.headers.get('location') ?? '';
    if (!action.startsWith('/oauth/consent/')) {
      throw new Error(`No consent page but ${action} ${summaryOf(redirect)}`);
    }
    return { page: await browser.get(action), action };
  }
}
