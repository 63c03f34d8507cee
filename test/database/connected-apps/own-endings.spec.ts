import { GrantActivity } from '../../../src/modules/grants/grant-activity.service.js';
import { GrantEndings } from '../../../src/modules/grants/grant-endings.service.js';
import { ConnectedApps } from '../../../src/modules/connected-apps/internal/connected-apps.service.js';
import { Database } from '../../../src/platform/database/database.js';
import { ConnectedApp, type ConnectedProject } from '../../support/connected-app.js';
import { storeRow } from '../../support/rows.js';
import { TestApp } from '../../support/test-app.js';

/** Two apps of one person share a project with an app of another person. */
describe('one grant among others', () => {
  let server: TestApp;
  let grants: GrantEndings;
  let apps: ConnectedApps;
  let app: ConnectedApp;
  let twin: ConnectedApp;
  let stranger: ConnectedApp;
  let shared: ConnectedProject;
  let own: ConnectedProject;
  beforeAll(async () => {
    server = await TestApp.start();
    grants = server.app.get(GrantEndings, { strict: false });
    apps = server.app.get(ConnectedApps, { strict: false });
  });
  afterAll(() => server.stop());
  beforeEach(async () => {
    [app, twin, stranger] = await Promise.all([connect('One'), connect('Two'), connect('Three')]);
    await change('UPDATE grants SET user_id = $2 WHERE id = $1', twin.grantId, app.userId);
    shared = await app.addProject({ name: 'Shared' });
    own = await app.addProject({ name: 'Own' });
    for (const { grantId } of [twin, stranger]) {
      const membership = { project_id: shared.id, membership_id: shared.membershipId };
      await storeRow(server.database, 'grant_projects', { grant_id: grantId, ...membership });
    }
  });

  const change = (sql: string, ...values: unknown[]) => server.database.query(sql, values);
  const connect = (name: string) =>
    ConnectedApp.register(server, { name, accountScopes: ['openid'] });
  const inTransaction: Database['transaction'] = (work) =>
    server.app.get(Database).transaction(work);
  const end = ({ grantId }: ConnectedApp) =>
    change(`UPDATE grants SET revoked_at = now(), revoked_reason = 'x' WHERE id = $1`, grantId);
  const runOut = ({ grantId }: ConnectedApp) =>
    change(`UPDATE grants SET expires_at = now() - interval '1 day' WHERE id = $1`, grantId);
  const voidGrants = () =>
    change('UPDATE users SET consent_epoch = consent_epoch + 1 WHERE id = $1', app.userId);
  const reasons = async () => {
    const ids = [app, twin, stranger].map(({ grantId }) => grantId);
    const rows = await server.database.query<{ id: string; reason: string | null }>(
      'SELECT id, revoked_reason AS reason FROM grants WHERE id = ANY ($1)',
      [ids],
    );
    return ids.map((id) => rows.find((row) => row.id === id)?.reason);
  };
  const liveProjects = () =>
    server.database.query<{ grant: string; project: string }>(
      `SELECT grant_id AS grant, project_id AS project FROM grant_projects
       WHERE grant_id = ANY ($1) AND revoked_at IS NULL ORDER BY id`,
      [[app, twin, stranger].map(({ grantId }) => grantId)],
    );

  describe('that has run out', () => {
    const revokeExpired = (...of: ConnectedApp[]) =>
      inTransaction((tx) =>
        grants.revokeExpired(
          tx,
          of.map(({ grantId }) => grantId),
        ),
      );

    it('is closed as that, and no other one that has run out', async () => {
      for (const one of [app, twin, stranger]) await runOut(one);
      await revokeExpired(app);
      expect(await reasons()).toEqual(['expired', null, null]);
    });

    it('is not closed if it was given more time, or was ended before for another reason', async () => {
      await runOut(twin);
      await end(twin);
      await revokeExpired(app, twin);
      expect(await reasons()).toEqual([null, 'x', null]);
    });
  });

  describe('of which a project ends', () => {
    const revokeProject = ({ grantId }: ConnectedApp, { id }: { readonly id: string }) =>
      inTransaction((tx) =>
        grants.revokeProjects(tx, grantId, [id], { reason: 'unticked', actor: { kind: 'system' } }),
      );

    it('keeps the others, and other grants keep the project', async () => {
      const before = await liveProjects();
      expect(await revokeProject(app, shared)).toBe(true);
      const gone = { grant: app.grantId, project: shared.id };
      expect(await liveProjects()).toEqual(
        before.filter((row) => row.project !== gone.project || row.grant !== gone.grant),
      );
      expect(await revokeProject(app, shared)).toBe(false);
    });

    it('records nothing more once it has ended itself', async () => {
      await end(app);
      const before = await liveProjects();
      expect(await revokeProject(app, shared)).toBe(false);
      expect(await liveProjects()).toEqual(before);
    });
  });

  describe('as its person sees it', () => {
    const names = async () => (await apps.list(app.userId)).map(({ appName }) => appName);
    const projectsOf = async ({ grantId }: ConnectedApp) =>
      (await apps.find(app.userId, grantId))?.projects.map(({ name }) => name);

    it('stands once with its own app, decision, use and projects', async () => {
      await change('DELETE FROM app_verifications WHERE client_id = $1', twin.clientUuid);
      const activity = server.app.get(GrantActivity, { strict: false });
      activity.noteUse(app.grantId);
      await activity.flush();
      await change(`UPDATE grant_activity SET last_used_at = '2026-01-02T03:04:05Z'`);
      const seen = (await apps.list(app.userId)).map(({ appName, tier, lastUsedAt, projects }) => [
        appName,
        tier,
        lastUsedAt?.toISOString() ?? null,
        ...projects.map(({ name }) => name),
      ]);
      expect(seen).toEqual([
        ['One', 'verified', '2026-01-02T03:04:05.000Z', 'Own', 'Shared'],
        ['Two', 'self_registered', null, 'Shared'],
      ]);
      expect((await apps.find(app.userId, twin.grantId))?.appName).toBe('Two');
      expect(await apps.find(app.userId, stranger.grantId)).toBeNull();
    });

    it('is what we decided about the app no longer, once the app has become another', async () => {
      const sql = 'UPDATE clients SET identity_version = identity_version + 1 WHERE id = $1';
      await change(sql, app.clientUuid);
      const tiers = (await apps.list(app.userId)).map(({ tier }) => tier);
      expect(tiers).toEqual(['self_registered', 'verified']);
    });

    it('has no project that was disconnected', async () => {
      await change(
        'UPDATE grant_projects SET revoked_at = now() WHERE grant_id = $1 AND project_id = $2',
        app.grantId,
        own.id,
      );
      expect(await projectsOf(app)).toEqual(['Shared']);
    });

    it.each([
      ['ended', () => end(app), ['Two']],
      ['run out', () => runOut(app), ['Two']],
      ['become void', voidGrants, []],
    ])('is gone when it has %s', async (_how, act, left: string[]) => {
      expect(await names()).toEqual(['One', 'Two']);
      await act();
      expect(await names()).toEqual(left);
      expect(await apps.owns(app.userId, app.grantId, undefined)).toBe(false);
    });

    it('is theirs to end, and so are its projects, and no others', async () => {
      const owns = (of: ConnectedApp, project?: ConnectedProject) =>
        apps.owns(app.userId, of.grantId, project?.id);
      expect(await owns(app)).toBe(true);
      expect(await owns(app, own)).toBe(true);
      expect(await owns(stranger)).toBe(false);
      expect(await owns(stranger, shared)).toBe(false);
      expect(await owns(twin, own)).toBe(false);
      await change('UPDATE grant_projects SET revoked_at = now() WHERE grant_id = $1', app.grantId);
      expect(await owns(app, shared)).toBe(false);
    });
  });
});
