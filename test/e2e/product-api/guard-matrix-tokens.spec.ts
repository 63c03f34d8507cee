import { newId, toWireId } from '../../../src/kernel/ids.js';
import { ROLES, type Role } from '../../../src/modules/projects/role.js';
import { ROLES_OF_SCOPE } from '../../../src/modules/scopes-and-roles/role-ceilings.js';
import type { ProjectScope } from '../../../src/modules/scopes-and-roles/scope-catalogue.js';
import { findProductRoutes, titleOf } from '../../support/guard-matrix/find-routes.js';
import { Matrix, problemOf } from '../../support/guard-matrix/matrix.js';
import type { RawAnswer } from '../../support/raw-request.js';
import { TestApp } from '../../support/test-app.js';
import { issueToken, TOKEN_SCOPES } from '../../support/test-token.js';

const ROUTES = findProductRoutes();

const lacks = (role: Role, scopes: readonly ProjectScope[]): boolean =>
  scopes.some((scope) => !ROLES_OF_SCOPE[scope].includes(role));

/** The matrix with API tokens, beside that of apps. */
describe('the guards of the Product API, before API tokens', () => {
  let server: TestApp;
  let ours: Matrix;
  let theirs: Matrix;

  beforeAll(async () => {
    server = await TestApp.start();
    ours = await Matrix.stand(server);
    theirs = await Matrix.stand(server, {}, 'omega', '+34600000202');
  });
  afterAll(() => server.stop());
  // There is a limit to how many a person has.
  afterEach(() =>
    ours.change(
      `UPDATE api_tokens SET revoked_at = now(), revoked_reason = 'test' WHERE revoked_at IS NULL`,
    ),
  );

  const tokenOf = async (matrix: Matrix, scopes: readonly string[] = TOKEN_SCOPES) =>
    issueToken(server, {
      userId: matrix.app.userId,
      projectIds: [matrix.project.id],
      scopes: scopes.length === 0 ? ['project:read'] : scopes,
    });
  const expectInvalidToken = (answer: RawAnswer): void => {
    expect(answer.status).toBe(401);
    expect(answer.headers['www-authenticate']).toContain('Bearer error="invalid_token"');
    expect(problemOf(answer).code).toBe('unauthorized');
  };

  describe.each(ROUTES.map((route) => [titleOf(route), route] as const))('%s', (_, route) => {
    const needed = route.scopes ?? [];

    it('answers a token with the scopes that it says', async () => {
      const { secret: token } = await tokenOf(ours, needed);
      const answer = await ours.call(route, { token });
      expect(answer.status).toBeGreaterThanOrEqual(200);
      expect(answer.status).toBeLessThan(300);
    });

    it.each([
      [
        'a revoked one (E4)',
        `UPDATE api_tokens SET revoked_at = now(), revoked_reason = 'test' WHERE id = $1`,
      ],
      [
        'an expired one',
        "UPDATE api_tokens SET expires_at = now() - interval '1 second' WHERE id = $1",
      ],
      [
        'one that a new password has voided (E6)',
        'UPDATE api_tokens SET consent_epoch = consent_epoch - 1 WHERE id = $1',
      ],
    ])('is 401 for %s', async (_case, sql) => {
      const { id, secret: token } = await tokenOf(ours);
      await ours.change(sql, id);
      expectInvalidToken(await ours.call(route, { token }));
    });

    if (needed.length === 0) return;

    it.each(needed)('is 403 without a challenge for one without %s (E1)', async (scope) => {
      const { secret: token } = await tokenOf(
        ours,
        TOKEN_SCOPES.filter((each) => each !== scope),
      );
      const answer = await ours.call(route, { token });
      expect(answer.status).toBe(403);
      expect(problemOf(answer)).toMatchObject({
        code: 'insufficient_scope',
        required_scope: needed.join(' '),
      });
      expect(answer.headers['www-authenticate']).toBeUndefined();
    });

    for (const role of ROLES.filter((each) => lacks(each, needed))) {
      it(`is 403 insufficient_role once its creator is ${role} (E5)`, async () => {
        const other = await Matrix.stand(server);
        const { secret: token } = await tokenOf(other);
        const sql = 'UPDATE memberships SET role = $2 WHERE user_id = $1';
        await other.change(sql, other.app.userId, role);
        const answer = await other.call(route, { token });
        expect(answer.status).toBe(403);
        expect(problemOf(answer).code).toBe('insufficient_role');
      });
    }

    it('is 404 in projects that it does not reach (E3)', async () => {
      const left = await Matrix.stand(server);
      const { secret: leftToken } = await tokenOf(left);
      const sql = 'UPDATE memberships SET ended_at = now() WHERE id = $1';
      await left.change(sql, left.project.membershipId);
      const { secret: token } = await tokenOf(ours);
      for (const path of [
        theirs.pathTo(route),
        ours.pathTo(route, theirs.projectOnTheWire),
        ours.pathTo(route, toWireId('prj', newId())),
      ]) {
        expect((await ours.call(route, { token, path })).status).toBe(404);
      }
      expect((await left.call(route, { token: leftToken })).status).toBe(404);
    });
  });
});
