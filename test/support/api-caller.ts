import type supertest from 'supertest';
import { toWireId } from '../../src/kernel/ids.js';
import { APP_SCOPE_NAMES } from '../../src/modules/scopes-and-roles/scope-catalogue.js';
import { ConnectedApp, type ConnectedProject } from './connected-app.js';
import type { TestApp } from './test-app.js';

/** A reviewed app, authorized for one project, that calls the Product API with a token. */
export class ApiCaller {
  private constructor(
    private readonly server: TestApp,
    readonly app: ConnectedApp,
    readonly project: ConnectedProject,
    private readonly token: string,
  ) {}

  /** `scopes` are granted, in the token, and allowed by the role. */
  static async connect(
    server: TestApp,
    scopes: readonly string[] = APP_SCOPE_NAMES,
    name = 'Bakery',
  ): Promise<ApiCaller> {
    const app = await ConnectedApp.register(server, { approvedScopes: APP_SCOPE_NAMES });
    const project = await app.addProject({ name, scopes });
    const { token } = await app.getAccessToken(scopes);
    return new ApiCaller(server, app, project, token);
  }

  /** The same app, person and project with another token. */
  async narrowedTo(...scopes: string[]): Promise<ApiCaller> {
    const { token } = await this.app.getAccessToken(scopes);
    return new ApiCaller(this.server, this.app, this.project, token);
  }

  /** The same, calling another server of the same database. */
  at(server: TestApp): ApiCaller {
    return new ApiCaller(server, this.app, this.project, this.token);
  }

  get authorization(): string {
    return `Bearer ${this.token}`;
  }

  /** The path of a resource of the project; `/segment` for example. */
  path(below = ''): string {
    return `/v1/project/${toWireId('prj', this.project.id)}${below}`;
  }

  get(below = '', query: Record<string, string> = {}): supertest.Test {
    const request = this.server.http.get(this.path(below)).query(query);
    return request.set('Authorization', this.authorization);
  }

  post(below: string, body: object): supertest.Test {
    const request = this.server.http.post(this.path(below)).send(body);
    return request.set('Authorization', this.authorization);
  }

  patch(below: string, body: object): supertest.Test {
    const request = this.server.http.patch(this.path(below)).send(body);
    return request.set('Authorization', this.authorization);
  }

  delete(below: string): supertest.Test {
    return this.server.http.delete(this.path(below)).set('Authorization', this.authorization);
  }
}
