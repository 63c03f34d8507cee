import type supertest from 'supertest';
import { toWireId } from '../../src/kernel/ids.js';
import {
  ApiTokens,
  type IssuedToken,
  type TokenRequest,
} from '../../src/modules/api-tokens/api-tokens.service.js';
import type { Role } from '../../src/modules/projects/role.js';
import { isScopeAt } from '../../src/modules/scopes-and-roles/protected-resource.js';
import { PROJECT_SCOPE_NAMES } from '../../src/modules/scopes-and-roles/scope-catalogue.js';
import { Database } from '../../src/platform/database/database.js';
import * as shortcuts from './shortcuts.js';
import type { TestApp } from './test-app.js';

/** Every scope that an API token may have. */
export const TOKEN_SCOPES = PROJECT_SCOPE_NAMES.filter((scope) => isScopeAt('api', scope));

/** What a member chooses, unless a test says otherwise. */
export const issueToken = (
  server: TestApp,
  request: Partial<TokenRequest> & Pick<TokenRequest, 'userId' | 'projectIds'>,
): Promise<IssuedToken> =>
  server.app.get(Database).transaction((tx) =>
    server.app.get(ApiTokens, { strict: false }).issue(
      tx,
      {
        title: 'Nightly export',
        scopes: TOKEN_SCOPES,
        expiresInSeconds: null,
        testMode: false,
        ...request,
      },
      { kind: 'user', userId: request.userId },
    ),
  );

/** A member of a new project with an API token for it, who calls the Product API. */
export class TestToken {
  private constructor(
    private readonly server: TestApp,
    readonly person: { readonly id: string; readonly email: string },
    readonly projectId: string,
    readonly membershipId: string,
    readonly token: IssuedToken,
  ) {}

  static async make(
    server: TestApp,
    { role = 'owner', ...request }: Partial<TokenRequest> & { role?: Role } = {},
  ): Promise<TestToken> {
    const person = await shortcuts.signUp(server, 'Vera');
    const { id: organisationId } = await shortcuts.foundOrganisation(server, 'Bakery Ltd');
    const project = { organisationId, name: 'Bakery', plan: 'free' } as const;
    const { id } = await shortcuts.createProject(server, project);
    const member = await shortcuts.addMember(server, id, person.id, role);
    const chosen = { userId: person.id, projectIds: [id], ...request };
    return new TestToken(server, person, id, member.id, await issueToken(server, chosen));
  }

  get authorization(): string {
    return `Bearer ${this.token.secret}`;
  }

  /** Of a resource of the project, or of the root of the API. */
  get(below = ''): supertest.Test {
    return this.ask(`/v1/project/${toWireId('prj', this.projectId)}${below}`);
  }

  ask(path: string): supertest.Test {
    return this.server.http.get(path).set('Authorization', this.authorization);
  }

  change(sql: string, ...values: unknown[]): Promise<unknown> {
    return this.server.database.query(sql, values);
  }
}
