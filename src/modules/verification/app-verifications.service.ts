import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ScopeSet } from '../../kernel/scope-set.js';
import { Database } from '../../platform/database/database.js';
import { columnsOf } from '../../platform/database/entity-columns.js';
import { statement } from '../../platform/database/statement.js';
import { AuditLog } from '../audit/audit-log.service.js';
import type { Client } from '../clients/client.js';
import { ClientsService } from '../clients/clients.service.js';
import type { ResourceKind } from '../scopes-and-roles/protected-resource.js';
import type { AppVerification } from './app-verification.js';
import { isReviewed } from './tier-allowance.js';
import { tierByOrigin } from './tier-by-origin.js';
import { AppVerificationEntity } from './internal/app-verification.entity.js';

const VERIFICATION = columnsOf(AppVerificationEntity);

const FIND = statement(
  'app-verifications.find',
  `SELECT ${VERIFICATION.list} FROM app_verifications WHERE client_id = :clientId`,
  VERIFICATION.shape,
);

const FIND_SEVERAL = statement(
  'app-verifications.find-several',
  `SELECT ${VERIFICATION.list} FROM app_verifications WHERE client_id = ANY (:clientIds::uuid[])`,
  VERIFICATION.shape,
);

const DECIDE = statement(
  'app-verifications.decide',
  `INSERT INTO app_verifications (client_id, tier, approved_scopes, verified_domain, identity_version)
   SELECT id, :tier, :approvedScopes, :verifiedDomain, identity_version FROM clients WHERE id = :clientId
   ON CONFLICT (client_id) DO UPDATE
      SET tier = excluded.tier, approved_scopes = excluded.approved_scopes,
          verified_domain = excluded.verified_domain, identity_version = excluded.identity_version,
          decided_at = now(), confirmed_at = now(), notices = 0, standing = 'current', lapsed_at = NULL`,
);

// For another identity that staff have seen, or that they need not see.
const CARRY_OVER = statement(
  'app-verifications.carry-over',
  `UPDATE app_verifications v SET identity_version = c.identity_version FROM clients c
   WHERE c.id = v.client_id AND v.client_id = :clientId AND v.identity_version = :from`,
);

const UNDER_DEVELOPMENT: AppVerification = {
  tier: 'development',
  approvedScopes: ScopeSet.empty,
  verifiedDomain: null,
};

const UNKNOWN: AppVerification = {
  tier: 'self_registered',
  approvedScopes: ScopeSet.empty,
  verifiedDomain: null,
};

/** The verification of apps: tier and the allowed scopes. */
@Injectable()
export class AppVerifications {
  constructor(
    private readonly database: Database,
    private readonly clients: ClientsService,
    private readonly audit: AuditLog,
  ) {}

  /**
   * The verification that applies to a new consent. Without a review the origin decides: a known publisher's documents
   * are all trusted, in every version. A review of an earlier identity version does not count until the app is reviewed
   * again (CIMD-14). One that lapsed leaves the limits of development; grants of before keep theirs (`grant-tier.sql.ts`).
   */
  async verificationOf(client: Judged, at: ResourceKind = 'api'): Promise<AppVerification> {
    const [decision] = await this.database.query(FIND, { clientId: client.id });
    return applied(client, decision, at);
  }

  /** The same for the Product API, of several apps in one statement: by their UUIDs. */
  async verificationsOf(clients: readonly Judged[]): Promise<ReadonlyMap<string, AppVerification>> {
    const clientIds = clients.map(({ id }) => id);
    const decisions = await this.database.query(FIND_SEVERAL, { clientIds });
    const byClient = new Map(decisions.map((decision) => [decision.clientId, decision]));
    return new Map(clients.map((each) => [each.id, applied(each, byClient.get(each.id), 'api')]));
  }

  /**
   * The review of the app as it is now, in a transaction: null if it has none, or was reviewed in an earlier identity
   * version.
   */
  async reviewIn(
    tx: EntityManager,
    { id, identityVersion }: Pick<Client, 'id' | 'identityVersion'>,
  ): Promise<AppVerification | null> {
    const [decision] = await this.database.queryIn(tx, FIND, { clientId: id });
    if (decision?.identityVersion !== identityVersion || !isReviewed(decision.tier)) return null;
    return toVerification(decision);
  }

  /** The review counts for the present identity of the app, too, which changed in this transaction. */
  async carryOver(tx: EntityManager, id: string, from: number): Promise<void> {
    await this.database.queryIn(tx, CARRY_OVER, { clientId: id, from });
    await this.clients.protectName(tx, id, true);
  }

  /** The review of an app counts no more, whatever its standing: the app is under development again. */
  async endReview(tx: EntityManager, id: string): Promise<void> {
    const [decision] = await this.database.queryIn(tx, FIND, { clientId: id });
    if (decision && isReviewed(decision.tier)) await this.decide(tx, id, UNDER_DEVELOPMENT);
  }

  /** `id` is the client's UUID. */
  async decide(tx: EntityManager, id: string, verification: AppVerification): Promise<void> {
    const { tier, approvedScopes, verifiedDomain } = verification;
    await this.database.queryIn(tx, DECIDE, {
      ...{ clientId: id, tier, verifiedDomain },
      approvedScopes: approvedScopes.toArray(),
    });
    await this.clients.protectName(tx, id, isReviewed(tier));
    await this.audit.record(tx, {
      type: 'client.reviewed',
      actor: { kind: 'system' },
      target: { kind: 'client', id },
      context: { tier, approved_scopes: approvedScopes.toArray() },
    });
  }
}

type Judged = Pick<Client, 'id' | 'origin' | 'clientId' | 'identityVersion'>;

function applied(
  client: Judged,
  decision: AppVerificationEntity | undefined,
  at: ResourceKind,
): AppVerification {
  if (!decision) return { ...UNKNOWN, ...tierByOrigin(client, at) };
  const isOfThis = decision.identityVersion === client.identityVersion;
  if (isOfThis && decision.standing === 'current') return toVerification(decision);
  // Who develops an app of the portal is known, whatever became of the app.
  return isOfThis || client.origin === 'portal' ? UNDER_DEVELOPMENT : UNKNOWN;
}

const toVerification = (decision: AppVerificationEntity): AppVerification => ({
  tier: decision.tier,
  approvedScopes: new ScopeSet(decision.approvedScopes),
  verifiedDomain: decision.verifiedDomain,
});
