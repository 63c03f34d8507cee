import type { Role } from '../../../src/modules/projects/role.js';
import {
  APP_SCOPE_NAMES,
  PROJECT_SCOPES,
} from '../../../src/modules/scopes-and-roles/scope-catalogue.js';
import { GrantActivity } from '../../../src/modules/grants/grant-activity.service.js';
import { EndIdleGrantsJob } from '../../../src/modules/grants/internal/end-idle-grants.job.js';
import { NoteRequests } from '../../../src/modules/app-activity/internal/note-requests.js';
import {
  TIER_POLICIES,
  type PolicyKey,
  type TierPolicy,
} from '../../../src/modules/verification/tier-policy.js';
import type { TestProject } from '../../support/actors/organisation.js';
import { decide } from '../../support/consent-page.js';
import { addContact } from '../../support/shortcuts.js';
import type { TestApp } from '../../support/test-app.js';
import { TierApp } from '../../support/tier-app.js';
import { World } from '../../support/world.js';

/** As a review would allow: one scope of each class. */
const APPROVED = ['segments:read', 'audience:list', 'sms:send'];
const API_SCOPES = APP_SCOPE_NAMES.filter((scope) => !scope.startsWith('mcp'));
const PAGE = 100;

const columns = Object.entries(TIER_POLICIES) as [PolicyKey, TierPolicy][];

