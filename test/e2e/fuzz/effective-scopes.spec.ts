import fc from 'fast-check';
import { toWireId } from '../../../src/kernel/ids.js';
import { mintSecret } from '../../../src/kernel/secret.js';
import { APP_POLICIES } from '../../../src/modules/projects/app-policy.js';
import { PLANS } from '../../../src/modules/projects/plan.js';
import { ROLES } from '../../../src/modules/projects/role.js';
import { ROLES_OF_SCOPE } from '../../../src/modules/scopes-and-roles/role-ceilings.js';
import {
  PROJECT_SCOPES,
  type ProjectScope,
} from '../../../src/modules/scopes-and-roles/scope-catalogue.js';
import { TIERS } from '../../../src/modules/verification/app-verification.js';
import { ConnectedApp, type ConnectedProject, type Tokens } from '../../support/connected-app.js';
import { TestApp } from '../../support/test-app.js';

const CASES = 200;

/** Scopes that some route needs, so that the guard can be asked, and some that only stand in lists. */
const SCOPES = [
  ...['project:read', 'segments:read', 'audience:list', 'audience:read', 'account:read'],
  ...['audience.full:read', 'audience:delete', 'sms:send', 'campaigns:write', 'webhooks:read'],
] as const satisfies readonly ProjectScope[];

/** Reads that need one scope each. */
const ROUTES = [
  ['project:read', 'get', ''],
  ['segments:read', 'get', '/segment'],
  ['audience:list', 'post', '/audience/scroll'],
] as const;

const someScopes = fc.subarray([...SCOPES]);
const someProject = fc.record({
  role: fc.constantFrom(...ROLES),
  // Most projects may have apps at all, or there would be little to see.
  plan: fc.oneof(
    { weight: 4, arbitrary: fc.constant('pro') },
    { weight: 1, arbitrary: fc.constantFrom(...PLANS) },
  ),
  appPolicy: fc.oneof(
    { weight: 3, arbitrary: fc.constant('open') },
    { weight: 1, arbitrary: fc.constantFrom(...APP_POLICIES) },
  ),
  asked: someScopes,
  ticked: someScopes,
  isOwn: fc.boolean(),
});
const someCase = fc.record({
  tier: fc.constantFrom(...TIERS),
  approved: someScopes,
  family: fc.subarray([...SCOPES], { minLength: 1 }),
  narrowing: someScopes,
  projects: fc.array(someProject, { minLength: 1, maxLength: 3 }),
});
type Case = typeof someCase extends fc.Arbitrary<infer One> ? One : never;
type ProjectCase = Case['projects'][number];

/** What each part allows by itself; a scope works where all of them do (decisions: asked, granted, plan, role, policy, tier). */
function parts({ tier, approved }: Case, project: ProjectCase, asked: readonly string[]) {
  const reviewed = tier === 'verified' || tier === 'listed';
  const ticked = project.asked.filter((scope) =>
    project.ticked.includes(scope),
  ) as readonly ProjectScope[];
  return {
    asked: (scope: ProjectScope) => asked.includes(scope),
    granted: (scope: ProjectScope) => ticked.includes(scope),
    plan: () => project.plan !== 'free',
    role: (scope: ProjectScope) => ROLES_OF_SCOPE[scope].includes(project.role),
    policy: () =>
      project.appPolicy === 'open' || (project.appPolicy === 'verified-only' && reviewed),
    tier: (scope: ProjectScope) =>
      reviewed
        ? (approved as readonly ProjectScope[]).includes(scope)
        : (tier === 'development' && project.isOwn) ||
          PROJECT_SCOPES[scope].sensitivity !== 'restricted',
  };
}

/** Each project's scopes, in the order of the request. */
function expected(one: Case, asked: readonly string[]): string[] {
  return one.projects.map((project) => {
    const allowed = Object.values(parts(one, project, asked));
    return SCOPES.filter((scope) => allowed.every((part) => part(scope)))
      .sort()
      .join(' ');
  });
}

interface Report {
  readonly id: string;
  readonly scope: string;
}

