import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { newId } from '../../kernel/ids.js';
import { ScopeSet } from '../../kernel/scope-set.js';
import { Database } from '../../platform/database/database.js';
import { statement, type Statement } from '../../platform/database/statement.js';
import type { Client } from '../clients/client.js';
import { CONSENT_STANDS } from './consent-stands.js';
import { GrantsService } from './grants.service.js';

/** What makes a grant one and the same: re-authorizing it edits the standing one. */
export interface GrantKey {
  readonly userId: string;
  /** The client's UUID. */
  readonly clientId: string;
  readonly resource: string;
  readonly installation: string;
}

/** A grant as it stands before a new decision. */
export interface StandingGrant {
  /** To which of the client's identities the person last said yes; null if nobody knows. */
  readonly identityVersion: number | null;
  /** They were told that access persists. */
  readonly refreshable: boolean;
  readonly accountScopes: ScopeSet;
  /** Granted scopes by project. */
  readonly projects: ReadonlyMap<string, ScopeSet>;
}

/** One project of a decision. */
export interface GrantedProject {
  readonly projectId: string;
  readonly membershipId: string;
  readonly requestedScopes: ScopeSet;
  readonly scopes: ScopeSet;
}

/** What a person agreed to. */
export interface GrantTerms {
  /** They were told that access persists (OAuth 2.1 §4.3.1). */
  readonly refreshable: boolean;
  /** Which of the client's identities they were shown (attack C14). */
  readonly identityVersion: number;
  readonly accountScopes: ScopeSet;
  readonly projects: readonly GrantedProject[];
  /** How long it lives. */
  readonly hours: number;
  /** The person's, when they decided. */
  readonly consentEpoch: number;
}

const HAS_LIVE = statement(
  'grant.has-live',
  `SELECT EXISTS (SELECT FROM grants g JOIN users u ON u.id = g.user_id AND ${CONSENT_STANDS}
     WHERE g.user_id = $1 AND g.client_id = $2 AND g.installation = $3 AND g.identity_version = $4
       AND g.revoked_at IS NULL AND g.expires_at > now()) AS live`,
);
const FIND_STANDING = statement(
  'grant.find-standing',
  `SELECT g.identity_version AS "identityVersion", g.refreshable_since IS NOT NULL AS refreshable, g.account_scopes AS "accountScopes",
     coalesce(jsonb_object_agg(gp.project_id, to_jsonb(gp.scopes)) FILTER (WHERE gp.id IS NOT NULL), '{}') AS projects
   FROM grants g JOIN users u ON u.id = g.user_id AND ${CONSENT_STANDS}
   LEFT JOIN (grant_projects gp JOIN memberships m ON m.id = gp.membership_id AND m.ended_at IS NULL)
     ON gp.grant_id = g.id AND gp.revoked_at IS NULL
   WHERE g.user_id = $1 AND g.client_id = $2 AND g.resource = $3 AND g.installation = $4
     AND g.revoked_at IS NULL AND g.expires_at > now()
   GROUP BY g.id`,
);
const FIND_STANDING_ID = statement(
  'grant.find-standing-id',
  `SELECT g.id FROM grants g JOIN users u ON u.id = g.user_id AND ${CONSENT_STANDS}
   WHERE g.user_id = $1 AND g.client_id = $2 AND g.resource = $3 AND g.installation = $4
     AND g.revoked_at IS NULL AND g.expires_at > now()`,
);
const FIND_EXPIRED = statement(
  'grant.find-expired',
  `SELECT id FROM grants
   WHERE user_id = $1 AND client_id = $2 AND resource = $3 AND installation = $4
     AND revoked_at IS NULL AND expires_at <= now()`,
);
// A refresh token that ended because access no longer persists stays ended: what persists anew does so from now on.
const UPSERT = statement(
  'grant.upsert',
  `INSERT INTO grants (id, user_id, client_id, resource, installation, account_scopes, refreshable_since,
     identity_version, expires_at, consent_epoch)
   SELECT $1, u.id, $3, $4, $5, $6, CASE WHEN $7::boolean THEN now() END, $8, now() + make_interval(hours => $9), u.consent_epoch
   FROM users u WHERE u.id = $2 AND u.consent_epoch = $10
   ON CONFLICT (user_id, client_id, resource, installation) WHERE revoked_at IS NULL
   DO UPDATE SET account_scopes = excluded.account_scopes,
     refreshable_since = CASE WHEN $7 THEN coalesce(grants.refreshable_since, excluded.refreshable_since) END,
     identity_version = excluded.identity_version, authorized_at = now(), expires_at = excluded.expires_at
     WHERE grants.consent_epoch = excluded.consent_epoch
   RETURNING id`,
);
const KEEP_PROJECT = statement(
  'grant-project.keep',
  `UPDATE grant_projects SET scopes = $4, requested_scopes = $5
   WHERE grant_id = $1 AND project_id = $2 AND membership_id = $3 AND revoked_at IS NULL
   RETURNING id`,
);
// A row stands for one stay in the project: after leaving and coming back it is a new one.
const FIND_OTHER_PROJECTS = statement(
  'grant-project.find-others',
  `SELECT gp.project_id AS id FROM grant_projects gp
   WHERE gp.grant_id = $1 AND gp.revoked_at IS NULL AND NOT gp.membership_id = ANY ($2)`,
);
const ADD_PROJECT = statement(
  'grant-project.add',
  `INSERT INTO grant_projects (id, grant_id, project_id, membership_id, scopes, requested_scopes, consent_epoch)
   VALUES ($1, $2, $3, $4, $5, $6, $7)`,
);
// Decisions wait for each other in a line, and not at the row of a grant or an app: whoever ends that waits for one of them
// at the most, however many there are.
const LOCK = statement(
  'grant.lock-decisions',
  `SELECT pg_advisory_xact_lock(hashtextextended('grants/' || $1, 0))`,
);
const REACH = statement(
  'grant.reach',
  `SELECT count(DISTINCT gp.project_id)::int AS projects, count(DISTINCT g.user_id)::int AS people
   FROM grants g
   JOIN grant_projects gp ON gp.grant_id = g.id AND gp.revoked_at IS NULL
   JOIN projects p ON p.id = gp.project_id
   WHERE g.client_id = $1 AND g.revoked_at IS NULL AND g.expires_at > now()
     AND p.organisation_id IS DISTINCT FROM $2`,
);