/** Every cell of the tier table, over HTTP: a figure that changes without its rule, or a rule without it, fails. */
describe.each(columns)('the limits of an app, %s', (key, policy) => {
  let world: World;
  /** The same with limits of calls. */
  let limited: TestApp;
  beforeAll(async () => {
    world = await World.start();
    limited = await world.server.startReplica({ RATE_LIMIT_SCALE: '1' });
  });
  afterAll(async () => {
    await limited.stop();
    await world.stop();
  });

  const query = <Row extends Record<string, unknown>>(sql: string, ...values: unknown[]) =>
    world.server.database.query<Row>(sql, values);

  async function connected(scopes: string) {
    const app = await TierApp.at(world, key);
    const project = await app.project();
    const person = await app.person([project]);
    const tokens = await app.asked.connect(scopes, { customer: person, projects: [project] });
    const call = (method: string, below: string, body?: object) =>
      app.asked.call(tokens, method, `/v1/project/${project.wireId}${below}`, body);
    return { app, project, tokens, call };
  }

  it('scopes: the classes, those that are bounded, or what was approved', async () => {
    const app = await TierApp.at(world, key, APPROVED);
    const project = await app.project();
    const person = await app.person([project]);
    const asked = app.asked.askFor(API_SCOPES.join(' '), {
      ...{ customer: person, projects: [project] },
      scopes: API_SCOPES.filter((scope) => expected.includes(scope)),
    });
    const { body } = await app.asked.redeem(await asked);
    const [granted] =
      (body as { projects?: { scope: string; withheld: object[] }[] }).projects ?? [];
    expect(granted?.scope.split(' ').sort()).toEqual(expected.toSorted());
    const withheld = API_SCOPES.filter((scope) => !expected.includes(scope));
    expect(granted?.withheld).toEqual(
      expect.arrayContaining(withheld.map((scope) => ({ scope, reason: 'tier' }))),
    );
  });

  const expected: string[] = API_SCOPES.filter((scope) => {
    if (policy.classes === 'approved') return APPROVED.includes(scope);
    const { sensitivity } = PROJECT_SCOPES[scope];
    return policy.classes.includes(sensitivity) || policy.boundedScopes.includes(scope);
  });

  it.each<Role>(['owner', 'admin', 'developer', 'marketer', 'analyst', 'viewer'])(
    'who may authorize it: %s (D14)',
    async (role) => {
      const app = await TierApp.at(world, key);
      const project = await app.project();
      const person = await app.person([project], role);
      const consent = await app.consent(person, 'segments:read');
      const { status } = await decide(person.browser, consent, { projects: [project.wireId] });
      const mayDecide = policy.authorizedBy === 'member' || role === 'owner' || role === 'admin';
      expect([role, status]).toEqual([role, mayDecide ? 303 : 400]);
    },
  );

  it('testers: whether a person who is none may authorize it', async () => {
    const app = await TierApp.at(world, key);
    const project = await app.project();
    const person = await app.person([project], 'owner', false);
    const consent = await app.consent(person, 'segments:read');
    const { status } = await decide(person.browser, consent, { projects: [project.wireId] });
    expect(status).toBe(policy.testersOnly ? 400 : 303);
  });

  it('reach: how many projects at a time', async () => {
    const app = await TierApp.at(world, key);
    const most = policy.reach?.projects ?? 5;
    const projects: TestProject[] = [];
    while (projects.length <= most) projects.push(await app.project());
    const person = await app.person(projects);
    const connect = async (count: number) => {
      const consent = await app.consent(person, 'segments:read');
      const chosen = projects.slice(0, count).map(({ wireId }) => wireId);
      return (await decide(person.browser, consent, { projects: chosen })).status;
    };
    expect(await connect(most + 1)).toBe(policy.reach ? 403 : 303);
    expect(await connect(most)).toBe(303);
  });

  it('reach: how many people at a time', async () => {
    const app = await TierApp.at(world, key);
    const most = policy.reach?.people ?? 3;
    const project = await app.project();
    const statuses: number[] = [];
    for (let i = 0; i <= most; i++) {
      const person = await app.person([project]);
      const consent = await app.consent(person, 'segments:read');
      const { status } = await decide(person.browser, consent, { projects: [project.wireId] });
      statuses.push(status);
    }
    expect(statuses.pop()).toBe(policy.reach ? 403 : 303);
    expect(new Set(statuses)).toEqual(new Set([303]));
  });

  it('reach: whether projects are counted for ever', async () => {
    const { app } = await connected('segments:read');
    const rows = await query('SELECT FROM app_outside_projects WHERE client_id = $1', app.id);
    expect(rows).toHaveLength((policy.reach?.projectsEver ?? null) === null ? 0 : 1);
  });

  it('contacts that lists return in a day', async () => {
    const { project, call } = await connected('audience:read audience:list');
    for (let i = 0; i < PAGE; i++)
      await addContact(world.server.database, project.id, { phone: null });
    const scroll = async (limit: number) => {
      const { status, body } = await call('POST', '/audience/scroll', { limit });
      return { status, body };
    };
    const { contactsPerDay: most } = policy;
    const pages = most === null ? 12 : most / PAGE;
    for (let page = 0; page < pages; page++) expect((await scroll(PAGE)).status).toBe(200);
    if (most === null) return;
    for (const below of ['/audience/search', '/audience/scroll']) {
      const { status, body } = await call('POST', below, { limit: 1 });
      expect([status, body]).toEqual([429, expect.objectContaining(exceeded(most))]);
    }
  });

  const exceeded = (most: number) => ({
    ...{ code: 'contact_limit_exceeded', limit: most, used: most },
    reset: expect.stringMatching(/T00:00:00\.000Z$/) as string,
  });

  it('calls in a minute and a second', async () => {
    const { project, tokens } = await connected('segments:read');
    const { headers } = await limited.http
      .get(`/v1/project/${project.wireId}/segment`)
      .set('Authorization', `Bearer ${tokens.access_token}`)
      .expect(200);
    const { callsPerMinute, callsPerSecond } = policy;
    expect(headers['ratelimit-policy']).toContain(`"app";q=${String(callsPerMinute)};w=60`);
    expect(headers['ratelimit-policy']).toContain(`"app-burst";q=${String(callsPerSecond)};w=1`);
  });

  it('how long a grant lasts', async () => {
    const { app } = await connected('segments:read');
    const [grant] = await query<{ days: number }>(
      `SELECT round(extract(epoch FROM expires_at - created_at) / 86400)::int AS days FROM grants WHERE client_id = $1`,
      app.id,
    );
    expect(grant?.days).toBe(policy.grantDays);
  });

  it('how long a grant may go unused', async () => {
    const { app, call } = await connected('segments:read');
    await world.server.app.get(GrantActivity, { strict: false }).flush();
    const unusedFor = async (days: number) => {
      const since = `now() - make_interval(days => ${String(days)})`;
      await query(`UPDATE grants SET authorized_at = ${since} WHERE client_id = $1`, app.id);
      await query(
        `UPDATE grant_activity SET last_used_at = ${since}, last_token_at = ${since}
         WHERE grant_id = (SELECT id FROM grants WHERE client_id = $1)`,
        app.id,
      );
      await world.server.app.get(EndIdleGrantsJob, { strict: false }).run();
    };
    const { idleDays } = policy;
    await unusedFor((idleDays ?? 400) - 1);
    expect((await call('GET', '/segment')).status).toBe(200);
    await world.server.app.get(GrantActivity, { strict: false }).flush();
    await unusedFor((idleDays ?? 400) + 1);
    expect((await call('GET', '/segment')).status).toBe(idleDays === null ? 200 : 401);
  });

  it('how long its requests are kept in the log', async () => {
    const { app, call } = await connected('segments:read');
    expect((await call('GET', '/segment')).status).toBe(200);
    await world.server.app.get(NoteRequests, { strict: false }).flush();
    const logged = await query<{ days: number }>(
      `SELECT DISTINCT round(extract(epoch FROM expires_at - at) / 86400)::int AS days FROM app_requests WHERE client_id = $1`,
      app.id,
    );
    expect(logged).toEqual([{ days: policy.logDays }]);
  });
});
