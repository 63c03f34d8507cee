import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { notFound } from '../../../kernel/errors/problem-error.js';
import type { Client } from '../../clients/client.js';
import { PortalApps } from '../../clients/portal-apps.service.js';
import { ProjectsService, type OrganisationView } from '../../projects/projects.service.js';
import { develops } from '../../projects/role.js';
import type { AppVerification } from '../../verification/app-verification.js';
import { AppVerifications } from '../../verification/app-verifications.service.js';

/** An app of the portal, with its organisation. */
export interface PortalApp {
  readonly client: Client;
  readonly organisation: OrganisationView;
  readonly verification: AppVerification;
}

/** Which apps a person may manage: those of organisations where they are owner, admin or developer of a project. */
@Injectable()
export class PortalAccess {
  constructor(
    private readonly projects: ProjectsService,
    private readonly apps: PortalApps,
    private readonly verifications: AppVerifications,
  ) {}

  /** By name; empty for a person who develops for none. */
  async organisationsOf(userId: string): Promise<OrganisationView[]> {
    const memberships = await this.projects.membershipsOf(userId);
    const organisations = memberships
      .filter(({ role }) => develops(role))
      .map(({ project: { organisation } }) => [organisation.id, organisation] as const);
    return [...new Map(organisations).values()];
  }

  /** Whether the person develops for all of these organisations (UUIDs) now, in the transaction. */
  async developsIn(
    tx: EntityManager,
    userId: string,
    organisationIds: readonly string[],
  ): Promise<boolean> {
    const memberships = await this.projects.membershipsIn(tx, userId);
    return organisationIds.every((id) =>
      memberships.some(({ role, project }) => develops(role) && project.organisation.id === id),
    );
  }

  /** The apps of these organisations, by name. */
  async appsOf(organisations: readonly OrganisationView[]): Promise<PortalApp[]> {
    const clients = await this.apps.list(organisations.map(({ id }) => id));
    const verifications = await this.verifications.verificationsOf(clients);
    return clients.map((client) => toApp(client, organisations, verifications));
  }

  /**
   * @param clientId `app_…`
   * @throws ProblemError `not_found`, also for an app of an organisation that the person does not develop for
   */
  async requireApp(userId: string, clientId: string): Promise<PortalApp> {
    const organisations = await this.organisationsOf(userId);
    const client = await this.apps.find(
      organisations.map(({ id }) => id),
      clientId,
    );
    if (!client) throw notFound();
    return toApp(client, organisations, await this.verifications.verificationsOf([client]));
  }
}

function toApp(
  client: Client,
  organisations: readonly OrganisationView[],
  verifications: ReadonlyMap<string, AppVerification>,
): PortalApp {
  const organisation = organisations.find(({ id }) => id === client.organisationId);
  const verification = verifications.get(client.id);
  if (!organisation || !verification) throw notFound();
  return { client, organisation, verification };
}
