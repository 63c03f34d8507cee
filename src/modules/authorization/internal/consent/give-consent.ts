import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ScopeSet } from '../../../../kernel/scope-set.js';
import { AuditLog } from '../../../audit/audit-log.service.js';
import type { AuditEvent } from '../../../audit/audit-event.js';
import { ClientsService } from '../../../clients/clients.service.js';
import { OUTSIDE_LIMITS } from '../../../verification/tier-allowance.js';
import { CodeIssuer } from '../code-issuer.js';
import { GrantRepository, type GrantedProject } from '../grant.repository.js';
import { grantable, type ConsentChoice } from './consent-choice.js';
import { ReachLimitError } from './consent-errors.js';
import { ConsentReceipts } from './consent-receipts.js';
import type { ConsentView } from './consent-view.js';

/** What an allowed request leaves behind: grant, receipt, code and audit, in the caller's transaction. */
@Injectable()
export class GiveConsent {
  constructor(
    private readonly grants: GrantRepository,
    private readonly receipts: ConsentReceipts,
    private readonly codes: CodeIssuer,
    private readonly clients: ClientsService,
    private readonly audit: AuditLog,
  ) {}

  /** @returns the authorization code, in clear, for the app */
  async give(tx: EntityManager, view: ConsentView, choice: ConsentChoice): Promise<string> {
    const { request, client, accountScopes } = view;
    const projects = grantedProjects(view, choice);
    const grantId = await this.grants.store(tx, request, accountScopes, projects, choice.hours);
    await this.checkReach(tx, view);
    await this.receipts.insert(tx, grantId, view, projects, choice.hours);
    await this.clients.markApproved(tx, client.id);
    const granted = projects.reduce((all, { scopes }) => all.union(scopes), accountScopes);
    const code = await this.codes.issue(tx, grantId, {
      ...request,
      scopes: request.scopes.intersect(granted),
    });
    await this.record(tx, view, grantId, projects);
    return code;
  }

  /** Counted after the grant is stored, under a lock, so that two decisions cannot both be the last allowed. */
  private async checkReach(tx: EntityManager, { client, app }: ConsentView): Promise<void> {
    if (app.tier === 'verified' || app.tier === 'listed') return;
    const reach = await this.grants.lockReach(tx, client.id, client.organisationId);
    if (reach.projects > OUTSIDE_LIMITS.projects || reach.people > OUTSIDE_LIMITS.people) {
      throw new ReachLimitError();
    }
  }

  private async record(
    tx: EntityManager,
    { request, client }: ConsentView,
    grantId: string,
    projects: readonly GrantedProject[],
  ): Promise<void> {
    const event: AuditEvent = {
      type: 'consent.granted',
      actor: { kind: 'user', userId: request.userId },
      target: { kind: 'grant', id: grantId },
      context: { client_id: client.clientId },
    };
    await this.audit.record(tx, event);
    for (const { projectId, scopes } of projects) {
      const context = { ...event.context, scopes: scopes.toArray() };
      await this.audit.record(tx, { ...event, projectId, context });
    }
    await this.audit.record(tx, { ...event, type: 'code.issued' });
  }
}

const grantedProjects = (view: ConsentView, { offers, scopes }: ConsentChoice): GrantedProject[] =>
  offers.map((offer) => ({
    projectId: offer.membership.project.id,
    membershipId: offer.membership.id,
    requestedScopes: new ScopeSet(view.projectScopes),
    scopes: grantable(offer, scopes),
  }));
