import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { newId } from '../../kernel/ids.js';
import { Database } from '../../platform/database/database.js';
import { column, type ShapedRow } from '../../platform/database/row-shape.js';
import { statement, type RowOf } from '../../platform/database/statement.js';
import { JobQueue } from '../../platform/jobs/job-queue.service.js';
import type { AuditActor, AuditEvent } from '../audit/audit-event.js';
import { AuditLog } from '../audit/audit-log.service.js';
import { wireClientId } from '../clients/wire-client-id.js';
import { GRANT_ENDED } from './grant-ended.js';

/** Why access ended, for the audit log and webhooks. */
export type RevocationReason =
  | 'disconnected'
  | 'refresh_token_replayed'
  | 'code_replayed'
  | 'leaked'
  | 'client_deleted'
  /** Staff decided that people are asked again before the app works for them. */
  | 'app_suspended'
  /** At the command line. */
  | 'operator'
  | 'password_changed'
  | 'expired'
  /** Not used for as long as the tier of the app allows. */
  | 'idle'
  /** In a sandbox project, as the app asked. */
  | 'fault_simulated'
  /** Of one project: the person or admin decided again without it. */
  | 'unticked'
  /** Of one project: an admin has connected the service again. */
  | 'renewed'
  /** Of a project outside of the app's organisation: the person is no tester of the app any more. */
  | 'tester_removed'
  /** Of one project: the membership that it depends on has ended; takes precedence over other reasons. */
  | 'membership_ended';

export interface Revocation {
  readonly reason: RevocationReason;
  readonly actor: AuditActor;
}

const CLIENT_SHAPE = { clientId: 'uuid', metadataUri: 'text?' } as const;
const GRANT_SHAPE = { ...CLIENT_SHAPE, id: 'uuid', projectIds: 'uuid[]' } as const;

const ITS_CLIENT = `g.client_id AS "clientId",
     (SELECT c.metadata_uri FROM clients c WHERE c.id = g.client_id) AS "metadataUri"`;

const ENDED_GRANT = `g.id, ${ITS_CLIENT},
     ARRAY(SELECT gp.project_id FROM grant_projects gp WHERE gp.grant_id = g.id AND gp.revoked_at IS NULL) AS "projectIds"`;

// One column ends everything that depends on the grant: no token row is changed.
const REVOKE = statement(
  'grant.revoke',
  `UPDATE grants g SET revoked_at = now(), revoked_reason = :reason
   WHERE g.id = :grantId AND g.revoked_at IS NULL
   RETURNING ${ENDED_GRANT}`,
  GRANT_SHAPE,
);
// A consent may have extended it since the row was read.
const REVOKE_EXPIRED = statement(
  'grant.revoke-expired',
  `UPDATE grants g SET revoked_at = now(), revoked_reason = 'expired'
   WHERE g.id = ANY (:grantIds) AND g.revoked_at IS NULL AND g.expires_at <= now()
   RETURNING ${ENDED_GRANT}`,
  GRANT_SHAPE,
);
// A membership that ended is not recorded as unticked.
const REVOKE_PROJECTS = statement(
  'grant-project.revoke',
  `UPDATE grant_projects gp SET revoked_at = now() FROM grants g, memberships m
   WHERE gp.grant_id = :grantId AND gp.project_id = ANY (:projectIds) AND gp.revoked_at IS NULL
     AND g.id = gp.grant_id AND g.revoked_at IS NULL AND m.id = gp.membership_id
   RETURNING ${ITS_CLIENT}, gp.project_id AS "projectId",
     CASE WHEN m.ended_at IS NULL THEN :reason ELSE 'membership_ended' END AS reason`,
  { ...CLIENT_SHAPE, projectId: 'uuid', reason: column<RevocationReason>('text') },
);
// `NO KEY`: new tokens reference the row, and must not block a disconnection.
const LOCK = statement(
  'grant.lock',
  'SELECT id FROM grants WHERE id = :grantId FOR NO KEY UPDATE',
  { id: 'uuid' },
);
const HAS_PROJECTS = statement(
  'grant.has-projects',
  `SELECT EXISTS (SELECT FROM grant_projects WHERE grant_id = :grantId AND revoked_at IS NULL) AS more`,
  { more: 'boolean' },
);

