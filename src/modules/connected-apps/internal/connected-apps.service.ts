import { Injectable } from '@nestjs/common';
import { ScopeSet } from '../../../kernel/scope-set.js';
import { Database } from '../../../platform/database/database.js';
import { column } from '../../../platform/database/row-shape.js';
import { statement, type RowOf } from '../../../platform/database/statement.js';
import type { ClientOrigin } from '../../clients/client.js';
import { wireClientId } from '../../clients/wire-client-id.js';
import type { Role } from '../../projects/role.js';
import { kindOfResource, type ResourceKind } from '../../scopes-and-roles/protected-resource.js';
import type { Tier } from '../../verification/app-verification.js';
import { tierByOrigin } from '../../verification/tier-by-origin.js';
import { COUNTS_NOW, reviewedTier } from '../../verification/policy-key.sql.js';
import { GrantEndings } from '../../grants/grant-endings.service.js';
import { CONSENT_IS_CURRENT } from '../../grants/live-grant.sql.js';

/** One grant, as shown to its person. */
export interface ConnectedApp {
  readonly grantId: string;
  readonly appName: string;
  /** The app's UUID. */
  readonly clientId: string;
  /** The app's identity has changed since the person last authorized it, or the authorized version is unknown. */
  readonly changed: boolean;
  /** Its name then, if it changed; null also if no receipt has it. */
  readonly changedFrom: string | null;
  readonly tier: Tier;
  /** The resource: an app may have one grant for each. */
  readonly reaches: ResourceKind;
  readonly installation: string;
  readonly accountScopes: ScopeSet;
  readonly connectedAt: Date;
  readonly expiresAt: Date;
  readonly lastTokenAt: Date | null;
  readonly lastUsedAt: Date | null;
  readonly projects: readonly ConnectedProject[];
}

export interface ConnectedProject {
  readonly id: string;
  readonly name: string;
  /** Null once the person has left the project: the grant is ineffective there. */
  readonly role: Role | null;
  readonly scopes: ScopeSet;
}

const IS_LIVE = 'g.revoked_at IS NULL AND g.expires_at > now()';

const LIST = statement(
  'connected-apps.list',
  `SELECT g.id AS "grantId", c.name AS "appName", c.id AS "clientId", c.origin,
     ${reviewedTier(COUNTS_NOW)} AS tier,
     g.identity_version IS DISTINCT FROM c.identity_version AS changed,
     CASE WHEN g.identity_version IS DISTINCT FROM c.identity_version THEN (
       SELECT r.shown #>> '{app,name}' FROM consent_receipts r
       WHERE r.grant_id = g.id ORDER BY r.id DESC LIMIT 1) END AS "changedFrom",
     c.metadata_uri AS "metadataUri", g.resource, g.installation, g.account_scopes AS "accountScopes",
     g.created_at AS "connectedAt", g.expires_at AS "expiresAt", a.last_used_at AS "lastUsedAt",
     a.last_token_at AS "lastTokenAt",
     coalesce(p.projects, '[]') AS projects
   FROM grants g
   JOIN clients c ON c.id = g.client_id
   JOIN users u ON u.id = g.user_id AND ${CONSENT_IS_CURRENT}
   LEFT JOIN app_verifications v ON v.client_id = c.id
   LEFT JOIN grant_activity a ON a.grant_id = g.id
   LEFT JOIN LATERAL (
     SELECT jsonb_agg(jsonb_build_object('id', pr.id, 'name', pr.name, 'scopes', gp.scopes,
       'role', CASE WHEN m.ended_at IS NULL THEN m.role END) ORDER BY pr.name, pr.id) AS projects
     FROM grant_projects gp
     JOIN projects pr ON pr.id = gp.project_id
     JOIN memberships m ON m.id = gp.membership_id
     WHERE gp.grant_id = g.id AND gp.revoked_at IS NULL) p ON true
   WHERE g.user_id = :userId AND ${IS_LIVE}
     AND (:grantId::uuid IS NULL OR g.id = :grantId)
   ORDER BY c.name, g.created_at DESC`,
  {
    grantId: 'uuid',
    appName: 'text',
    clientId: 'uuid',
    origin: column<ClientOrigin>('text'),
    tier: column<Tier | null>('text?'),
    changed: 'boolean',
    changedFrom: 'text?',
    metadataUri: 'text?',
    resource: 'text',
    installation: column<string>('text?'),
    accountScopes: 'text[]',
    connectedAt: 'timestamptz',
    expiresAt: 'timestamptz',
    lastUsedAt: 'timestamptz?',
    lastTokenAt: 'timestamptz?',
    projects:
      column<
        readonly (Omit<ConnectedProject, 'scopes'> & { readonly scopes: readonly string[] })[]
      >('jsonb'),
  },
);
type Row = RowOf<typeof LIST>;

// For the confirmation page, which depends on the grant alone and not on the list.
const OWNS = statement(
  'connected-apps.owns',
  `SELECT g.id FROM grants g JOIN users u ON u.id = g.user_id AND ${CONSENT_IS_CURRENT}
   WHERE g.id = :grantId AND g.user_id = :userId AND ${IS_LIVE} AND (:projectId::uuid IS NULL OR EXISTS (
     SELECT FROM grant_projects gp
     WHERE gp.grant_id = g.id AND gp.project_id = :projectId AND gp.revoked_at IS NULL))`,
  { id: 'uuid' },
);

/**
 * Connected apps of a person, and disconnecting them. No membership is required: a former member of a project can still
 * disconnect it.
 */
@Injectable()
export class ConnectedApps {
  constructor(
    private readonly database: Database,
    private readonly endings: GrantEndings,
  ) {}

  async list(userId: string): Promise<ConnectedApp[]> {
    return (await this.database.query(LIST, { userId, grantId: null })).map(toConnectedApp);
  }

  /** Null if the grant has ended or is another person's. */
  async find(userId: string, grantId: string): Promise<ConnectedApp | null> {
    const [row] = await this.database.query(LIST, { userId, grantId });
    return row ? toConnectedApp(row) : null;
  }

  /** Whether this person can end the grant; with a project, whether the grant covers it. */
  async owns(userId: string, grantId: string, projectId: string | undefined): Promise<boolean> {
    const values = { userId, grantId, projectId: projectId ?? null };
    return (await this.database.query(OWNS, values)).length > 0;
  }

  /** One transaction: after it no token concerned is valid on any replica. Idempotent. */
  async disconnect(userId: string, grantId: string, projectId: string | undefined): Promise<void> {
    await this.database.transaction((tx) =>
      this.endings.disconnect(tx, userId, { grantId, projectId }),
    );
  }
}

function toConnectedApp({ resource, origin, metadataUri, ...row }: Row): ConnectedApp {
  const reaches = kindOfResource(resource);
  const clientId = wireClientId({ id: row.clientId, metadataUri });
  return {
    ...row,
    reaches,
    tier: row.tier ?? tierByOrigin({ origin, clientId }, reaches).tier,
    accountScopes: new ScopeSet(row.accountScopes),
    projects: row.projects.map((project) => ({ ...project, scopes: new ScopeSet(project.scopes) })),
  };
}
