import { newId, toWireId } from '../../../src/kernel/ids.js';
import type { User } from '../../../src/modules/accounts/users.service.js';
import type { AppPolicy } from '../../../src/modules/projects/app-policy.js';
import type { Plan } from '../../../src/modules/projects/plan.js';
import { ProjectsService } from '../../../src/modules/projects/projects.service.js';
import type { Role } from '../../../src/modules/projects/role.js';
import { Database } from '../../../src/platform/database/database.js';
import type { TestApp } from '../test-app.js';

/** A project of a test, with both forms of its id. */
export interface TestProject {
  readonly id: string;
  /** `prj_…`, as apps and pages see it. */
  readonly wireId: string;
  readonly name: string;
}

/** Whoever runs an organisation: makes its projects, says who is what in them, and changes their mind. */
export class ProjectAdmin {
  private constructor(
    private readonly server: TestApp,
    readonly organisationId: string,
  ) {}

  static async of(server: TestApp, organisation = 'Corner Bakery'): Promise<ProjectAdmin> {
    const { projects, database } = parts(server);
    const { id } = await database.transaction((tx) =>
      projects.createOrganisation(tx, { name: organisation }),
    );
    return new ProjectAdmin(server, id);
  }

  /** A project of the organisation. `plan` is `pro` unless it is said. */
  async createProject(name: string, settings: { plan?: Plan } = {}): Promise<TestProject> {
    const { projects, database } = parts(this.server);
    const { organisationId } = this;
    const { id } = await database.transaction((tx) =>
      projects.createProject(tx, { organisationId, name, plan: settings.plan ?? 'pro' }),
    );
    return { id, wireId: toWireId('prj', id), name };
  }

  async addMember(project: TestProject, user: User, role: Role): Promise<void> {
    const { projects, database } = parts(this.server);
    await database.transaction((tx) =>
      projects.addMember(tx, { projectId: project.id, userId: user.id, role }),
    );
  }

  async changeRole(project: TestProject, user: User, role: Role): Promise<void> {
    await this.server.database.query(
      'UPDATE memberships SET role = $3 WHERE project_id = $1 AND user_id = $2 AND ended_at IS NULL',
      [project.id, user.id, role],
    );
  }

  async removeMember(project: TestProject, user: User): Promise<void> {
    await this.server.database.query(
      'UPDATE memberships SET ended_at = now() WHERE project_id = $1 AND user_id = $2 AND ended_at IS NULL',
      [project.id, user.id],
    );
  }

  async changePlan(project: TestProject, plan: Plan): Promise<void> {
    await this.server.database.query('UPDATE projects SET plan = $2 WHERE id = $1', [
      project.id,
      plan,
    ]);
  }

  async changeAppPolicy(project: TestProject, policy: AppPolicy): Promise<void> {
    await this.server.database.query('UPDATE projects SET app_policy = $2 WHERE id = $1', [
      project.id,
      policy,
    ]);
  }

  /** A segment, so that there is something to read. */
  async addSegment(project: TestProject, name: string): Promise<void> {
    await this.server.database.query(
      `INSERT INTO segments (id, project_id, name, type, status, last_count) VALUES ($1, $2, $3, 'static', 'ready', 12)`,
      [newId(), project.id, name],
    );
  }
}

const parts = ({ app }: TestApp) => ({
  projects: app.get(ProjectsService, { strict: false }),
  database: app.get(Database),
});