/** The only class that ends grants and their projects, so that each end has its audit event. */
@Injectable()
export class GrantEndings {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditLog,
    private readonly jobs: JobQueue,
  ) {}

  /** Ends the grant and with it every code and token. False if it had ended already. */
  async revoke(tx: EntityManager, grantId: string, revocation: Revocation): Promise<boolean> {
    const values = { grantId, reason: revocation.reason };
    const [ended] = await this.database.queryIn(tx, REVOKE, values);
    if (ended) await this.recordGrant(tx, ended, revocation);
    return ended !== undefined;
  }

  /** A person disconnects an app from a project, or entirely. Idempotent. */
  async disconnect(
    tx: EntityManager,
    userId: string,
    { grantId, projectId }: { readonly grantId: string; readonly projectId: string | undefined },
  ): Promise<void> {
    const revocation = { reason: 'disconnected', actor: { kind: 'user', userId } } as const;
    if (projectId === undefined) await this.revoke(tx, grantId, revocation);
    else await this.revokeProject(tx, grantId, projectId, revocation);
  }

  /** Ends those of these grants that have expired. */
  async revokeExpired(tx: EntityManager, grantIds: readonly string[]): Promise<void> {
    const ended = await this.database.queryIn(tx, REVOKE_EXPIRED, { grantIds });
    for (const grant of ended) {
      await this.recordGrant(tx, grant, { reason: 'expired', actor: { kind: 'system' } });
    }
  }

  /** Removes one project from the grant, and ends the grant with the last one. False if the grant does not cover it. */
  async revokeProject(
    tx: EntityManager,
    grantId: string,
    projectId: string,
    revocation: Revocation,
  ): Promise<boolean> {
    // Locks the grant: of two concurrent disconnections of the last two projects one must end the grant.
    await this.database.queryIn(tx, LOCK, { grantId });
    if (!(await this.revokeProjects(tx, grantId, [projectId], revocation))) return false;
    const [left] = await this.database.queryIn(tx, HAS_PROJECTS, { grantId });
    if (left?.more === false) await this.revoke(tx, grantId, revocation);
    return true;
  }

  /** Removes projects from the grant, which continues even without any. False if it covers none of them. */
  async revokeProjects(
    tx: EntityManager,
    grantId: string,
    projectIds: readonly string[],
    revocation: Revocation,
  ): Promise<boolean> {
    const values = { grantId, projectIds, reason: revocation.reason };
    const ended = await this.database.queryIn(tx, REVOKE_PROJECTS, values);
    for (const project of ended) {
      const { reason, projectId } = project;
      const event = eventOf('grant.project_revoked', grantId, project, { ...revocation, reason });
      await this.audit.record(tx, event);
      await this.audit.record(tx, { ...event, projectId });
    }
    // Whose project an admin connects again goes on.
    if (revocation.reason !== 'renewed') await this.tell(tx, grantId, ended);
    return ended.length > 0;
  }

  private async recordGrant(
    tx: EntityManager,
    ended: RowOf<typeof REVOKE>,
    revocation: Revocation,
  ): Promise<void> {
    const event = eventOf('grant.revoked', ended.id, ended, revocation);
    await this.audit.record(tx, event);
    const { id, clientId, projectIds } = ended;
    for (const projectId of projectIds) await this.audit.record(tx, { ...event, projectId });
    const { reason } = revocation;
    const projects = projectIds.map((projectId) => ({ clientId, projectId, reason }));
    await this.tell(tx, id, projects);
  }

  private async tell(
    tx: EntityManager,
    grantId: string,
    ended: readonly { clientId: string; projectId: string; reason: string }[],
  ): Promise<void> {
    const [{ clientId } = {}] = ended;
    if (clientId === undefined) return;
    const projects = ended.map(({ projectId, reason }) => ({
      ...{ projectId, reason, eventId: newId() },
    }));
    await this.jobs.add(tx, GRANT_ENDED, { grantId, clientId, projects });
  }
}

const eventOf = (
  type: 'grant.revoked' | 'grant.project_revoked',
  grantId: string,
  { clientId, metadataUri }: ShapedRow<typeof CLIENT_SHAPE>,
  { reason, actor }: Revocation,
): AuditEvent => ({
  type,
  actor,
  target: { kind: 'grant', id: grantId },
  reason,
  context: { client_id: wireClientId({ id: clientId, metadataUri }) },
});
