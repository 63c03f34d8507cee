import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Environment } from '../../../platform/config/environment.js';
import { ClientsService } from '../../clients/clients.service.js';
import { GrantsService } from '../../grants/grants.service.js';
import { grantable, type ConsentChoice } from '../../grants/consent-choice.js';
import type { GrantedProject } from '../../grants/grant.repository.js';
import { RecordService } from './record-service.js';
import { ServiceConnections, type DecidingAdmin } from './service-connections.js';
import { runsAll, type ServiceView } from './service-view.js';

/** What an admin's decision leaves behind: grant, projects and every record of it, in the caller's transaction. */
@Injectable()
export class GiveService {
  constructor(
    private readonly environment: Environment,
    private readonly clients: ClientsService,
    private readonly connections: ServiceConnections,
    private readonly grants: GrantsService,
    private readonly record: RecordService,
  ) {}

  /**
   * The projects that this admin runs become just those that were ticked. Those of other admins stay as they are, and
   * with them the end of the grant.
   */
  async give(
    tx: EntityManager,
    view: ServiceView,
    choice: ConsentChoice,
    admin: DecidingAdmin,
  ): Promise<void> {
    const { userId } = admin;
    const projects = grantedProjects(choice);
    const grantId = await this.connections.open(tx, view.client.id, {
      resource: this.environment.apiResource,
      hours: choice.hours,
      movesEnd: runsAll(view),
    });
    for (const project of projects) await this.connections.putProject(tx, grantId, project, admin);
    const ticked = new Set(projects.map(({ projectId }) => projectId));
    for (const projectId of view.standing?.projects.keys() ?? []) {
      if (!ticked.has(projectId)) await this.end(tx, grantId, projectId, userId);
    }
    // From now on its keys are fetched apart from what strangers name.
    await this.clients.approve(tx, view.client.id);
    await this.record.execute(tx, { view, grantId, projects, hours: choice.hours, userId });
  }

  private async end(
    tx: EntityManager,
    grantId: string,
    projectId: string,
    userId: string,
  ): Promise<void> {
    const revocation = { reason: 'unticked', actor: { kind: 'user', userId } } as const;
    await this.grants.revokeProject(tx, grantId, projectId, revocation);
  }
}

const grantedProjects = ({ offers, scopes }: ConsentChoice): GrantedProject[] =>
  offers.map((offer) => ({
    projectId: offer.membership.project.id,
    membershipId: offer.membership.id,
    requestedScopes: scopes,
    scopes: grantable(offer, scopes),
  }));