@Injectable()
export class GrantRepository {
  constructor(
    private readonly database: Database,
    private readonly grants: GrantsService,
  ) {}

  /** The person lets in this very app, as it is now, at this very address. */
  async hasLive(
    userId: string,
    { id, identityVersion }: Pick<Client, 'id' | 'identityVersion'>,
    installation: string,
  ): Promise<boolean> {
    const values = [userId, id, installation, identityVersion];
    const [row] = await this.database.query<{ live: boolean }>(HAS_LIVE, values);
    return row?.live === true;
  }

  async findStanding(key: GrantKey): Promise<StandingGrant | null> {
    const [row] = await this.database.query<{
      identityVersion: number | null;
      refreshable: boolean;
      accountScopes: string[];
      projects: Record<string, string[]>;
    }>(FIND_STANDING, keyValues(key));
    if (!row) return null;
    const projects = Object.entries(row.projects).map(
      ([id, scopes]) => [id, new ScopeSet(scopes)] as const,
    );
    return {
      identityVersion: row.identityVersion,
      refreshable: row.refreshable,
      accountScopes: new ScopeSet(row.accountScopes),
      projects: new Map(projects),
    };
  }

  /** The id of the grant that stands; null if there is none. */
  async findStandingId(tx: EntityManager, key: GrantKey): Promise<string | null> {
    const [row] = await this.database.queryIn<{ id: string }>(tx, FIND_STANDING_ID, keyValues(key));
    return row?.id ?? null;
  }

  /**
   * Makes the grant or edits the standing one, so that it covers just these projects. Returns its id, or null if what the
   * person allowed was voided meanwhile.
   */
  async store(
    tx: EntityManager,
    key: GrantKey,
    { accountScopes, projects, hours, refreshable, identityVersion, consentEpoch }: GrantTerms,
  ): Promise<string | null> {
    await this.database.queryIn(tx, LOCK, [`${key.userId}/${key.clientId}`]);
    // One that ran out must not wake up, and its old tokens with it, because the person consents anew.
    await this.grants.revokeExpired(tx, await this.idsIn(tx, FIND_EXPIRED, keyValues(key)));
    const terms = [accountScopes.toArray(), refreshable, identityVersion, hours, consentEpoch];
    const values = [newId(), ...keyValues(key), ...terms];
    const [grantId] = await this.idsIn(tx, UPSERT, values);
    if (grantId === undefined) return null;
    const stays = projects.map(({ membershipId }) => membershipId);
    const others = await this.idsIn(tx, FIND_OTHER_PROJECTS, [grantId, stays]);
    const actor = { kind: 'user', userId: key.userId } as const;
    await this.grants.revokeProjects(tx, grantId, others, { reason: 'unticked', actor });
    for (const project of projects) await this.storeProject(tx, grantId, project, consentEpoch);
    return grantId;
  }

  /** Counts people and outside projects of a client; holds off other decisions on it until the commit. */
  async lockReach(
    tx: EntityManager,
    clientId: string,
    ownOrganisationId: string | null,
  ): Promise<{ projects: number; people: number }> {
    await this.database.queryIn(tx, LOCK, [clientId]);
    const [row] = await this.database.queryIn<{ projects: number; people: number }>(tx, REACH, [
      clientId,
      ownOrganisationId,
    ]);
    return row as { projects: number; people: number };
  }

  private async storeProject(
    tx: EntityManager,
    grantId: string,
    { projectId, membershipId, scopes, requestedScopes }: GrantedProject,
    consentEpoch: number,
  ): Promise<void> {
    const sets = [scopes.toArray(), requestedScopes.toArray()];
    const place = [grantId, projectId, membershipId];
    const kept = await this.database.queryIn(tx, KEEP_PROJECT, [...place, ...sets]);
    if (kept.length > 0) return;
    await this.database.queryIn(tx, ADD_PROJECT, [newId(), ...place, ...sets, consentEpoch]);
  }

  private async idsIn(
    tx: EntityManager,
    finding: Statement,
    values: readonly unknown[],
  ): Promise<string[]> {
    const rows = await this.database.queryIn<{ id: string }>(tx, finding, values);
    return rows.map(({ id }) => id);
  }
}

const keyValues = ({ userId, clientId, resource, installation }: GrantKey): string[] => [
  userId,
  clientId,
  resource,
  installation,
];
