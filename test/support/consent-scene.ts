import { createHash, randomBytes } from 'node:crypto';
import { toWireId } from '../../src/kernel/ids.js';
import { ScopeSet } from '../../src/kernel/scope-set.js';
import type { User } from '../../src/modules/accounts/users.service.js';
import { PortalApps } from '../../src/modules/clients/portal-apps.service.js';
import type { Plan } from '../../src/modules/projects/plan.js';
import { ProjectsService } from '../../src/modules/projects/projects.service.js';
import type { Role } from '../../src/modules/projects/role.js';
import { AppVerifications } from '../../src/modules/verification/app-verifications.service.js';
import { Database } from '../../src/platform/database/database.js';
import { Browser, type BrowserPage } from './browser.js';
import { summaryOf } from './page-summary.js';
import { createUser, PASSWORD } from './people.js';
import type { TestApp } from './test-app.js';

const REDIRECT_URI = 'https://app.example/callback';

/** What a test says of the app that asks. */
export interface SceneApp {
  readonly clientId: string;
  readonly redirectUri: string;
}

/** People, projects and apps around the consent page, made through the modules' fronts. */
export class ConsentScene {
  constructor(readonly server: TestApp) {}

  /** An app that registered itself. */
  async registerApp(metadata: Record<string, unknown> = {}): Promise<SceneApp> {
    const response = await this.server.http
      .post('/oauth/register')
      .send({
        client_name: 'Example App',
        redirect_uris: [REDIRECT_URI],
        token_endpoint_auth_method: 'none',
        ...metadata,
      })
      .expect(201);
    const { client_id, redirect_uris } = response.body as {
      client_id: string;
      redirect_uris: string[];
    };
    return { clientId: client_id, redirectUri: redirect_uris[0] as string };
  }

  /** A verified app of another organisation. */
  async verifiedApp(
    scopes: readonly string[],
    redirectUri = REDIRECT_URI,
    name = 'Brightline',
  ): Promise<SceneApp> {
    const organisationId = (await this.organisation('Brightline')).id;
    const { app } = this.server;
    return app.get(Database).transaction(async (tx) => {
      const metadata = {
        client_name: name,
        token_endpoint_auth_method: 'none',
        redirect_uris: [redirectUri],
        scope: scopes.join(' '),
      };
      const { client } = await app
        .get(PortalApps, { strict: false })
        .create(tx, organisationId, metadata, { kind: 'system' });
      await app.get(AppVerifications, { strict: false }).decide(tx, client.id, {
        tier: 'verified',
        approvedScopes: new ScopeSet(scopes),
        verifiedDomain: 'brightline.example',
      });
      return { clientId: client.clientId, redirectUri };
    });
  }

  organisation(name: string): Promise<{ id: string }> {
    const projects = this.server.app.get(ProjectsService, { strict: false });
    return this.server.app
      .get(Database)
      .transaction((tx) => projects.createOrganisation(tx, { name }));
  }

  /** A project in which `user` is `role`. Returns its ids in both forms. */
  async project(
    user: User,
    role: Role,
    options: { name?: string; plan?: Plan; appPolicy?: 'open' | 'verified-only' | 'closed' } = {},
  ): Promise<{ id: string; wireId: string }> {
    const { id: organisationId } = await this.organisation('Shops');
    const { app } = this.server;
    const projects = app.get(ProjectsService, { strict: false });
    const id = await app.get(Database).transaction(async (tx) => {
      const project = await projects.createProject(tx, {
        organisationId,
        name: options.name ?? 'Summer Shop',
        plan: options.plan ?? 'pro',
        ...(options.appPolicy ? { appPolicy: options.appPolicy } : {}),
      });
      await projects.addMember(tx, { projectId: project.id, userId: user.id, role });
      return project.id;
    });
    return { id, wireId: toWireId('prj', id) };
  }

  /** A new person, signed in. */
  async person(name = 'Ana'): Promise<{ user: User; browser: Browser }> {
    const user = await createUser(this.server, name);
    const browser = new Browser(this.server.origin);
    await browser.signIn(user.email, PASSWORD);
    return { user, browser };
  }

  /** The authorize URL that an app would send somebody to; undefined parameters are left out. */
  authorizePath(app: SceneApp, changes: Record<string, string | undefined> = {}): string {
    const parameters = Object.entries({
      response_type: 'code',
      client_id: app.clientId,
      redirect_uri: app.redirectUri,
      scope: 'segments:read',
      state: 'st-1',
      code_challenge: challengeOf(randomBytes(32).toString('base64url')),
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

const challengeOf = (verifier: string): string =>
  createHash('sha256').update(verifier).digest('base64url');

/** Sends the consent form: the page's hidden fields and these ticks. */
export function decide(
  browser: Browser,
  { page, action }: { page: BrowserPage; action: string },
  ticks: { projects?: readonly string[]; scopes?: readonly string[]; access?: string },
  decision = 'allow',
): Promise<BrowserPage> {
  const csrf = /name="csrf_token" value="([^"]+)"/.exec(page.html)?.[1] ?? '';
  return browser.post(action, [
    ['csrf_token', csrf],
    ['decision', decision],
    ...(ticks.projects ?? []).map((id): [string, string] => ['project', id]),
    ...(ticks.scopes ?? ['segments:read']).map((scope): [string, string] => ['scope', scope]),
    ...(ticks.access === undefined ? [] : [['access', ticks.access] as [string, string]]),
  ]);
}

/** The parameters that the app receives. */
export const answerOf = (response: BrowserPage): Record<string, string> =>
  Object.fromEntries(new URL(response.headers.get('location') ?? '').searchParams);
