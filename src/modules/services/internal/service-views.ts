import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Client } from '../../clients/client.js';
import { PortalApps } from '../../clients/portal-apps.service.js';
import { ProjectsService, type Membership } from '../../projects/projects.service.js';
import { AppVerifications } from '../../verification/app-verifications.service.js';
import { ServiceConnections } from './service-connections.js';
import { administers } from '../../projects/role.js';
import { serviceView, type ServiceView } from './service-view.js';

/** Services of an organisation, as shown to owners and admins. */
@Injectable()
export class ServiceViews {
  constructor(
    private readonly projects: ProjectsService,
    private readonly apps: PortalApps,
    private readonly verifications: AppVerifications,
    private readonly connections: ServiceConnections,
  ) {}

  /** Null for a person who administers no project. */
  async list(userId: string): Promise<ServiceView[] | null> {
    const memberships = await this.projects.membershipsOf(userId);
    const organisations = organisationsRunIn(memberships);
    if (organisations.length === 0) return null;
    const clients = await this.apps.listConfidential(organisations);
    return this.viewsOf(clients, memberships);
  }

  /** Null if it is not an app of an organisation where the person administers a project. */
  async find(userId: string, clientId: string): Promise<ServiceView | null> {
    const memberships = await this.projects.membershipsOf(userId);
    const organisations = organisationsRunIn(memberships);
    const client = await this.apps.findConfidential(organisations, clientId);
    if (!client) return null;
    const [view] = await this.viewsOf([client], memberships);
    return view ?? null;
  }

  /** The view, read inside the transaction. */
  async renew(tx: EntityManager, view: ServiceView, userId: string): Promise<ServiceView> {
    const memberships = await this.projects.membershipsIn(tx, userId);
    const connection = await this.connections.findIn(tx, view.client.id);
    return serviceView(view.client, view.app, memberships, connection);
  }

  private async viewsOf(
    clients: readonly Client[],
    memberships: readonly Membership[],
  ): Promise<ServiceView[]> {
    const connections = await this.connections.find(clients.map(({ id }) => id));
    return Promise.all(
      clients.map(async (client) => {
        const app = await this.verifications.verificationOf(client);
        return serviceView(client, app, memberships, connections.get(client.id) ?? null);
      }),
    );
  }
}

const organisationsRunIn = (memberships: readonly Membership[]): string[] => [
  ...new Set(
    memberships
      .filter(({ role }) => administers(role))
      .map(({ project }) => project.organisation.id),
  ),
];
