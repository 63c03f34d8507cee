import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ProblemError } from '../../../../kernel/errors/problem-error.js';
import type { ScopeSet } from '../../../../kernel/scope-set.js';
import { Database } from '../../../../platform/database/database.js';
import { statement } from '../../../../platform/database/statement.js';
import type { AuditActor } from '../../../audit/audit-event.js';
import type { Tier } from '../../../verification/app-verification.js';
import { AppVerifications } from '../../../verification/app-verifications.service.js';
import { contentOf } from '../../app-version.js';
import { fieldsThatDiffer, hostOf, withFields } from '../../reviewed-fields.js';
import { versionFaults as faults } from '../../version-faults.js';
import type { AppVersionEntity } from './app-version.entity.js';
import { LiveApps, type LiveApp } from './live-apps.js';

const FIND_HOLDER = statement(
  'app-version.find-domain-holder',
  `SELECT v.client_id AS "clientId"
   FROM app_verifications v JOIN clients c ON c.id = v.client_id AND c.state <> 'deleted'
   WHERE v.verified_domain = :domain AND v.tier IN ('verified', 'listed')
     AND c.organisation_id IS DISTINCT FROM (SELECT organisation_id FROM clients WHERE id = :clientId)
   LIMIT 1`,
  { clientId: 'uuid' },
);

// Approvals of one domain wait for each other: it belongs to one organisation, which may have several apps.
const LOCK_DOMAIN = statement(
  'app-version.lock-domain',
  `SELECT pg_advisory_xact_lock(hashtextextended('app-domain/' || :domain, 0))::text AS locked`,
  { locked: 'text' },
);

/** Makes an approved version live, with what was approved, in the transaction of the decision. */
@Injectable()
export class ApplyApproval {
  constructor(
    private readonly database: Database,
    private readonly liveApps: LiveApps,
    private readonly verifications: AppVerifications,
  ) {}

  /** @throws ProblemError `conflict` if a verified app of another organisation has the domain */
  async execute(
    tx: EntityManager,
    version: AppVersionEntity,
    approvedScopes: ScopeSet,
    actor: AuditActor,
  ): Promise<void> {
    const { clientId, kind } = version;
    const live = await this.liveApps.getIn(tx, clientId);
    const submitted = contentOf(version);
    // What is free may have changed since, and stays.
    const after = withFields(live.content, submitted, fieldsThatDiffer(live.content, submitted));
    await this.liveApps.apply(tx, { ...live, review: null }, after, actor);
    const tier: Tier = kind === 'listing' ? 'listed' : (live.review?.tier ?? 'verified');
    const domain = hostOf(after.metadata.client_uri);
    await this.verify(tx, { ...live, content: after }, tier, { domain, scopes: approvedScopes });
  }

  /** @throws ProblemError `conflict`, OAuthError for a name that is confusable with that of another verified app */
  async verify(
    tx: EntityManager,
    live: LiveApp,
    tier: Tier,
    { domain, scopes }: { readonly domain: string; readonly scopes: ScopeSet },
  ): Promise<void> {
    const { id } = live.client;
    if (domain === '') throw new ProblemError('conflict', faults.noHomepage);
    await this.checkDomain(tx, id, domain);
    // Another app with this name may have been verified meanwhile.
    await this.liveApps.check(tx, live, live.content);
    await this.verifications.decide(tx, id, {
      ...{ tier, approvedScopes: scopes, verifiedDomain: domain },
    });
  }

  private async checkDomain(tx: EntityManager, clientId: string, domain: string): Promise<void> {
    await this.database.queryIn(tx, LOCK_DOMAIN, { domain });
    const holders = await this.database.queryIn(tx, FIND_HOLDER, { domain, clientId });
    if (holders.length > 0) throw new ProblemError('conflict', faults.domainTaken(domain));
  }
}
