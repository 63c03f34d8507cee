import { ClientSecrets } from '../../../src/modules/tokens/client-secrets.service.js';
import type { Role } from '../../../src/modules/projects/role.js';
import { Database } from '../../../src/platform/database/database.js';
import { ConnectedApp } from '../../support/connected-app.js';
import { takeMails } from '../../support/queued-mails.js';
import { ServiceApp } from '../../support/service-app.js';
import { TestApp } from '../../support/test-app.js';
import { laterAuditOf } from '../../support/token-facts.js';

/** Who is notified of a leak, and what is recorded, while others have apps and projects as well. */
describe('POST /oauth/leaked', () => {
  let server: TestApp;
  let service: ServiceApp;
  let project: string;
  beforeAll(async () => {
    server = await TestApp.start();
    for (let i = 0; i < 2; i++) {
      await ConnectedApp.connect(server);
      await ServiceApp.connect(server);
    }
  });
  afterAll(() => server.stop());
  beforeEach(async () => {
    service = await ServiceApp.register(server);
    ({ id: project } = await service.addProject());
  });

  const change = (sql: string, ...values: unknown[]) => server.database.query(sql, values);
  /** The recipients and subjects since the last call. */
  const sent = async (): Promise<string[]> =>
    (await takeMails(server)).map(({ to, subject }) => `${String(to.split('@')[0])} ${subject}`);
  const report = (token: string) =>
    server.http.post('/oauth/leaked').type('form').send({ token }).expect(200);

  const member = (role: Role, facts: { left?: true; disabled?: true } = {}) =>
    service.addMember(project, role, facts);
  /** People without a connection to it, or no longer with one. */
  async function bystanders(): Promise<void> {
    await member('viewer');
    await member('owner', { left: true });
    await member('owner', { disabled: true });
  }

  it('writes of a person’s grant to that person, and of the right app', async () => {
    const app = await ConnectedApp.register(server);
    ({ id: project } = await app.addProject());
    await member('owner');
    await change(`UPDATE clients SET name = 'Right App' WHERE id = $1`, app.clientUuid);
    const { access_token } = await app.getTokens();
    await sent();
    await report(access_token);
    expect(await sent()).toEqual([
      `${app.userId} Right App was disconnected: its access had leaked`,
    ]);
  });

  it('writes of a service to those who run its projects, and to nobody else', async () => {
    await change(`UPDATE clients SET name = 'Right Sync' WHERE id = $1`, service.clientUuid);
    await bystanders();
    const admin = await member('admin');
    ({ id: project } = await service.addProject({ name: 'Café' }));
    await member('owner');
    await change(
      'UPDATE grant_projects SET revoked_at = now() WHERE grant_id = $1 AND project_id = $2',
      service.grantId,
      project,
    );
    const { token } = await service.getAccessToken();
    await sent();
    await report(token);
    const subject = 'Right Sync was disconnected: its access as a service had leaked';
    const told = [admin, service.adminId].map((id) => `${id} ${subject}`);
    expect(await sent()).toEqual(told.sort());
  });

  it('writes of a client secret to the owners of the organisation, and to nobody else', async () => {
    await bystanders();
    await member('admin');
    const owner = await member('owner');
    await sent();
    await report(service.secret);
    const subject = 'The client secret of Nightly Sync had leaked and no longer works';
    const told = [owner, service.adminId].map((id) => `${id} ${subject}`);
    expect(await sent()).toEqual(told.sort());
  });

  describe('as any other end of a client secret', () => {
    const renew = (id: string) =>
      server.app
        .get(Database)
        .transaction((tx) => server.app.get(ClientSecrets).renew(tx, id, { kind: 'system' }));
    const recorded = async () =>
      (await laterAuditOf(server, service.grantId)).map(({ type }) => type);

    it('records the end of a service’s tokens', async () => {
      await renew(service.clientUuid);
      expect(await recorded()).toEqual(['family.revoked']);
    });

    it.each([
      ['has ended', `revoked_at = now(), revoked_reason = 'disconnected'`],
      ['has run out', `expires_at = now() - interval '1 second'`],
      [
        'is a person’s',
        `kind = 'user', installation = 'x', user_id = (SELECT id FROM users LIMIT 1)`,
      ],
      [
        'is another app’s',
        `client_id = (SELECT id FROM clients c WHERE origin = 'dynamic' LIMIT 1)`,
      ],
    ])('records nothing of a grant that %s', async (_which, changes) => {
      const before = await change(`SELECT FROM audit_events WHERE type = 'family.revoked'`);
      await change(`UPDATE grants SET ${changes} WHERE id = $1`, service.grantId);
      await renew(service.clientUuid);
      expect(await change(`SELECT FROM audit_events WHERE type = 'family.revoked'`)).toHaveLength(
        before.length,
      );
    });
  });
});
