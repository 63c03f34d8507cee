import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ScopeSet } from '../../../kernel/scope-set.js';
import { Database } from '../../../platform/database/database.js';
import { column } from '../../../platform/database/row-shape.js';
import { statement, type RowOf } from '../../../platform/database/statement.js';
import type { Role } from '../../projects/role.js';
import { SERVICE_CEILING_IS_CURRENT } from '../../grants/live-grant.sql.js';

/** A live service grant, as shown to the admins of its projects. */
export interface ServiceConnection {
  readonly grantId: string;
  readonly connectedAt: Date;
  readonly expiresAt: Date;
  readonly lastTokenAt: Date | null;
  readonly lastUsedAt: Date | null;
  readonly projects: readonly ServiceProject[];
}

export interface ServiceProject {
  readonly id: string;
  readonly name: string;
  readonly scopes: ScopeSet;
  /** Name of the admin whose membership in the project is the ceiling. */
  readonly admin: string;
  /** That admin's present role; null once the connection is void. */
  readonly role: Role | null;
}

const FIND = statement(
  'service-connection.find',
  `SELECT g.client_id AS "clientId", g.id AS "grantId", g.created_at AS "connectedAt", g.expires_at AS "expiresAt",
     a.last_used_at AS "lastUsedAt", a.last_token_at AS "lastTokenAt",
     (SELECT coalesce(jsonb_agg(jsonb_build_object('id', p.id, 'name', p.name, 'scopes', gp.scopes, 'admin', u.name,
        'role', CASE WHEN ${SERVICE_CEILING_IS_CURRENT} THEN m.role END) ORDER BY p.name, p.id), '[]')
      FROM grant_projects gp
      JOIN projects p ON p.id = gp.project_id
      JOIN memberships m ON m.id = gp.membership_id
      JOIN users u ON u.id = m.user_id
      WHERE gp.grant_id = g.id AND gp.revoked_at IS NULL) AS projects
   FROM grants g
   LEFT JOIN grant_activity a ON a.grant_id = g.id
   WHERE g.client_id = ANY (:clientIds) AND g.kind = 'service' AND g.revoked_at IS NULL AND g.expires_at > now()`,
  {
    clientId: 'uuid',
    grantId: 'uuid',
    connectedAt: 'timestamptz',
    expiresAt: 'timestamptz',
    lastTokenAt: 'timestamptz?',
    lastUsedAt: 'timestamptz?',
    projects:
      column<readonly (Omit<ServiceProject, 'scopes'> & { readonly scopes: string[] })[]>('jsonb'),
  },
);
type Row = RowOf<typeof FIND>;
/** Live service grants, with the data of their pages. */
@Injectable()
export class ServiceConnections {
  constructor(private readonly database: Database) {}

  /** By the UUIDs of apps. */
  async find(clientIds: readonly string[]): Promise<Map<string, ServiceConnection>> {
    return toConnections(await this.database.query(FIND, { clientIds }));
  }

  /** The same for one app, in a transaction. */
  async findIn(tx: EntityManager, clientId: string): Promise<ServiceConnection | null> {
    const rows = await this.database.queryIn(tx, FIND, { clientIds: [clientId] });
    return toConnections(rows).get(clientId) ?? null;
  }
}

function toConnections(rows: readonly Row[]): Map<string, ServiceConnection> {
  return new Map(
    rows.map(({ clientId, projects, ...connection }) => [
      clientId,
      {
        ...connection,
        projects: projects.map((project) => ({ ...project, scopes: new ScopeSet(project.scopes) })),
      },
    ]),
  );
}