describe('what a token may do', () => {
  let server: TestApp;
  beforeAll(async () => (server = await TestApp.start()));
  afterAll(() => server.stop());
  let seen = { some: 0, none: 0, allowed: 0, refused: 0 };

  /** An app whose grant looks like this. */
  async function connect(one: Case, secret: string) {
    const app = await ConnectedApp.connect(server, {
      tier: one.tier,
      approvedScopes: one.approved,
      secret,
    });
    const projects: ConnectedProject[] = [];
    for (const { role, plan, appPolicy, asked, ticked, isOwn } of one.projects) {
      const scopes = asked.filter((scope) => ticked.includes(scope));
      const project = await app.addProject({
        role,
        plan,
        appPolicy,
        scopes,
        requestedScopes: asked,
      });
      projects.push(project);
      if (!isOwn) continue;
      await server.database.query(
        `UPDATE clients SET origin = 'portal', organisation_id = (SELECT organisation_id FROM projects WHERE id = $2)
         WHERE id = $1`,
        [app.clientUuid, project.id],
      );
    }
    return { app, ids: projects.map(({ id }) => toWireId('prj', id)) };
  }

  const sorted = (scope: string): string => scope.split(' ').filter(Boolean).sort().join(' ');
  const byId = (ids: readonly string[], reports: readonly Report[]): string[] =>
    ids.map((id) => sorted(reports.find((report) => report.id === id)?.scope ?? 'no such project'));

  /** The same from everybody who is asked about an access token. */
  async function checkAgreement(
    token: string,
    ids: string[],
    rule: string[],
    app: ConnectedApp,
    secret: string,
  ) {
    const account = await server.http
      .get('/v1/')
      .set('Authorization', `Bearer ${token}`)
      .expect(200);
    const { entity } = account.body as { entity: { projects: Report[] } };
    expect(byId(ids, entity.projects)).toEqual(rule);
    const form = { token, client_id: app.clientId, client_secret: secret };
    const told = await server.http.post('/oauth/introspect').type('form').send(form).expect(200);
    const { scope: all, projects } = told.body as { scope: string; projects: Report[] };
    expect(byId(ids, projects)).toEqual(rule);
    const union = sorted([...new Set(rule.flatMap((scope) => scope.split(' ')))].join(' '));
    expect(sorted(all)).toBe(union);
    for (const [index, id] of ids.entries()) {
      for (const [scope, method, path] of ROUTES) {
        const request = server.http[method](`/v1/project/${id}${path}`).set(
          'Authorization',
          `Bearer ${token}`,
        );
        const { status } = await (method === 'post' ? request.send({}) : request);
        const allowed = rule[index]?.split(' ').includes(scope) === true;
        expect([scope, status]).toEqual([scope, allowed ? 200 : 403]);
        seen[allowed ? 'allowed' : 'refused']++;
      }
    }
  }

  /** A project that is the app's own makes those of other organisations foreign: only the last one counts. */
  const ownOnce = (one: Case): Case => {
    const last = one.projects.findLastIndex(({ isOwn }) => isOwn);
    return {
      ...one,
      projects: one.projects.map((project, i) => ({ ...project, isOwn: i === last })),
    };
  };

  it('is the least of what was asked, granted, and allowed by plan, role, policy and tier, whoever is asked (REF-06, REF-07, RS-05, D12)', async () => {
    seen = { some: 0, none: 0, allowed: 0, refused: 0 };
    const property = fc.asyncProperty(someCase.map(ownOnce), async (one) => {
      const secret = mintSecret('iscs').text;
      const { app, ids } = await connect(one, secret);
      const rule = expected(one, one.family);
      const { token } = await app.storeAccessToken(one.family);
      await checkAgreement(token, ids, rule, app, secret);

      const redeemed = await app.redeem(await app.storeCode(one.family));
      const isNothing = rule.every((scope) => scope === '');
      expect(redeemed.status).toBe(isNothing ? 400 : 200);
      seen[isNothing ? 'none' : 'some']++;
      if (isNothing) return;
      const tokens = redeemed.body as Tokens;
      expect(byId(ids, tokens.projects)).toEqual(rule);

      const scope = one.narrowing.filter((name) => one.family.includes(name));
      const narrow = expected(one, scope);
      const refreshed = await app.refresh(
        tokens.refresh_token,
        scope.length > 0 ? { scope: scope.join(' ') } : {},
      );
      if (scope.length > 0 && narrow.every((each) => each === '')) {
        expect(refreshed.status).toBe(400);
        return;
      }
      const narrowed = refreshed.body as Tokens;
      const narrowRule = scope.length > 0 ? narrow : rule;
      expect(byId(ids, narrowed.projects)).toEqual(narrowRule);
      await checkAgreement(narrowed.access_token, ids, narrowRule, app, secret);
    });
    await fc.assert(property, { numRuns: CASES });
  }, 240_000);

  it('was asked of tokens that can do something and of tokens that cannot', () => {
    expect(seen.some).toBeGreaterThan(CASES / 5);
    expect(seen.none).toBeGreaterThan(CASES / 50);
    expect(seen.allowed).toBeGreaterThan(CASES / 8);
    expect(seen.refused).toBeGreaterThan(CASES);
  });
});
