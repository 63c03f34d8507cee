import { newId } from '../../../src/kernel/ids.js';
import { ScopeSet } from '../../../src/kernel/scope-set.js';
import type { GrantedProject, GrantKey } from '../../../src/modules/grants/grant.js';
import { ExistingGrants } from '../../../src/modules/grants/existing-grants.service.js';
import { PersonGrants } from '../../../src/modules/grants/internal/person-grants.js';
import { Database } from '../../../src/platform/database/database.js';
import { ConnectedApp, type ConnectedProject } from '../../support/connected-app.js';
import { storeRow } from '../../support/rows.js';
import { OutsideReach } from '../../../src/modules/grants/outside-reach.service.js';
import { giveAppTo } from '../../support/shortcuts.js';
import { TestApp } from '../../support/test-app.js';

const SCOPES = new ScopeSet(['segments:read']);

/** A grant is determined by person, app, resource and installation, whatever others exist. */
describe('the grant that stands', () => {
  let server: TestApp;
  let grants: ExistingGrants;
  let people: PersonGrants;
  let app: ConnectedApp;
  let key: GrantKey;
  let project: ConnectedProject;
  /** Grants that differ in one part of the key. */
  let siblings: ConnectedApp[];
  beforeAll(async () => {
    server = await TestApp.start();
    grants = server.app.get(ExistingGrants, { strict: false });
    people = server.app.get(PersonGrants, { strict: false });
  });
  afterAll(() => server.stop());
  beforeEach(async () => {
    app = await ConnectedApp.register(server);
    const resource = `${server.origin}/v1`;
    key = { userId: app.userId, clientId: app.clientUuid, resource, installation: app.redirectUri };
    project = await app.addProject();
    siblings = [];
    for (const part of ['user_id', 'client_id', 'resource', 'installation'] as const) {
      siblings.push(await sibling(part));
    }
  });

  const change = (sql: string, ...values: unknown[]) => server.database.query(sql, values);
  const inTransaction: Database['transaction'] = (work) =>
    server.app.get(Database).transaction(work);

  async function sibling(part: string): Promise<ConnectedApp> {
    const other = await ConnectedApp.connect(server);
    await change(
      `UPDATE grants SET user_id = CASE $2 WHEN 'user_id' THEN user_id ELSE $3 END,
         client_id = CASE $2 WHEN 'client_id' THEN client_id ELSE $4 END,
         resource = CASE $2 WHEN 'resource' THEN 'another' ELSE resource END,
         installation = CASE $2 WHEN 'installation' THEN 'another' ELSE installation END,
         identity_version = 7 WHERE id = $1`,
      other.grantId,
      part,
      key.userId,
      key.clientId,
    );
    const membership = { project_id: project.id, membership_id: project.membershipId };
    await storeRow(server.database, 'grant_projects', { grant_id: other.grantId, ...membership });
    return other;
  }
  const endOf = (of: readonly ConnectedApp[]) =>
    change(
      `UPDATE grants SET revoked_at = now(), revoked_reason = 'x' WHERE id = ANY ($1)`,
      of.map(({ grantId }) => grantId),
    );
  const end = () => endOf([app]);
  const runOut = (...of: ConnectedApp[]) =>
    change(
      `UPDATE grants SET expires_at = now() - interval '1 day' WHERE id = ANY ($1)`,
      of.map(({ grantId }) => grantId),
    );
  const voidIt = () =>
    change('UPDATE users SET consent_epoch = consent_epoch + 1 WHERE id = $1', app.userId);

  const client = (id = key.clientId, identityVersion = 1) => ({ id, identityVersion });
  const isLive = (one: GrantKey, identityVersion = 1) =>
    grants.hasLive(one.userId, client(one.clientId, identityVersion), one.installation);
  const idOf = (one: GrantKey) => inTransaction((tx) => grants.findId(tx, one));
  const reasons = async (of: readonly ConnectedApp[]) => {
    const ids = of.map(({ grantId }) => grantId);
    const rows = await server.database.query<{ id: string; reason: string | null }>(
      'SELECT id, revoked_reason AS reason FROM grants WHERE id = ANY ($1)',
      [ids],
    );
    return ids.map((id) => rows.find((row) => row.id === id)?.reason);
  };
  const store = (projects: readonly GrantedProject[], consentEpoch = 1) =>
    inTransaction((tx) =>
      people.store(tx, key, {
        accountScopes: ScopeSet.empty,
        projects,
        hours: 1,
        refreshable: true,
        identityVersion: 1,
        consentEpoch,
      }),
    );
  const granted = ({ id, membershipId }: ConnectedProject): GrantedProject => ({
    projectId: id,
    membershipId,
    requestedScopes: SCOPES,
    scopes: SCOPES,
  });

  it('is found by all four, with its own projects alone', async () => {
    await change('UPDATE grants SET identity_version = 3 WHERE id = $1', app.grantId);
    const standing = await grants.find(key);
    expect([...(standing?.projects.keys() ?? [])]).toEqual([project.id]);
    expect(standing?.identityVersion).toBe(3);
    expect(await idOf(key)).toBe(app.grantId);
    expect([await isLive(key, 3), await isLive(key, 4)]).toEqual([true, false]);
  });

  it.each([
    ['person', (): Partial<GrantKey> => ({ userId: newId() })],
    ['app', () => ({ clientId: newId() })],
    ['installation', () => ({ installation: 'https://other.example/' })],
    ['resource', () => ({ resource: 'https://other.example/' })],
  ])('is not found for another %s', async (part, changes) => {
    const other = { ...key, ...changes() };
    expect(await grants.find(other)).toBeNull();
    expect(await idOf(other)).toBeNull();
    if (part !== 'resource') expect(await isLive(other)).toBe(false);
  });

  it.each([
    ['ended', end],
    ['run out', () => runOut(app)],
    ['become void', voidIt],
  ])('is none once it has %s', async (_how, act) => {
    await endOf(siblings);
    await change('UPDATE grants SET identity_version = 1 WHERE id = $1', app.grantId);
    expect(await isLive(key)).toBe(true);
    await act();
    expect([await grants.find(key), await idOf(key), await isLive(key)]).toEqual([
      null,
      null,
      false,
    ]);
  });

  it('has no project that was left or disconnected', async () => {
    const cafe = await app.addProject();
    await change('UPDATE memberships SET ended_at = now() WHERE id = $1', project.membershipId);
    const projects = async () => [...((await grants.find(key))?.projects.keys() ?? [])];
    expect(await projects()).toEqual([cafe.id]);
    await change('UPDATE grant_projects SET revoked_at = now() WHERE grant_id = $1', app.grantId);
    expect(await projects()).toEqual([]);
  });

  it('is closed by a new decision if it has run out, and no other one is', async () => {
    await runOut(app, ...siblings);
    expect(await store([])).not.toBe(app.grantId);
    expect(await reasons([app, ...siblings])).toEqual(['expired', null, null, null, null]);
  });

  it('has what the new decision says, and others keep what they have', async () => {
    const rows = () =>
      server.database.query<{ grant_id: string }>(
        `SELECT grant_id, project_id, scopes, revoked_at FROM grant_projects
         WHERE grant_id = ANY ($1) ORDER BY id`,
        [[app, ...siblings].map(({ grantId }) => grantId)],
      );
    const ofOthers = async () => (await rows()).filter((row) => row.grant_id !== app.grantId);
    const before = await ofOthers();
    const cafe = await app.addProject();
    expect(await store([granted(project)])).toBe(app.grantId);
    const own = (await rows()).filter((row) => row.grant_id === app.grantId);
    expect(own).toMatchObject([
      { project_id: project.id, scopes: ['segments:read'], revoked_at: null },
      {
        project_id: cafe.id,
        scopes: ['project:read', 'segments:read'],
        revoked_at: expect.any(Date),
      },
    ]);
    expect(await ofOthers()).toEqual(before);
    await store([granted(cafe)]);
    const [kept] = (await rows()).filter((row) => row.grant_id === app.grantId);
    expect(kept).toMatchObject({ project_id: project.id, revoked_at: expect.any(Date) });
    // Ticking again what was unticked makes a new row.
    expect([...((await grants.find(key))?.projects.keys() ?? [])]).toEqual([cafe.id]);
  });

  it('is none for a decision that a new password has overtaken, and a void one is not renewed (E6)', async () => {
    expect(await store([granted(project)], 0)).toBeNull();
    await voidIt();
    expect(await store([granted(project)], 1)).toBeNull();
    expect(await store([granted(project)], 2)).toBeNull();
    expect(await grants.find(key)).toBeNull();
  });

  it('counts for the reach of its app while it lives, in projects of other organisations', async () => {
    const { clientId } = key;
    const reach = async () => {
      const { projects, people } = await server.app
        .get(OutsideReach, { strict: false })
        .of(clientId);
      return { projects, people };
    };
    await endOf(siblings.slice(1));
    const [other] = siblings as [ConnectedApp];
    expect(await reach()).toEqual({ projects: 2, people: 2 });
    await giveAppTo(server, clientId, project.id);
    expect(await reach()).toEqual({ projects: 1, people: 1 });
    await giveAppTo(server, clientId, null);
    await change(
      'UPDATE grant_projects SET revoked_at = now() WHERE grant_id = $1 AND project_id <> $2',
      other.grantId,
      project.id,
    );
    expect(await reach()).toEqual({ projects: 1, people: 2 });
    await runOut(other);
    expect(await reach()).toEqual({ projects: 1, people: 1 });
    await end();
    expect(await reach()).toEqual({ projects: 0, people: 0 });
  });
});
