import fc from 'fast-check';
import { toWireId } from '../../../src/kernel/ids.js';
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
import * as shortcuts from '../../support/shortcuts.js';
import { TestApp } from '../../support/test-app.js';

const CASES = 200;

/** Scopes required by some route, so that the guard can be called, and some that are only listed. */
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
  // Most projects allow apps, or little would be tested.
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

/** In development these are bounded in another way: to few messages, and to test numbers. */
const SENDING: readonly ProjectScope[] = ['sms:send', 'campaigns:send', 'automations:activate'];

/** As the person authorized the app. */
const EVERY_PROJECT: ProjectCase = {
  ...{ role: 'owner', plan: 'pro', appPolicy: 'open', isOwn: false },
  ...{ asked: [...SCOPES], ticked: [...SCOPES] },
};
const NO_PROJECT: ProjectCase = { ...EVERY_PROJECT, asked: [], ticked: [] };
const NAMES = ['Bakery', 'Café', 'Deli'];
const EVERYTHING: Case = {
  ...{ tier: 'verified', approved: [...SCOPES], family: [...SCOPES], narrowing: [] },
  projects: NAMES.map(() => EVERY_PROJECT),
};

/**
 * What each part allows by itself; a scope is effective where all of them allow it (decisions: requested, granted,
 * plan, role, policy, tier).
 */
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
          (tier === 'development' && SENDING.includes(scope)) ||
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
  let app: ConnectedApp;
  const projects: ConnectedProject[] = [];
  beforeAll(async () => {
    server = await TestApp.start();
    app = await ConnectedApp.register(server, { confidential: true, approvedScopes: SCOPES });
    for (const name of NAMES) projects.push(await app.addProject({ name, scopes: SCOPES }));
  });
  afterAll(() => server.stop());
  let seen = { some: 0, none: 0, allowed: 0, refused: 0 };

  /** Sets the app and its grant to this state; projects beyond those of the case have nothing. */
  async function become({ tier, approved: approvedScopes, projects: cases }: Case) {
    await shortcuts.reviewApp(server, app.clientUuid, { tier, approvedScopes });
    for (const [index, { id }] of projects.entries()) {
      const { role, plan, appPolicy, asked, ticked } = cases[index] ?? NO_PROJECT;
      const scopes = asked.filter((scope) => ticked.includes(scope));
      const choice = { requestedScopes: asked, scopes };
      await shortcuts.chooseInProject(server, app.grantId, id, choice);
      await shortcuts.changeRole(server, id, app.userId, role);
      await shortcuts.changePlan(server, id, plan);
      await shortcuts.changeAppPolicy(server, id, appPolicy);
    }
    const own = projects[cases.findIndex(({ isOwn }) => isOwn)]?.id ?? null;
    await shortcuts.giveAppTo(server, app.clientUuid, own);
  }

  const sorted = (scope: string): string => scope.split(' ').filter(Boolean).sort().join(' ');
  const byId = (ids: readonly string[], reports: readonly Report[]): string[] =>
    ids.map((id) => sorted(reports.find((report) => report.id === id)?.scope ?? 'no such project'));

  /** The same from every endpoint that verifies an access token. */
  async function checkAgreement(token: string, ids: string[], rule: string[]) {
    const account = await server.http
      .get('/v1/')
      .set('Authorization', `Bearer ${token}`)
      .expect(200);
    const { entity } = account.body as { entity: { projects: Report[] } };
    expect(byId(ids, entity.projects)).toEqual(rule);
    const form = { token, client_id: app.clientId, client_secret: app.secret };
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

  /** A project of the app's organisation makes those of others foreign: only the last one counts. */
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
      await become(EVERYTHING);
      const { token } = await app.getAccessToken(one.family);
      const code = await app.getCode(one.family);
      await become(one);
      const ids = one.projects.map((_, index) => toWireId('prj', projects[index]?.id ?? ''));
      const rule = expected(one, one.family);
      await checkAgreement(token, ids, rule);

      const redeemed = await app.redeem(code);
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
      await checkAgreement(narrowed.access_token, ids, narrowRule);
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
