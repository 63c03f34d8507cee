import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { newId } from '../../../kernel/ids.js';
import { Database } from '../../../platform/database/database.js';
import { statement } from '../../../platform/database/statement.js';
import type { Decider, GrantedProject } from '../grant.js';
import { GrantEndings } from '../grant-endings.service.js';
import { ADD_PROJECT, rowOf } from './grant-project.statements.js';

/** The terms that an admin agreed to. */
export interface ServiceTerms {
  readonly resource: string;
  /** The duration, if the decision sets the grant's end. */
  readonly hours: number;
  readonly movesEnd: boolean;
  readonly projects: readonly GrantedProject[];
  /** UUIDs of the projects that this admin decides on and the service works in now. */
  readonly current: readonly string[];
}

const FIND_EXPIRED = statement(
  'service-grant.find-expired',
  `SELECT id FROM grants
   WHERE client_id = :clientId AND kind = 'service' AND revoked_at IS NULL AND expires_at <= now()`,
  { id: 'uuid' },
);
const UPSERT = statement(
  'service-grant.upsert',
  `INSERT INTO grants (id, kind, client_id, resource, expires_at)
   VALUES (:id, 'service', :clientId, :resource, now() + make_interval(hours => :hours))
   ON CONFLICT (client_id) WHERE kind = 'service' AND revoked_at IS NULL
   DO UPDATE SET authorized_at = now(),
     expires_at = CASE WHEN :movesEnd THEN excluded.expires_at ELSE grants.expires_at END
   RETURNING id`,
  { id: 'uuid' },
);
// Not the app's row: revoking its secret must not wait for decisions.
const LOCK = statement(
  'service-grant.lock',
  `SELECT pg_advisory_xact_lock(hashtextextended('services/' || :clientId, 0))`,
);

/** Grants of services: at most one live grant for each app, shared by the admins of all its projects. */
@Injectable()
export class ServiceGrants {
  constructor(
    private readonly database: Database,
    private readonly endings: GrantEndings,
  ) {}

  /** Locks decisions on the same app until the transaction ends. */
  async lock(tx: EntityManager, clientId: string): Promise<void> {
    await this.database.queryIn(tx, LOCK, { clientId });
  }

  /**
   * Makes the grant or changes the live one, so that of the admin's projects it covers exactly those of the terms.
   * Those of other admins are unchanged. Returns its id.
   */
  async store(
    tx: EntityManager,
    clientId: string,
    terms: ServiceTerms,
    by: Decider,
  ): Promise<string> {
    const expired = await this.database.queryIn(tx, FIND_EXPIRED, { clientId });
    // An expired grant, with its old tokens, must not become valid again.
    const ids = expired.map(({ id }) => id);
    await this.endings.revokeExpired(tx, ids);
    const { resource, hours, movesEnd } = terms;
    const values = { id: newId(), clientId, resource, hours, movesEnd };
    const [grant] = await this.database.queryIn(tx, UPSERT, values);
    if (!grant) throw new Error('A service grant is made or edited, whatever there is');
    for (const project of terms.projects) await this.putProject(tx, grant.id, project, by);
    await this.endUnticked(tx, grant.id, terms, by);
    return grant.id;
  }

  /**
   * Connects a project under the admin's present membership. Always a new row: the time of the connection decides
   * whether a later password change of the admin voids it.
   */
  private async putProject(
    tx: EntityManager,
    grantId: string,
    project: GrantedProject,
    { userId, consentEpoch }: Decider,
  ): Promise<void> {
    const revocation = { reason: 'renewed', actor: { kind: 'user', userId } } as const;
    await this.endings.revokeProjects(tx, grantId, [project.projectId], revocation);
    const row = { ...rowOf(grantId, project), id: newId(), consentEpoch };
    await this.database.queryIn(tx, ADD_PROJECT, row);
  }

  private async endUnticked(
    tx: EntityManager,
    grantId: string,
    { projects, current }: ServiceTerms,
    { userId }: Decider,
  ): Promise<void> {
    const ticked = new Set(projects.map(({ projectId }) => projectId));
    const revocation = { reason: 'unticked', actor: { kind: 'user', userId } } as const;
    for (const projectId of current.filter((id) => !ticked.has(id))) {
      await this.endings.revokeProject(tx, grantId, projectId, revocation);
    }
  }
}
