import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { newId } from '../../../kernel/ids.js';
import { ScopeSet } from '../../../kernel/scope-set.js';
import { Database } from '../../../platform/database/database.js';
import { statement } from '../../../platform/database/statement.js';
import type { Role } from '../../projects/role.js';
import { GrantsService } from '../../grants/grants.service.js';
import { SERVICE_CEILING_HOLDS } from '../../grants/service-ceiling.js';
import type { GrantedProject } from '../../grants/grant.repository.js';

/** A live service grant, as the admins of its projects see it. */
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
  /** Name of the admin whose stay in the project is the ceiling. */
  readonly admin: string;
  /** What that admin is there now; null once the row carries nothing any more. */
  readonly role: Role | null;
}

/** Who decides, and the `consent_epoch` of theirs that the decision rests on. */
export interface DecidingAdmin {
  readonly userId: string;
  readonly consentEpoch: number;
}

type Row = Omit<ServiceConnection, 'projects'> & {
  clientId: string;
  projects: (Omit<ServiceProject, 'scopes'> & { scopes: string[] })[];
};

const FIND = statement(
  'service-connection.find',
  `SELECT g.client_id AS "clientId", g.id AS "grantId", g.created_at AS "connectedAt", g.expires_at AS "expiresAt",
     a.last_used_at AS "lastUsedAt", a.last_token_at AS "lastTokenAt",
     (SELECT coalesce(jsonb_agg(jsonb_build_object('id', p.id, 'name', p.name, 'scopes', gp.scopes, 'admin', u.name,
        'role', CASE WHEN ${SERVICE_CEILING_HOLDS} THEN m.role END) ORDER BY p.name, p.id), '[]')
      FROM grant_projects gp
      JOIN projects p ON p.id = gp.project_id
      JOIN memberships m ON m.id = gp.membership_id
      JOIN users u ON u.id = m.user_id
      WHERE gp.grant_id = g.id AND gp.revoked_at IS NULL) AS projects
   FROM grants g
   LEFT JOIN grant_activity a ON a.grant_id = g.id
   WHERE g.client_id = ANY ($1) AND g.kind = 'service' AND g.revoked_at IS NULL AND g.expires_at > now()`,
);
const FIND_EXPIRED = statement(
  'service-connection.find-expired',
  `SELECT id FROM grants
   WHERE client_id = $1 AND kind = 'service' AND revoked_at IS NULL AND expires_at <= now()`,
);
const UPSERT = statement(
  'service-connection.upsert',
  `INSERT INTO grants (id, kind, client_id, resource, expires_at)
   VALUES ($1, 'service', $2, $3, now() + make_interval(hours => $4))
   ON CONFLICT (client_id) WHERE kind = 'service' AND revoked_at IS NULL
   DO UPDATE SET authorized_at = now(),
     expires_at = CASE WHEN $5 THEN excluded.expires_at ELSE grants.expires_at END
   RETURNING id`,
);
const ADD_PROJECT = statement(
  'service-connection.add-project',
  `INSERT INTO grant_projects (id, grant_id, project_id, membership_id, scopes, requested_scopes, consent_epoch)
   VALUES ($1, $2, $3, $4, $5, $6, $7)`,
);
// Not at the row of the app: whoever takes its secret away must not wait in this line.
const LOCK = statement(
  'service-connection.lock',
  `SELECT pg_advisory_xact_lock(hashtextextended('services/' || $1, 0))`,
);

/** Service grants: at most one live one for each app, shared by the admins of all its projects. */
@Injectable()
export class ServiceConnections {
  constructor(
    private readonly database: Database,
    private readonly grants: GrantsService,
  ) {}

  /** By the UUIDs of apps. */
  async find(clientIds: readonly string[]): Promise<Map<string, ServiceConnection>> {
    return toConnections(await this.database.query<Row>(FIND, [clientIds]));
  }

  /** The same for one app, in a transaction. */
  async findIn(tx: EntityManager, clientId: string): Promise<ServiceConnection | null> {
    const rows = await this.database.queryIn<Row>(tx, FIND, [[clientId]]);
    return toConnections(rows).get(clientId) ?? null;
  }

  /** Until the transaction ends, whoever else decides on the same app waits. */
  async lock(tx: EntityManager, clientId: string): Promise<void> {
    await this.database.queryIn(tx, LOCK, [clientId]);
  }

  /** Makes the grant, or takes the one that stands; `movesEnd`: its end too becomes another. Returns its id. */
  async open(
    tx: EntityManager,
    clientId: string,
    { resource, hours, movesEnd }: { resource: string; hours: number; movesEnd: boolean },
  ): Promise<string> {
    const expired = await this.database.queryIn<{ id: string }>(tx, FIND_EXPIRED, [clientId]);
    // One that ran out must not wake up, and its old tokens with it.
    await this.grants.revokeExpired(
      tx,
      expired.map(({ id }) => id),
    );
    const values = [newId(), clientId, resource, hours, movesEnd];
    const [grant] = await this.database.queryIn<{ id: string }>(tx, UPSERT, values);
    return (grant as { id: string }).id;
  }

  /**
   * Connects a project under the admin's present stay. Always by a new row: when an admin last vouched for a project
   * decides what a new password of theirs voids.
   */
  async putProject(
    tx: EntityManager,
    grantId: string,
    project: GrantedProject,
    { userId, consentEpoch }: DecidingAdmin,
  ): Promise<void> {
    const { projectId, membershipId, scopes, requestedScopes } = project;
    const revocation = { reason: 'renewed', actor: { kind: 'user', userId } } as const;
    await this.grants.revokeProjects(tx, grantId, [projectId], revocation);
    const place = [newId(), grantId, projectId, membershipId];
    const sets = [scopes.toArray(), requestedScopes.toArray()];
    await this.database.queryIn(tx, ADD_PROJECT, [...place, ...sets, consentEpoch]);
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
