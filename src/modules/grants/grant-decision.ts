import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Client } from '../clients/client.js';
import { CodeIssuer } from './code-issuer.js';
import { grantable } from './consent-choice.js';
import type { Consent, Decision, ServiceConsent, GrantedProject } from './grant.js';
import { DecisionRecords } from './internal/decision-records.js';
import { EndVoidGrants } from './internal/end-void-grants.js';
import { PersonGrants } from './internal/person-grants.js';
import { ServiceGrants } from './internal/service-grants.js';
import { OutsideReach } from './outside-reach.service.js';

/** Stores a decision in the caller's transaction: grant, projects, code, receipt and audit events. */
@Injectable()
export class GrantDecision {
  constructor(
    private readonly people: PersonGrants,
    private readonly services: ServiceGrants,
    private readonly voidGrants: EndVoidGrants,
    private readonly codes: CodeIssuer,
    private readonly records: DecisionRecords,
    private readonly reach: OutsideReach,
  ) {}

  /**
   * @returns the authorization code, in clear, for the app; null if the person's grants were voided meanwhile
   * @throws ReachLimitError
   */
  async consent(tx: EntityManager, consent: Consent): Promise<string | null> {
    const { request, by, accountScopes, choice } = consent;
    const projects = grantedProjects(consent);
    await this.voidGrants.execute(tx, by.userId);
    const { refreshable, identityVersion } = request;
    const terms = { accountScopes, projects, hours: choice.hours, refreshable, identityVersion };
    const { consentEpoch } = by;
    const grantId = await this.people.store(tx, request, { ...terms, consentEpoch });
    if (grantId === null) return null;
    await this.reach.check(tx, consent.client, consent.tier, choice.offers);
    await this.records.ofConsent(tx, grantId, consent, projects);
    const granted = projects.reduce((all, { scopes }) => all.union(scopes), accountScopes);
    const scopes = request.scopes.intersect(granted);
    return this.codes.issue(tx, grantId, { ...request, scopes });
  }

  /** Locks decisions on the same service until the transaction ends. */
  async lockService(tx: EntityManager, { id }: Pick<Client, 'id'>): Promise<void> {
    await this.services.lock(tx, id);
  }

  /**
   * Sets the projects that this admin administers to those ticked. Projects of other admins, and with them the grant's
   * end, are unchanged.
   */
  async connectService(tx: EntityManager, consent: ServiceConsent): Promise<void> {
    const { client, by, choice, resource, current, movesEnd } = consent;
    const projects = grantedProjects(consent);
    const terms = { resource, hours: choice.hours, movesEnd, projects, current };
    const grantId = await this.services.store(tx, client.id, terms, by);
    await this.records.ofService(tx, grantId, consent, projects);
  }
}

const grantedProjects = ({ choice, requestedScopes }: Decision): GrantedProject[] =>
  choice.offers.map((offer) => ({
    projectId: offer.membership.project.id,
    membershipId: offer.membership.id,
    requestedScopes,
    scopes: grantable(offer, choice.scopes),
  }));
