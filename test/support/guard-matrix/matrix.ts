import { toWireId } from '../../../src/kernel/ids.js';
import { APP_SCOPE_NAMES } from '../../../src/modules/scopes-and-roles/scope-catalogue.js';
import type { IssuedToken } from '../../../src/modules/api-tokens/api-tokens.service.js';
import { isScopeAt } from '../../../src/modules/scopes-and-roles/protected-resource.js';
import type { ProductRoute } from '../../../src/product-api/access/product-route.js';
import { ConnectedApp, type ConnectedProject } from '../connected-app.js';
import { rawRequest, type RawAnswer } from '../raw-request.js';
import type { TestApp } from '../test-app.js';
import { issueToken } from '../test-token.js';
import type { Things } from './route-sample.js';
import { isForApps } from './find-routes.js';
import { addThings, pathTo, sampleOf } from './route-samples.js';

export interface ProblemBody {
  readonly code: string;
  readonly [member: string]: unknown;
}

interface Situation {
  readonly role?: string;
  readonly plan?: string;
  readonly appPolicy?: string;
  readonly tokenScopes?: readonly string[];
  readonly approvedScopes?: readonly string[];
}

/** An app that a person authorized for one project with every scope, less what a test removes. */
export class Matrix {
  private constructor(
    private readonly server: TestApp,
    readonly app: ConnectedApp,
    readonly project: ConnectedProject,
    readonly things: Things,
    readonly token: string,
  ) {}

  /** The same person's, with every scope; made when a route is called that is for API tokens only. */
  private apiToken: Promise<IssuedToken> | undefined;

  /** `mark` and `phone` occur in all data of the project. */
  static async stand(
    server: TestApp,
    situation: Situation = {},
    mark = 'alpha',
    phone = '+34600000101',
  ): Promise<Matrix> {
    const { tokenScopes, approvedScopes, ...inProject } = situation;
    const everything = APP_SCOPE_NAMES.filter((scope) => isScopeAt('api', scope));
    const app = await ConnectedApp.register(server, {
      approvedScopes: approvedScopes ?? everything,
      accountScopes: ['openid'],
    });
    const project = await app.addProject({ name: mark, scopes: everything, ...inProject });
    const things = await addThings({
      ...{ database: server.database, projectId: project.id },
      ...{ mark, phone },
    });
    const { token } = await app.getAccessToken(tokenScopes ?? everything);
    return new Matrix(server, app, project, things, token);
  }

  get projectOnTheWire(): string {
    return toWireId('prj', this.project.id);
  }

  /** The route in this project, with any token; null sends none. */
  async call(
    route: ProductRoute,
    { token: given, path = this.pathTo(route) }: { token?: string | null; path?: string } = {},
  ): Promise<RawAnswer> {
    const { headers } = sampleOf(route);
    const token = given === undefined ? await this.tokenFor(route) : given;
    await this.restore(route);
    const body = this.bodyOf(route);
    return rawRequest(
      this.server.origin,
      route.method,
      path,
      {
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        ...(body === '' ? {} : jsonOf(body)),
        ...headers,
      },
      body,
    );
  }

  private async tokenFor(route: ProductRoute): Promise<string> {
    if (isForApps(route)) return this.token;
    const { app, project } = this;
    this.apiToken ??= issueToken(this.server, { userId: app.userId, projectIds: [project.id] });
    return (await this.apiToken).secret;
  }

  /** Makes again what a call of the route has ended. */
  async restore(route: ProductRoute): Promise<void> {
    const { database } = this.server;
    await sampleOf(route).restore?.({ database, projectId: this.project.id }, this.things);
  }

  /** A DELETE has one only if its sample does. */
  private bodyOf(route: ProductRoute): string {
    const isBare = route.method === 'DELETE' && !sampleOf(route).body;
    if (route.method === 'GET' || isBare) return '';
    return JSON.stringify(sampleOf(route).body?.(this.things) ?? {});
  }

  pathTo(route: ProductRoute, project = this.projectOnTheWire, things = this.things): string {
    return pathTo(route, project, things);
  }

  change(sql: string, ...values: unknown[]): Promise<unknown> {
    return this.server.database.query(sql, values);
  }
}

/** Node would send the body of a DELETE without its length, which makes it another request. */
const jsonOf = (body: string) => ({
  'content-type': 'application/json',
  'content-length': String(Buffer.byteLength(body)),
});

export const problemOf = ({ text }: RawAnswer): ProblemBody => JSON.parse(text) as ProblemBody;
