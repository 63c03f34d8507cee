import type { INestApplicationContext } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { StaffAccounts } from '../modules/accounts/staff-accounts.service.js';
import { UsersService, type User } from '../modules/accounts/users.service.js';
import { PortalApps } from '../modules/clients/portal-apps.service.js';
import { ProjectsService } from '../modules/projects/projects.service.js';
import type { Role } from '../modules/projects/role.js';
import { AppVerifications } from '../modules/verification/app-verifications.service.js';
import { DemoApps } from './demo-apps.js';
import {
  DEMO_APP,
  DEMO_DEVELOPER,
  DEMO_PASSWORD,
  DEMO_PEOPLE,
  DEMO_PROJECTS,
  DEMO_SENDING_APP,
  DEMO_SERVICE,
  DEMO_STAFF,
  type DemoProject,
  type DemoProjectKey,
} from './demo-story.js';

/** A demo project that exists. */
export interface CreatedProject extends DemoProject {
  readonly id: string;
  readonly organisationId: string;
}

const SYSTEM = { kind: 'system' } as const;

/** Makes organisations, projects, people and the apps, through the services of the modules. */
export class DemoOrganisations {
  private readonly users: UsersService;
  private readonly staff: StaffAccounts;
  private readonly projects: ProjectsService;
  private readonly apps: PortalApps;
  private readonly verifications: AppVerifications;

  constructor(private readonly app: INestApplicationContext) {
    this.users = app.get(UsersService, { strict: false });
    this.staff = app.get(StaffAccounts, { strict: false });
    this.projects = app.get(ProjectsService, { strict: false });
    this.apps = app.get(PortalApps, { strict: false });
    this.verifications = app.get(AppVerifications, { strict: false });
  }

  async create(tx: EntityManager): Promise<CreatedProject[]> {
    const projects = await this.createProjects(tx);
    const people = await this.createPeople(tx, projects);
    await this.createApps(tx, [...projects.values()]);
    await this.createStates(tx, [...projects.values()], people);
    await this.createService(tx, [...projects.values()]);
    return [...projects.values()];
  }

  private async createProjects(tx: EntityManager): Promise<Map<string, CreatedProject>> {
    const organisations = new Map<string, string>();
    const projects = new Map<string, CreatedProject>();
    for (const [key, project] of Object.entries(DEMO_PROJECTS)) {
      const name = project.organisation;
      const organisationId =
        organisations.get(name) ?? (await this.projects.createOrganisation(tx, { name })).id;
      organisations.set(name, organisationId);
      const { id } = await this.projects.createProject(tx, { ...project, organisationId });
      projects.set(key, { ...project, id, organisationId });
    }
    return projects;
  }

  private async createPeople(
    tx: EntityManager,
    projects: ReadonlyMap<string, CreatedProject>,
  ): Promise<Map<string, User>> {
    const details = { ...DEMO_STAFF, password: DEMO_PASSWORD, emailVerified: true };
    const staff = await this.users.create(tx, details);
    await this.staff.appoint(tx, staff);
    const people = new Map([[staff.email, staff]]);
    for (const { name, email, roles } of DEMO_PEOPLE) {
      const person = { name, email, password: DEMO_PASSWORD, emailVerified: true };
      const user = await this.users.create(tx, person);
      people.set(email, user);
      for (const [key, role] of Object.entries(roles) as [DemoProjectKey, Role][]) {
        const projectId = projects.get(key)?.id ?? '';
        await this.projects.addMember(tx, { projectId, userId: user.id, role });
      }
    }
    return people;
  }

  private async createApps(tx: EntityManager, projects: readonly CreatedProject[]): Promise<void> {
    const organisationId = organisationOf(projects, DEMO_APP.organisation);
    for (const app of [DEMO_APP, DEMO_SENDING_APP]) await this.createApp(tx, organisationId, app);
  }

  private createStates(
    tx: EntityManager,
    projects: readonly CreatedProject[],
    people: ReadonlyMap<string, User>,
  ): Promise<void> {
    const person = (email: string): User => {
      const user = people.get(email);
      if (!user) throw new Error(`The demo has nobody with ${email}.`);
      return user;
    };
    const parts = {
      developer: person(DEMO_DEVELOPER),
      staff: person(DEMO_STAFF.email),
      tester: person('olivia@olivar.example'),
      invited: person('nora@nordlicht.example'),
    };
    const organisationId = organisationOf(projects, DEMO_APP.organisation);
    return new DemoApps(this.app, parts).create(tx, organisationId);
  }

  private async createApp(
    tx: EntityManager,
    organisationId: string,
    app: typeof DEMO_APP | typeof DEMO_SENDING_APP,
  ): Promise<void> {
    const { id, name, clientUri, redirectUri, scope, verifiedDomain } = app;
    const metadata = {
      client_name: name,
      client_uri: clientUri,
      token_endpoint_auth_method: 'none',
      redirect_uris: [redirectUri],
      scope: scope.toString(),
    };
    await this.apps.create(tx, organisationId, metadata, SYSTEM, { id });
    const verification = { tier: 'verified', approvedScopes: scope, verifiedDomain } as const;
    await this.verifications.decide(tx, id, verification);
  }

  private async createService(
    tx: EntityManager,
    projects: readonly CreatedProject[],
  ): Promise<void> {
    const { id, organisation, name, scope, secret } = DEMO_SERVICE;
    const metadata = {
      client_name: name,
      grant_types: ['client_credentials'],
      scope: scope.toString(),
    };
    const organisationId = organisationOf(projects, organisation);
    await this.apps.create(tx, organisationId, metadata, SYSTEM, { id, secret });
  }
}

/** The id of an organisation that has projects. */
function organisationOf(projects: readonly CreatedProject[], name: string): string {
  const project = projects.find(({ organisation }) => organisation === name);
  if (!project) throw new Error(`The demo has no project of ${name}.`);
  return project.organisationId;
}
