import { runAdmin } from '../../../src/admin/run-admin.js';
import { toWireId } from '../../../src/kernel/ids.js';
import { ApiCaller } from '../../support/api-caller.js';
import { addMember, signUp } from '../../support/shortcuts.js';
import { removeDirectory, temporaryDirectory } from '../../support/spawned-server.js';
import { TestApp } from '../../support/test-app.js';

describe('npm run admin contains apps and ends access', () => {
  const DATA_DIRECTORY = temporaryDirectory();
  let server: TestApp;
  beforeAll(async () => {
    server = await TestApp.start();
    Object.assign(process.env, {
      DATA_DIRECTORY,
      DATABASE_URL: server.database.url,
      MIGRATION_DATABASE_URL: server.database.ownerUrl,
    });
  });
  afterAll(async () => {
    await server.stop();
    removeDirectory(DATA_DIRECTORY);
  });

  const admin = async (...args: string[]): Promise<string> => (await runAdmin(args)).join('\n');
  const statusOf = async (caller: ApiCaller): Promise<number> =>
    (await caller.get('/segment')).status;
  const projectOf = ({ project }: ApiCaller): string => toWireId('prj', project.id);
  const auditOf = async (type: string) =>
    server.database.query('SELECT context FROM audit_events WHERE type = $1', [type]);

  it('suspend-app, list-affected, restore-app: in stages', async () => {
    const caller = await ApiCaller.connect(server);
    const { clientId } = caller.app;
    await expect(admin('suspend-app', '--app', clientId, '--reason', 'x')).rejects.toThrow(
      '10 to 1000 characters',
    );
    expect(await statusOf(caller)).toBe(200);
    await admin('suspend-app', '--app', clientId, '--reason', 'Its secret was published.');
    expect(await statusOf(caller)).toBe(401);
    const affected = await admin('list-affected', '--app', clientId, '--days', '7');
    expect(affected).toContain('1 projects in 7 days, 1 people.');
    expect(affected).toContain(projectOf(caller));
    await expect(admin('list-affected', '--app', clientId, '--days', '91')).rejects.toThrow(
      'from 1 to 90',
    );
    await expect(admin('restore-app', '--app', clientId, '--stage', 'all')).rejects.toThrow(
      'not being restored',
    );
    await admin('restore-app', '--app', clientId, '--stage', 'own');
    expect(await statusOf(caller)).toBe(403);
    await admin('restore-app', '--app', clientId, '--stage', 'all');
    expect(await statusOf(caller)).toBe(200);
  });

  it('revoke-grant: at the next call, once', async () => {
    const caller = await ApiCaller.connect(server);
    const grant = toWireId('grt', caller.app.grantId);
    await admin('revoke-grant', '--grant', grant);
    expect(await statusOf(caller)).toBe(401);
    await expect(admin('revoke-grant', '--grant', grant)).rejects.toThrow('ended already');
  });

  it('change-role: narrows at the next call; the only owner stays one', async () => {
    const caller = await ApiCaller.connect(server);
    const { email } = caller.app.person.user;
    const change = (role: string) =>
      admin('change-role', '--project', projectOf(caller), '--email', email, '--role', role);
    await expect(change('viewer')).rejects.toThrow('only owner');
    const other = await signUp(server, 'Otto');
    await addMember(server, caller.project.id, other.id, 'owner');
    await change('viewer');
    expect((await caller.post('/segment', { name: 'New', type: 'static' })).status).toBe(403);
    expect(await auditOf('member.role_changed')).toEqual([
      { context: { role: 'viewer', role_before: 'owner' } },
    ]);
  });

  it('remove-member: ends what rests on the membership, also after coming back', async () => {
    const caller = await ApiCaller.connect(server);
    const { id, email } = caller.app.person.user;
    const remove = () => admin('remove-member', '--project', projectOf(caller), '--email', email);
    await expect(remove()).rejects.toThrow('only owner');
    await addMember(server, caller.project.id, (await signUp(server, 'Otto')).id, 'owner');
    await remove();
    expect(await statusOf(caller)).toBe(404);
    await expect(remove()).rejects.toThrow('no member');
    await addMember(server, caller.project.id, id, 'owner');
    expect(await statusOf(caller)).toBe(404);
    expect(await auditOf('member.removed')).toEqual([{ context: { role: 'owner' } }]);
  });

  it('set-policy: applies to the next call of each app', async () => {
    const caller = await ApiCaller.connect(server);
    const set = (policy: string) =>
      admin('set-policy', '--project', projectOf(caller), '--policy', policy);
    await set('closed');
    expect(await statusOf(caller)).toBe(403);
    await set('open');
    expect(await statusOf(caller)).toBe(200);
    await expect(set('sometimes')).rejects.toThrow('--policy is one of');
    expect(await auditOf('project.policy_changed')).toHaveLength(2);
  });

  it('of two owners who remove each other at once, one stays', async () => {
    const caller = await ApiCaller.connect(server);
    const other = await signUp(server, 'Otto');
    await addMember(server, caller.project.id, other.id, 'owner');
    const outcomes = await Promise.allSettled(
      [caller.app.person.user.email, other.email].map((email) =>
        admin('remove-member', '--project', projectOf(caller), '--email', email),
      ),
    );
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });
});
