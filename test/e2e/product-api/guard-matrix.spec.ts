import { newId, toWireId } from '../../../src/kernel/ids.js';
import { mintSecret } from '../../../src/kernel/secret.js';
import { ROLES, type Role } from '../../../src/modules/projects/role.js';
import { ROLES_OF_SCOPE } from '../../../src/modules/scopes-and-roles/role-ceilings.js';
import {
  APP_SCOPE_NAMES,
  type ProjectScope,
} from '../../../src/modules/scopes-and-roles/scope-catalogue.js';
import { SurfaceCensus } from '../../../src/platform/http/surface-census.js';
import { productRoutes, type ProductRoute } from '../../../src/product-api/access/product-route.js';
import { findProductRoutes, isForApps, titleOf } from '../../support/guard-matrix/find-routes.js';
import { Matrix, problemOf } from '../../support/guard-matrix/matrix.js';
import type { RawAnswer } from '../../support/raw-request.js';
import { TestApp } from '../../support/test-app.js';

const ROUTES = findProductRoutes();
const UNASKED = /^Bearer resource_metadata="[^"]+", DPoP algs="[^"]+", resource_metadata="[^"]+"$/;
const INVALID =
  /^Bearer error="invalid_token", error_description="[^"]+", resource_metadata="[^"]+", DPoP algs="[^"]+", resource_metadata="[^"]+"$/;

const named = (routes: readonly ProductRoute[]) =>
  routes.map((route) => [titleOf(route), route] as const);

const lacks = (role: Role, scopes: readonly ProjectScope[]): boolean =>
  scopes.some((scope) => !ROLES_OF_SCOPE[scope].includes(role));

describe('the guards of the Product API', () => {
  let server: TestApp;
  let ours: Matrix;
  let theirs: Matrix;

  beforeAll(async () => {
    server = await TestApp.start();
    ours = await Matrix.stand(server);
    theirs = await Matrix.stand(server, {}, 'omega', '+34600000202');
  });
  afterAll(() => server.stop());

  const expectInvalidToken = (answer: RawAnswer): void => {
    expect(answer.status).toBe(401);
    expect(answer.headers['www-authenticate']).toMatch(INVALID);
    expect(problemOf(answer).code).toBe('unauthorized');
  };

  it('are proven on every route that the running server has', () => {
    const running = productRoutes(server.app.get(SurfaceCensus).routes());
    expect(running.map(titleOf).sort()).toEqual(ROUTES.map(titleOf).sort());
    expect(ROUTES.length).toBeGreaterThan(0);
  });

  describe.each(named(ROUTES.filter((route) => !isForApps(route))))('%s', (_, route) => {
    const needed = (route.scopes ?? []).join(' ');

    it('answers no app, whatever is stored of its grant, and asks for no consent (E1)', async () => {
      const other = await Matrix.stand(server);
      await other.change(
        `WITH project AS (UPDATE grant_projects SET scopes = scopes || $2::text[] WHERE grant_id = $1),
           review AS (UPDATE app_verifications SET approved_scopes = approved_scopes || $2::text[] WHERE client_id = $3)
         UPDATE token_families SET scopes = scopes || $2::text[] WHERE grant_id = $1`,
        ...[other.app.grantId, route.scopes, other.app.clientUuid],
      );
      const answer = await other.call(route, { token: other.token });
      expect(answer.status).toBe(403);
      expect(problemOf(answer)).toMatchObject({
        ...{ code: 'insufficient_scope', required_scope: needed },
        detail: 'No app can have this scope. Only an API token can do this.',
      });
      expect(answer.headers['www-authenticate']).toBeUndefined();
    });

    it('is 404 to apps in projects that they do not reach (E3)', async () => {
      const path = ours.pathTo(route, theirs.projectOnTheWire);
      expect((await ours.call(route, { token: ours.token, path })).status).toBe(404);
    });
  });

  describe.each(named(ROUTES.filter(isForApps)))('%s', (_, route) => {
    const needed = route.scopes ?? [];
    const inProject = needed.length > 0;

    it('answers who may ask', async () => {
      const answer = await ours.call(route);
      expect(answer.status).toBeGreaterThanOrEqual(200);
      expect(answer.status).toBeLessThan(300);
      expect(answer.headers['cache-control']).toBe('private, no-store');
      expect(answer.headers.vary).toContain('Authorization');
    });

    it('needs no more than it says', async () => {
      const { token } = await ours.app.getAccessToken(needed);
      expect((await ours.call(route, { token })).status).toBeLessThan(300);
    });

    it('is 401 without error for a stranger, whatever the path names (RS-01, RS-02, RS-08)', async () => {
      const unknown = toWireId('prj', newId());
      for (const path of [
        ours.pathTo(route),
        ours.pathTo(route, unknown),
        ours.pathTo(route, 'x'),
      ]) {
        const answer = await ours.call(route, { token: null, path });
        expect(answer.status).toBe(401);
        expect(answer.headers['www-authenticate']).toMatch(UNASKED);
      }
    });

    it('is 401 invalid_token for what is no token of ours (RS-03)', async () => {
      for (const token of [
        'garbage',
        mintSecret('isoa').text,
        mintSecret('isor').text,
        `${ours.token}x`,
      ]) {
        expectInvalidToken(await ours.call(route, { token }));
      }
    });

    it.each([
      [
        'a token for another resource (E2)',
        `UPDATE grants SET resource = 'http://localhost/mcp' WHERE id = $1`,
      ],
      [
        'a revoked grant (E4)',
        `UPDATE grants SET revoked_at = now(), revoked_reason = 'test' WHERE id = $1`,
      ],
      [
        'an ended grant',
        `UPDATE grants SET expires_at = now() - interval '1 second' WHERE id = $1`,
      ],
      [
        'a revoked token',
        `UPDATE access_tokens SET revoked_at = now() WHERE family_id IN (SELECT id FROM token_families WHERE grant_id = $1)`,
      ],
      [
        'an expired token',
        `UPDATE access_tokens SET expires_at = now() WHERE family_id IN (SELECT id FROM token_families WHERE grant_id = $1)`,
      ],
      ['a revoked family', `UPDATE token_families SET revoked_at = now() WHERE grant_id = $1`],
    ])('is 401 invalid_token for %s (RS-03)', async (_case, sql) => {
      const other = await Matrix.stand(server);
      expect((await other.call(route)).status).toBeLessThan(300);
      await other.change(sql, other.app.grantId);
      expectInvalidToken(await other.call(route));
    });

    for (const scope of needed) {
      it(`is 403 with a challenge without ${scope} (RS-04, E1)`, async () => {
        const others = APP_SCOPE_NAMES.filter((each) => each !== scope);
        const { token } = await ours.app.getAccessToken(others);
        const answer = await ours.call(route, { token });
        expect(answer.status).toBe(403);
        expect(problemOf(answer)).toMatchObject({
          code: 'insufficient_scope',
          required_scope: needed.join(' '),
        });
        const challenge = String(answer.headers['www-authenticate']);
        expect(challenge).toContain('Bearer error="insufficient_scope"');
        expect(challenge).toContain(`scope="${needed.join(' ')}"`);
        expect(challenge).toContain('resource_metadata="');
      });
    }

    for (const role of ROLES.filter((each) => lacks(each, needed))) {
      it(`is 403 insufficient_role for the role ${role}, without a challenge (RS-05, E5)`, async () => {
        const other = await Matrix.stand(server);
        expect((await other.call(route)).status).toBeLessThan(300);
        await other.change(
          `UPDATE memberships SET role = $2 WHERE user_id = $1`,
          other.app.userId,
          role,
        );
        const answer = await other.call(route);
        expect(answer.status).toBe(403);
        expect(problemOf(answer).code).toBe('insufficient_role');
        expect(answer.headers['www-authenticate']).toBeUndefined();
      });
    }

    if (!inProject) return;

    it.each([
      [
        'plan_required',
        { plan: 'free', role: 'viewer', appPolicy: 'closed', tokenScopes: ['openid'] },
      ],
      ['denied_by_policy', { appPolicy: 'closed', approvedScopes: [], tokenScopes: ['openid'] }],
      ['denied_by_tier', { approvedScopes: [], tokenScopes: ['openid'] }],
    ])('is 403 %s before anything that comes after it (RS-05)', async (code, situation) => {
      const answer = await (await Matrix.stand(server, situation)).call(route);
      expect(answer.status).toBe(403);
      expect(problemOf(answer).code).toBe(code);
      expect(answer.headers['www-authenticate']).toBeUndefined();
    });

    it('is one and the same 404 for projects that the token does not reach (RS-09, E3)', async () => {
      const left = await Matrix.stand(server);
      await left.change(
        `UPDATE memberships SET ended_at = now() WHERE id = $1`,
        left.project.membershipId,
      );
      const disconnected = await Matrix.stand(server);
      await disconnected.change(
        `UPDATE grant_projects SET revoked_at = now() WHERE grant_id = $1`,
        disconnected.app.grantId,
      );
      const answers = [
        await ours.call(route, { path: ours.pathTo(route, theirs.projectOnTheWire) }),
        await ours.call(route, { path: theirs.pathTo(route) }),
        await ours.call(route, { path: ours.pathTo(route, toWireId('prj', newId())) }),
        await ours.call(route, { path: ours.pathTo(route, 'x') }),
        await left.call(route),
        await disconnected.call(route),
      ];
      for (const answer of answers) expect(answer.status).toBe(404);
      const bodies = answers
        .map(problemOf)
        .map((body) => ({ ...body, instance: undefined, requestId: undefined }));
      expect(new Set(bodies.map((body) => JSON.stringify(body))).size).toBe(1);
    });

    it('shows nothing of another project, whatever its path names (E3)', async () => {
      const answer = await ours.call(route, {
        path: ours.pathTo(route, ours.projectOnTheWire, theirs.things),
      });
      expect(answer.text).not.toContain('omega');
      // What the path names by id does not exist; a search for it finds nothing, and what it names not at all is made.
      if (answer.status >= 300) expect(answer.status).toBe(404);
    });
  });
});
