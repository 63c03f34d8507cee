import { fromWireId } from '../../../src/kernel/ids.js';
import { CloseEndedGrantsJob } from '../../../src/modules/grants/internal/close-ended-grants.job.js';
import { Customer } from '../../support/actors/customer.js';
import type { TestProject } from '../../support/actors/organisation.js';
import { ThirdPartyApp, type Tokens } from '../../support/actors/third-party-app.js';
import { Organisation } from '../../support/actors/organisation.js';
import { TestApp } from '../../support/test-app.js';

const SCOPES = 'project:read segments:read';

/** Endings of grants and projects other than disconnecting. */
describe('what ends without being disconnected', () => {
  let server: TestApp;
  let organisation: Organisation;
  let bakery: TestProject;
  let cafe: TestProject;
  beforeAll(async () => {
    server = await TestApp.start();
    organisation = await Organisation.of(server);
  });
  afterAll(() => server.stop());
  beforeEach(async () => {
    bakery = await organisation.createProject('Bakery');
    cafe = await organisation.createProject('Café');
  });

  const closeEnded = () => server.app.get(CloseEndedGrantsJob, { strict: false }).run();

  /** Type and reason of endings in the project's audit trail. */
  const trailOf = (project: TestProject) =>
    server.database.query<{ type: string; reason: string; actor: string }>(
      `SELECT type, reason, actor ->> 'kind' AS actor FROM audit_events
       WHERE project_id = $1 AND type LIKE 'grant.%' ORDER BY recorded_at`,
      [project.id],
    );

  const runOut = (clientId: string | null) =>
    server.database.query(
      `UPDATE grants SET expires_at = now() - interval '1 second' WHERE client_id = $1`,
      [clientId],
    );

  describe('of a person', () => {
    let ana: Customer;
    let app: ThirdPartyApp;
    beforeEach(async () => {
      ana = await organisation.person('Ana', [
        [bakery, 'admin'],
        [cafe, 'admin'],
      ]);
      app = await ThirdPartyApp.register(server);
    });

    const connect = (...projects: TestProject[]): Promise<Tokens> =>
      app.connect(SCOPES, { customer: ana, projects });
    const statusIn = async (tokens: Tokens, project: TestProject): Promise<number> =>
      (await app.call(tokens, 'GET', `/v1/project/${project.wireId}/segment`)).status;
    const grantsOf = () =>
      server.database.query<{ id: string; revoked_reason: string | null }>(
        'SELECT id, revoked_reason FROM grants WHERE user_id = $1 ORDER BY created_at',
        [ana.user.id],
      );

    it('a project that a new consent unticks: its audit trail says so (G10)', async () => {
      const before = await connect(bakery, cafe);
      await connect(bakery);
      expect(await statusIn(before, cafe)).toBe(404);
      expect(await statusIn(before, bakery)).toBe(200);
      expect(await trailOf(cafe)).toEqual([
        { type: 'grant.project_revoked', reason: 'unticked', actor: 'user' },
      ]);
      expect(await trailOf(bakery)).toEqual([]);
    });

    it('a project that was left and joined again: the new stay begins a row of its own (E5, G10)', async () => {
      const before = await connect(bakery, cafe);
      await organisation.removeMember(bakery, ana.user);
      await organisation.removeMember(cafe, ana.user);
      await organisation.addMember(bakery, ana.user, 'admin');
      expect(await statusIn(before, bakery)).toBe(404);
      await connect(bakery);
      expect(await statusIn(before, bakery)).toBe(200);
      for (const project of [bakery, cafe]) {
        expect(await trailOf(project)).toEqual([
          { type: 'grant.project_revoked', reason: 'membership_ended', actor: 'user' },
        ]);
      }
    });

    it('a grant that ran out: a new consent begins another one and wakes no old token (E24)', async () => {
      const before = await connect(bakery);
      await runOut(fromWireId('app', app.clientId));
      const after = await connect(bakery);
      expect(await statusIn(before, bakery)).toBe(401);
      expect(await app.refresh(before)).toMatchObject({
        status: 400,
        body: { error: 'invalid_grant' },
      });
      expect(await statusIn(after, bakery)).toBe(200);
      expect((await grantsOf()).map((grant) => grant.revoked_reason)).toEqual(['expired', null]);
      expect(await trailOf(bakery)).toEqual([
        { type: 'grant.revoked', reason: 'expired', actor: 'system' },
      ]);
    });

    it('the same without a new consent, within the hour, and nothing that has not ended (G10)', async () => {
      const other = await ThirdPartyApp.register(server);
      const kept = await other.connect(SCOPES, { customer: ana, projects: [bakery, cafe] });
      await connect(bakery);
      await runOut(fromWireId('app', app.clientId));
      await organisation.removeMember(cafe, ana.user);
      await closeEnded();
      await closeEnded();
      expect(await trailOf(bakery)).toEqual([
        { type: 'grant.revoked', reason: 'expired', actor: 'system' },
      ]);
      expect(await trailOf(cafe)).toEqual([
        { type: 'grant.project_revoked', reason: 'membership_ended', actor: 'system' },
      ]);
      expect(await statusIn(kept, bakery)).toBe(200);
    });
  });

  describe('of a service', () => {
    it('a connection that ran out: connecting again begins another one and wakes no old token (E24)', async () => {
      const olivia = await organisation.person('Olivia', [[bakery, 'owner']]);
      const app = await organisation.app();
      await organisation.connect(olivia, app, { projects: [bakery] });
      const { body: before } = await organisation.token(app);
      await runOut(app.id);
      expect((await organisation.token(app)).status).toBe(400);
      await organisation.connect(olivia, app, { projects: [bakery] });
      expect(await organisation.segments(before, bakery)).toBe(401);
      const { body: after } = await organisation.token(app);
      expect(await organisation.segments(after, bakery)).toBe(200);
      expect(await trailOf(bakery)).toEqual([
        { type: 'grant.revoked', reason: 'expired', actor: 'system' },
      ]);
    });

    it('its work in a project whose admin has left: the trail says so, and whoever connects it next begins anew (E5, G10)', async () => {
      const olivia = await organisation.person('Olivia', [[bakery, 'owner']]);
      const nora = await organisation.person('Nora', [
        [bakery, 'admin'],
        [cafe, 'admin'],
      ]);
      const app = await organisation.app();
      await organisation.connect(olivia, app, { projects: [bakery] });
      await organisation.removeMember(bakery, olivia.user);
      await closeEnded();
      const left = { type: 'grant.project_revoked', reason: 'membership_ended', actor: 'system' };
      expect(await trailOf(bakery)).toEqual([left]);
      await organisation.connect(nora, app, { projects: [bakery, cafe] });
      await organisation.connect(nora, app, { projects: [cafe] });
      expect(await trailOf(bakery)).toEqual([
        left,
        { type: 'grant.project_revoked', reason: 'unticked', actor: 'user' },
      ]);
      expect(await trailOf(cafe)).toEqual([
        { type: 'grant.project_revoked', reason: 'renewed', actor: 'user' },
      ]);
    });

    it('its work in a project that another admin takes over, before anybody has noticed (G10)', async () => {
      const olivia = await organisation.person('Olivia', [[bakery, 'owner']]);
      const nora = await organisation.person('Nora', [[bakery, 'admin']]);
      const app = await organisation.app();
      await organisation.connect(olivia, app, { projects: [bakery] });
      await organisation.removeMember(bakery, olivia.user);
      await organisation.connect(nora, app, { projects: [bakery] });
      expect(await trailOf(bakery)).toEqual([
        { type: 'grant.project_revoked', reason: 'membership_ended', actor: 'user' },
      ]);
    });
  });
});
