import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { newId } from '../../../kernel/ids.js';
import type { ScopeSet } from '../../../kernel/scope-set.js';
import { Database } from '../../../platform/database/database.js';
import { statement } from '../../../platform/database/statement.js';
import type { GrantedProject, GrantKey } from '../grant.js';
import { GrantEndings } from '../grant-endings.service.js';
import { LOCK_DECISIONS } from './grant-decisions.lock.js';
import { ADD_PROJECT, KEEP_PROJECT, rowOf } from './grant-project.statements.js';

/** The terms that a person consented to. */
export interface GrantTerms {
  /** The page said that access persists (OAuth 2.1 §4.3.1). */
  readonly refreshable: boolean;
  /** The identity version of the client that was shown (attack C14). */
  readonly identityVersion: number;
  readonly accountScopes: ScopeSet;
  readonly projects: readonly GrantedProject[];
  /** Its duration. */
  readonly hours: number;
  /** The person's, at the decision. */
  readonly consentEpoch: number;
}

const FIND_EXPIRED = statement(
  'grant.find-expired',
  `SELECT id FROM grants
   WHERE user_id = :userId AND client_id = :clientId AND resource = :resource AND installation = :installation
     AND revoked_at IS NULL AND expires_at <= now()`,
  { id: 'uuid' },
);
// A refresh token that ended because access no longer persists does not become valid again: persistence starts anew.
const UPSERT = statement(
  'grant.upsert',
  `INSERT INTO grants (id, user_id, client_id, resource, installation, account_scopes, refreshable_since,
     identity_version, expires_at, consent_epoch)
   SELECT :id, u.id, :clientId, :resource, :installation, :accountScopes, CASE WHEN :refreshable::boolean THEN now() END,
     :identityVersion, now() + make_interval(hours => :hours), u.consent_epoch
   FROM users u WHERE u.id = :userId AND u.consent_epoch = :consentEpoch
   ON CONFLICT (user_id, client_id, resource, installation) WHERE revoked_at IS NULL
   DO UPDATE SET account_scopes = excluded.account_scopes,
     refreshable_since = CASE WHEN :refreshable THEN coalesce(grants.refreshable_since, excluded.refreshable_since) END,
     identity_version = excluded.identity_version, authorized_at = now(), expires_at = excluded.expires_at
     WHERE grants.consent_epoch = excluded.consent_epoch
   RETURNING id`,
  { id: 'uuid' },
);
// A row depends on one membership; a new membership in the same project gets a new row.
const FIND_OTHER_PROJECTS = statement(
  'grant-project.find-others',
  `SELECT gp.project_id AS id FROM grant_projects gp
   WHERE gp.grant_id = :grantId AND gp.revoked_at IS NULL AND NOT gp.membership_id = ANY (:membershipIds)`,
  { id: 'uuid' },
);
/** Grants of people. */
@Injectable()
export class PersonGrants {
  constructor(
    private readonly database: Database,
    private readonly endings: GrantEndings,
  ) {}

  /**
   * Makes the grant or changes the live one, so that it covers exactly these projects. Returns its id, or null if the
   * person's grants were voided meanwhile.
   */
  async store(tx: EntityManager, key: GrantKey, terms: GrantTerms): Promise<string | null> {
    await this.database.queryIn(tx, LOCK_DECISIONS, { subject: `${key.userId}/${key.clientId}` });
    // An expired grant, with its old tokens, must not become valid again by a new consent.
    const expired = await this.database.queryIn(tx, FIND_EXPIRED, key);
    await this.endings.revokeExpired(tx, idsOf(expired));
    const accountScopes = terms.accountScopes.toArray();
    const values = { ...key, ...terms, accountScopes, id: newId() };
    const [grant] = await this.database.queryIn(tx, UPSERT, values);
    if (!grant) return null;
    await this.storeProjects(tx, grant.id, key.userId, terms);
    return grant.id;
  }

  private async storeProjects(
    tx: EntityManager,
    grantId: string,
    userId: string,
    { projects, consentEpoch }: GrantTerms,
  ): Promise<void> {
    const membershipIds = projects.map(({ membershipId }) => membershipId);
    const others = await this.database.queryIn(tx, FIND_OTHER_PROJECTS, { grantId, membershipIds });
    const revocation = { reason: 'unticked', actor: { kind: 'user', userId } } as const;
    await this.endings.revokeProjects(tx, grantId, idsOf(others), revocation);
    for (const project of projects) {
      const row = rowOf(grantId, project);
      const kept = await this.database.queryIn(tx, KEEP_PROJECT, row);
      if (kept.length > 0) continue;
      await this.database.queryIn(tx, ADD_PROJECT, { ...row, id: newId(), consentEpoch });
    }
  }
}

const idsOf = (rows: readonly { readonly id: string }[]): string[] => rows.map(({ id }) => id);
