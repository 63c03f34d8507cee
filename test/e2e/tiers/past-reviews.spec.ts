import { GrantBudgets } from '../../../src/modules/grants/grant-budgets.service.js';
import { EndIdleGrantsJob } from '../../../src/modules/grants/internal/end-idle-grants.job.js';
import { TesterEndings } from '../../../src/modules/grants/tester-endings.service.js';
import { Database } from '../../../src/platform/database/database.js';
import { VerificationConfirmations } from '../../../src/modules/verification/verification-confirmations.service.js';
import { TIER_POLICIES } from '../../../src/modules/verification/tier-policy.js';
import type { Customer } from '../../support/actors/customer.js';
import type { TestProject } from '../../support/actors/organisation.js';
import type { Tokens } from '../../support/actors/third-party-app.js';
import { lapse } from '../../support/lapse.js';
import * as shortcuts from '../../support/shortcuts.js';
import type { TestApp } from '../../support/test-app.js';
import { TierApp } from '../../support/tier-app.js';
import { World } from '../../support/world.js';

const SCOPES = ['segments:read', 'sms:send'];
const { verified: VERIFIED, development: DEVELOPMENT } = TIER_POLICIES;

interface Connection {
  readonly customer: Customer;
  readonly project: TestProject;
  readonly tokens: Tokens;
  readonly testerId: string;
}

/** A verified app, people who connected it then, and people who connect it once the review counts no more. */
describe('a grant of an app whose review counts no more', () => {
  let world: World;
  /** The same with limits of calls. */
  let limited: TestApp;
  let app: TierApp;
  let before: Connection;

  beforeAll(async () => {
    world = await World.start();
    limited = await world.server.startReplica({ RATE_LIMIT_SCALE: '1' });
  });
  afterAll(async () => {
    await limited.stop();
    await world.stop();
  });
  beforeEach(async () => {
    app = await TierApp.at(world, 'verified', SCOPES);
    before = await connect();
  });

  /** Of the organisations outside. */
  async function connect(): Promise<Connection> {
    const project = await app.project();
    const customer = await app.person([project]);
    const testerId = await shortcuts.nameTester(world.server, app.id, customer.user);
    const tokens = await app.asked.connect(SCOPES.join(' '), {
      ...{ customer, projects: [project] },
      scopes: SCOPES,
    });
    return { customer, project, tokens, testerId };
  }

  /** What bounds a grant at run time, as it is enforced. */
  async function limitsOf({ project, tokens }: Connection) {
    const { headers } = await limited.http
      .get(`/v1/project/${project.wireId}/segment`)
      .set('Authorization', `Bearer ${tokens.access_token}`)
      .expect(200);
    const [row] = await world.server.database.query<{ id: string }>(
      'SELECT grant_id AS id FROM grant_projects WHERE project_id = $1',
      [project.id],
    );
    const of = { grantId: row?.id ?? '', projectId: project.id };
    const left = await world.server.app.get(GrantBudgets, { strict: false }).left(of);
    return {
      callsPerMinute: Number(/"app";q=(\d+)/.exec(String(headers['ratelimit-policy']))?.[1]),
      messagesPerDay: left?.messages,
      testNumbersOnly: left?.testNumbersOnly,
    };
  }

  const limitsIn = ({ callsPerMinute, messagesPerDay, testNumbersOnly }: typeof VERIFIED) => ({
    ...{ callsPerMinute, messagesPerDay, testNumbersOnly },
  });

  const isAlive = async ({ project, tokens }: Connection): Promise<boolean> =>
    (await app.asked.call(tokens, 'GET', `/v1/project/${project.wireId}/segment`)).status === 200;

  it('has the limits of development if it was given since the review lapsed, and not if before', async () => {
    expect(await limitsOf(before)).toEqual(limitsIn(VERIFIED));
    await lapse(world.server, app.id);
    const after = await connect();
    expect(await limitsOf(after)).toEqual(limitsIn(DEVELOPMENT));
    expect(await limitsOf(before)).toEqual(limitsIn(VERIFIED));
  });

  it('has those of the review again once the developer confirms it', async () => {
    await lapse(world.server, app.id);
    const after = await connect();
    const confirmations = world.server.app.get(VerificationConfirmations, { strict: false });
    await world.server.app
      .get(Database)
      .transaction((tx) => confirmations.confirm(tx, app.id, { kind: 'system' }));
    expect(await limitsOf(after)).toEqual(limitsIn(VERIFIED));
  });

  it('has them once it is given again', async () => {
    await lapse(world.server, app.id);
    const tokens = await app.asked.connect(SCOPES.join(' '), {
      ...{ customer: before.customer, projects: [before.project] },
      scopes: SCOPES,
    });
    expect(await limitsOf({ ...before, tokens })).toEqual(limitsIn(DEVELOPMENT));
  });

  it('has them if it was given to another identity than the reviewed one (D17)', async () => {
    await world.server.database.query(
      'UPDATE clients SET identity_version = identity_version + 1 WHERE id = $1',
      [app.id],
    );
    const after = await connect();
    expect(await limitsOf(after)).toEqual(limitsIn(DEVELOPMENT));
    expect(await limitsOf(before)).toEqual(limitsIn(VERIFIED));
  });

  it('ends with the tester if it was given since, and not if before', async () => {
    await lapse(world.server, app.id);
    const after = await connect();
    const endings = world.server.app.get(TesterEndings, { strict: false });
    for (const { testerId } of [before, after]) {
      await world.server.app
        .get(Database)
        .transaction((tx) =>
          endings.remove(tx, { clientId: app.id, testerId }, before.customer.user.id),
        );
    }
    expect([await isAlive(before), await isAlive(after)]).toEqual([true, false]);
  });

  it('may go unused if it was given since, and not if before', async () => {
    await lapse(world.server, app.id);
    const after = await connect();
    // A lapse of a year ago, so that the order stays the same.
    const query = (sql: string) => world.server.database.query(sql, [app.id]);
    await query(
      `UPDATE app_verifications SET lapsed_at = now() - interval '200 days' WHERE client_id = $1`,
    );
    await query(
      `UPDATE grants SET expires_at = now() + interval '1 day', authorized_at = now() - interval '1 day' *
         CASE WHEN id IN (SELECT grant_id FROM grant_projects WHERE project_id = '${after.project.id}') THEN 150 ELSE 250 END
       WHERE client_id = $1`,
    );
    await query(
      `UPDATE grant_activity SET last_used_at = NULL, last_token_at = now() - interval '120 days'
       WHERE grant_id IN (SELECT id FROM grants WHERE client_id = $1)`,
    );
    await world.server.app.get(EndIdleGrantsJob, { strict: false }).run();
    expect([await isAlive(before), await isAlive(after)]).toEqual([false, true]);
  });
});
