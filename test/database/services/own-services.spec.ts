import { newId } from '../../../src/kernel/ids.js';
import { ServiceGrants } from '../../../src/modules/grants/internal/service-grants.js';
import { EndVoidGrants } from '../../../src/modules/grants/internal/end-void-grants.js';
import { ServiceConnections } from '../../../src/modules/services/internal/service-connections.js';
import { Database } from '../../../src/platform/database/database.js';
import { ConnectedApp } from '../../support/connected-app.js';
import { storeRow } from '../../support/rows.js';
import { ServiceApp } from '../../support/service-app.js';
import { TestApp } from '../../support/test-app.js';

/** One app is connected as a service among others, by several admins. */
describe('a service among others', () => {
  let server: TestApp;
  let connections: ServiceConnections;
  let service: ServiceApp;
  let other: ServiceApp;
  beforeAll(async () => {
    server = await TestApp.start();
    connections = server.app.get(ServiceConnections, { strict: false });
  });
  afterAll(() => server.stop());
  beforeEach(async () => {
    [service, other] = await Promise.all([
      ServiceApp.register(server),
      ServiceApp.register(server),
    ]);
    await service.addProject({ name: 'Bakery' });
    await other.addProject({ name: 'Elsewhere' });
  });

  const change = (sql: string, ...values: unknown[]) => server.database.query(sql, values);
  const find = async ({ clientUuid }: ServiceApp) =>
    (await connections.find([clientUuid])).get(clientUuid);
  const namesOf = async (one: ServiceApp) => (await find(one))?.projects.map(({ name }) => name);
  /** Another admin of the same service, with a project of theirs. */
  async function secondAdmin(): Promise<string> {
    const { id, membershipId } = await service.addProject({ name: 'Café' });
    const userId = await storeRow(server.database, 'users', { name: 'Nora' });
    await change('UPDATE memberships SET user_id = $2 WHERE id = $1', membershipId, userId);
    return id;
  }

  it('is shown with its own use and projects, and not with what ended', async () => {
    const cafe = await secondAdmin();
    const last_used_at = new Date('2026-01-01');
    await storeRow(server.database, 'grant_activity', { grant_id: other.grantId, last_used_at });
    expect((await find(service))?.lastUsedAt).toBeNull();
    expect((await find(other))?.lastUsedAt).toEqual(new Date('2026-01-01T00:00:00Z'));
    expect([await namesOf(service), await namesOf(other)]).toEqual([
      ['Bakery', 'Café'],
      ['Elsewhere'],
    ]);
    expect((await connections.find([service.clientUuid])).size).toBe(1);
    await change('UPDATE grant_projects SET revoked_at = now() WHERE project_id = $1', cafe);
    expect(await namesOf(service)).toEqual(['Bakery']);
  });

  it.each([
    ['has ended', `revoked_at = now(), revoked_reason = 'x'`],
    ['has run out', `expires_at = now() - interval '1 second'`],
  ])('is not connected once it %s', async (_how, changes) => {
    await change(`UPDATE grants SET ${changes} WHERE id = $1`, service.grantId);
    expect(await find(service)).toBeUndefined();
  });

  it('is not connected because a person let the same app in', async () => {
    const app = await ConnectedApp.register(server, { accountScopes: ['openid'] });
    const end = `UPDATE grants SET revoked_at = now(), revoked_reason = 'x' WHERE id = $1`;
    await change(end, service.grantId);
    await change('UPDATE grants SET client_id = $2 WHERE id = $1', app.grantId, service.clientUuid);
    expect(await find(service)).toBeUndefined();
  });

  it('keeps its end when somebody decides who does not run all of it', async () => {
    const services = server.app.get(ServiceGrants, { strict: false });
    const terms = { resource: 'x', hours: 1, projects: [], current: [] };
    const by = { userId: newId(), consentEpoch: 1 };
    const store = (movesEnd: boolean) =>
      server.app
        .get(Database)
        .transaction((tx) => services.store(tx, service.clientUuid, { ...terms, movesEnd }, by));
    const before = (await find(service))?.expiresAt;
    expect(await store(false)).toBe(service.grantId);
    expect((await find(service))?.expiresAt).toEqual(before);
    expect(await store(true)).toBe(service.grantId);
    expect((await find(service))?.expiresAt).not.toEqual(before);
  });

  it('loses by a new password what that admin vouched for, and nothing else (E6)', async () => {
    await secondAdmin();
    const app = await ConnectedApp.connect(server);
    const reset = async (userId: string) => {
      await change('UPDATE users SET consent_epoch = consent_epoch + 1 WHERE id = $1', userId);
      await server.app.get(EndVoidGrants, { strict: false }).run({ userId });
    };
    const live = () =>
      server.database.query<{ grant: string; name: string; ended: boolean }>(
        `SELECT gp.grant_id AS grant, p.name, g.revoked_at IS NOT NULL AS ended FROM grant_projects gp
         JOIN grants g ON g.id = gp.grant_id JOIN projects p ON p.id = gp.project_id
         WHERE gp.revoked_at IS NULL ORDER BY gp.id`,
      );
    const before = await live();
    await server.app.get(EndVoidGrants, { strict: false }).run({ userId: service.adminId });
    expect(await live()).toEqual(before);
    // Connections of others that their own password change has voided are left for their job.
    const others = [other.adminId, app.userId];
    await change('UPDATE users SET consent_epoch = consent_epoch + 1 WHERE id = ANY ($1)', others);
    await reset(service.adminId);
    const isVoid = (row: { grant: string; name: string }) =>
      row.grant === service.grantId && row.name === 'Bakery';
    expect(await live()).toEqual(before.filter((row) => !isVoid(row)));
  });
});
