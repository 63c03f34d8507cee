import { AuditLog } from '../../../src/modules/audit/audit-log.service.js';
import { ProjectsService } from '../../../src/modules/projects/projects.service.js';
import type { Role } from '../../../src/modules/projects/role.js';
import { OpenDatabase } from '../../support/open-database.js';
import { storeRow } from '../../support/rows.js';

describe('projects', () => {
  let open: OpenDatabase;
  let projects: ProjectsService;
  beforeAll(async () => {
    open = await OpenDatabase.create();
    projects = new ProjectsService(open.database, new AuditLog(open.database));
  });
  afterAll(() => open.close());

  const createUser = () => storeRow(open.test, 'users');

  const createProject = (name: string): Promise<string> =>
    open.transaction(async (tx) => {
      const organisation = await projects.createOrganisation(tx, { name: `${name} S.L.` });
      const organisationId = organisation.id;
      return (await projects.createProject(tx, { organisationId, name, plan: 'pro' })).id;
    });

  const join = (projectId: string, userId: string, role: Role) =>
    open.transaction((tx) => projects.addMember(tx, { projectId, userId, role }));

  it('are listed with plan, policy, organisation and role, by name', async () => {
    const user = await createUser();
    const [shop, outlet] = [await createProject('Shop'), await createProject('Outlet')];
    await join(shop, user, 'admin');
    await join(outlet, user, 'viewer');
    const memberships = await projects.membershipsOf(user);
    expect(memberships.map(({ role, project }) => [project.name, role])).toEqual([
      ['Outlet', 'viewer'],
      ['Shop', 'admin'],
    ]);
    expect(memberships[1]?.project).toMatchObject({
      id: shop,
      plan: 'pro',
      appPolicy: 'open',
      organisation: { name: 'Shop S.L.' },
    });
  });

  it('have a person once at a time, and a new membership for each stay', async () => {
    const user = await createUser();
    const shop = await createProject('Shop');
    const first = await join(shop, user, 'admin');
    await expect(join(shop, user, 'viewer')).rejects.toMatchObject({ code: 'conflict' });
    await open.test.query('UPDATE memberships SET ended_at = now() WHERE id = $1', [first.id]);
    expect(await projects.membershipsOf(user)).toEqual([]);
    const second = await join(shop, user, 'viewer');
    expect(second.id).not.toBe(first.id);
  });

  it('can change while a decision on them is being written down (D11)', async () => {
    const user = await createUser();
    const shop = await createProject('Shop');
    const { id } = await join(shop, user, 'admin');
    await open.transaction(async (tx) => {
      expect(await projects.membershipsIn(tx, user)).toMatchObject([{ id, role: 'admin' }]);
      for (const sql of [
        `UPDATE memberships SET role = 'viewer' WHERE id = '${id}'`,
        `UPDATE projects SET app_policy = 'closed' WHERE id = '${shop}'`,
      ]) {
        await open.test.query(`SET lock_timeout = '50ms'; ${sql}`);
      }
      expect(await projects.membershipsIn(tx, user)).toMatchObject([{ id, role: 'viewer' }]);
    });
  });

  it('write who came when to the audit log of the project', async () => {
    const user = await createUser();
    const shop = await createProject('Shop');
    await join(shop, user, 'developer');
    const events = await open.test.query<{ type: string }>(
      'SELECT type FROM audit_events WHERE project_id = $1 ORDER BY recorded_at',
      [shop],
    );
    expect(events.map((event) => event.type)).toEqual(['project.created', 'member.added']);
  });
});
