import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ScopeSet } from '../../../../kernel/scope-set.js';
import { ClientsService } from '../../../clients/clients.service.js';
import { isReviewed, OUTSIDE_LIMITS } from '../../../verification/tier-allowance.js';
import { CodeIssuer } from '../../../grants/code-issuer.js';
import { EndVoidGrants } from '../../../grants/end-void-grants.js';
import { GrantRepository, type GrantedProject } from '../../../grants/grant.repository.js';
import { grantable, type ConsentChoice } from '../../../grants/consent-choice.js';
import { ReachLimitError, RequestGoneError } from './consent-errors.js';
import type { ConsentView } from './consent-view.js';
import { RecordConsent } from './record-consent.js';

/** What an allowed request leaves behind: grant, code and every record of it, in the caller's transaction. */
@Injectable()
export class GiveConsent {
  constructor(
    private readonly grants: GrantRepository,
    private readonly codes: CodeIssuer,
    private readonly clients: ClientsService,
    private readonly record: RecordConsent,
    private readonly voidGrants: EndVoidGrants,
  ) {}

  /**
   * `consentEpoch`: of the person, as they decide.
   * @returns the authorization code, in clear, for the app
   * @throws RequestGoneError if everything they allowed was voided meanwhile; ReachLimitError
   */
  async give(
    tx: EntityManager,
    view: ConsentView,
    choice: ConsentChoice,
    consentEpoch: number,
  ): Promise<string> {
    const { request, client, accountScopes } = view;
    const { hours } = choice;
    const projects = grantedProjects(view, choice);
    await this.voidGrants.execute(tx, request.userId);
    const terms = { ...request, accountScopes, projects, hours, consentEpoch };
    const grantId = await this.grants.store(tx, request, terms);
    if (grantId === null) throw new RequestGoneError();
    await this.checkReach(tx, view);
    await this.clients.approve(tx, client.id);
    await this.record.execute(tx, { view, grantId, projects, hours });
    const granted = projects.reduce((all, { scopes }) => all.union(scopes), accountScopes);
    const scopes = request.scopes.intersect(granted);
    return this.codes.issue(tx, grantId, { ...request, scopes });
  }

  /** Counted after the grant is stored, under a lock, so that two decisions cannot both be the last allowed. */
  private async checkReach(tx: EntityManager, { client, app }: ConsentView): Promise<void> {
    if (isReviewed(app.tier)) return;
    const reach = await this.grants.lockReach(tx, client.id, client.organisationId);
    if (reach.projects > OUTSIDE_LIMITS.projects || reach.people > OUTSIDE_LIMITS.people) {
      throw new ReachLimitError();
    }
  }
}

const grantedProjects = (view: ConsentView, { offers, scopes }: ConsentChoice): GrantedProject[] =>
  offers.map((offer) => ({
    projectId: offer.membership.project.id,
    membershipId: offer.membership.id,
    requestedScopes: new ScopeSet(view.projectScopes),
    scopes: grantable(offer, scopes),
  }));
