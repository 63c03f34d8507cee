import { Injectable } from '@nestjs/common';
import { ScopeSet } from '../../../../kernel/scope-set.js';
import { Database } from '../../../../platform/database/database.js';
import { statement } from '../../../../platform/database/statement.js';
import type { ClientOrigin } from '../../../clients/client.js';
import { wireClientId } from '../../../clients/wire-client-id.js';
import type { Role } from '../../../projects/role.js';
import { kindOfResource, type ResourceKind } from '../../../scopes-and-roles/protected-resource.js';
import type { Tier } from '../../../verification/app-standing.js';
import { standingByOrigin } from '../../../verification/standing-by-origin.js';

/** One grant as its person sees it. */
export interface ConnectedApp {
  readonly grantId: string;
  readonly appName: string;
  /** The app's UUID. */
  readonly clientId: string;
  readonly tier: Tier;
  /** What it is connected to: one app may have a grant for each. */
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
  /** Null once the person has left the project: then nothing works there any more. */
  readonly role: Role | null;
  readonly scopes: ScopeSet;
}

type Row = Omit<ConnectedApp, 'projects' | 'accountScopes' | 'tier' | 'reaches'> & {
  tier: Tier | null;
  resource: string;
  origin: ClientOrigin;
  metadataUri: string | null;
  accountScopes: string[];
  projects: { id: string; name: string; role: Role | null; scopes: string[] }[];
};

// Families and tokens belong to the room on the right; reading when the last was made harms nobody there.
const LIST = statement(
  'connected-apps.list',
  `SELECT g.id AS "grantId", c.name AS "appName", c.id AS "clientId", s.tier, c.origin,
     c.metadata_uri AS "metadataUri", g.resource, g.installation, g.account_scopes AS "accountScopes",
     g.created_at AS "connectedAt", g.expires_at AS "expiresAt", a.last_used_at AS "lastUsedAt",
     (SELECT max(t.created_at) FROM token_families f JOIN access_tokens t ON t.family_id = f.id
      WHERE f.grant_id = g.id) AS "lastTokenAt",
     coalesce(p.projects, '[]') AS projects
   FROM grants g
   JOIN clients c ON c.id = g.client_id
   JOIN users u ON u.id = g.user_id AND u.grants_valid_after <= g.authorized_at
   LEFT JOIN app_standings s ON s.client_id = c.id
   LEFT JOIN grant_activity a ON a.grant_id = g.id
   LEFT JOIN LATERAL (
     SELECT jsonb_agg(jsonb_build_object('id', pr.id, 'name', pr.name, 'scopes', gp.scopes,
       'role', CASE WHEN m.ended_at IS NULL THEN m.role END) ORDER BY pr.name, pr.id) AS projects
     FROM grant_projects gp
     JOIN projects pr ON pr.id = gp.project_id
     JOIN memberships m ON m.id = gp.membership_id
     WHERE gp.grant_id = g.id AND gp.revoked_at IS NULL) p ON true
   WHERE g.user_id = $1 AND g.revoked_at IS NULL AND g.expires_at > now()
     AND ($2::uuid IS NULL OR g.id = $2)
   ORDER BY c.name, g.created_at DESC`,
);

/** What a person has connected. It asks for no membership: whoever lost a project can still disconnect. */
@Injectable()
export class ConnectedAppsQuery {
  constructor(private readonly database: Database) {}

  async list(userId: string): Promise<ConnectedApp[]> {
    return (await this.database.query<Row>(LIST, [userId, null])).map(toConnectedApp);
  }

  /** Null if the grant has ended or is somebody else's. */
  async find(userId: string, grantId: string): Promise<ConnectedApp | null> {
    const [row] = await this.database.query<Row>(LIST, [userId, grantId]);
    return row ? toConnectedApp(row) : null;
  }
}

function toConnectedApp({ resource, origin, metadataUri, ...row }: Row): ConnectedApp {
  const reaches = kindOfResource(resource);
  const clientId = wireClientId({ id: row.clientId, metadataUri });
  return {
    ...row,
    reaches,
    tier: row.tier ?? standingByOrigin({ origin, clientId }, reaches).tier,
    accountScopes: new ScopeSet(row.accountScopes),
    projects: row.projects.map((project) => ({ ...project, scopes: new ScopeSet(project.scopes) })),
  };
}
