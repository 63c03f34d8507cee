import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database } from '../../platform/database/database.js';
import { statement } from '../../platform/database/statement.js';
import type { AuditActor, AuditEvent } from '../audit/audit-event.js';
import { AuditLog } from '../audit/audit-log.service.js';
import { wireClientId } from '../clients/wire-client-id.js';

/** Why access ended. It goes into the audit log and, one day, into the app's notification. */
export type RevocationReason =
  | 'disconnected'
  | 'refresh_token_replayed'
  | 'code_replayed'
  | 'leaked'
  | 'client_deleted'
  | 'password_changed'
  | 'expired'
  /** Of one project: the person, or the admin, decided anew and left it out. */
  | 'unticked'
  /** Of one project: its admin, or another one, has connected the service again. */
  | 'renewed'
  /** Of one project: the stay in it on which the grant rested is over, whatever else was wanted. */
  | 'membership_ended';

export interface Revocation {
  readonly reason: RevocationReason;
  readonly actor: AuditActor;
}

interface Ended {
  readonly clientId: string;
  readonly metadataUri: string | null;
}

interface EndedGrant extends Ended {
  readonly id: string;
  readonly projectIds: string[];
}

interface EndedProject extends Ended {
  readonly projectId: string;
  readonly reason: RevocationReason;
}

const ITS_CLIENT = `g.client_id AS "clientId",
     (SELECT c.metadata_uri FROM clients c WHERE c.id = g.client_id) AS "metadataUri"`;

const ENDED_GRANT = `g.id, ${ITS_CLIENT},
     ARRAY(SELECT gp.project_id FROM grant_projects gp WHERE gp.grant_id = g.id AND gp.revoked_at IS NULL) AS "projectIds"`;

// One column ends everything that hangs from the grant: no token row is touched.
const REVOKE = statement(
  'grant.revoke',
  `UPDATE grants g SET revoked_at = now(), revoked_reason = $2
   WHERE g.id = $1 AND g.revoked_at IS NULL
   RETURNING ${ENDED_GRANT}`,
);
// A consent may have moved the end since it was looked at.
const REVOKE_EXPIRED = statement(
  'grant.revoke-expired',
  `UPDATE grants g SET revoked_at = now(), revoked_reason = 'expired'
   WHERE g.id = ANY ($1) AND g.revoked_at IS NULL AND g.expires_at <= now()
   RETURNING ${ENDED_GRANT}`,
);
// Whose stay in the project is over did not untick it.
const REVOKE_PROJECTS = statement(
  'grant-project.revoke',
  `UPDATE grant_projects gp SET revoked_at = now() FROM grants g, memberships m
   WHERE gp.grant_id = $1 AND gp.project_id = ANY ($2) AND gp.revoked_at IS NULL
     AND g.id = gp.grant_id AND g.revoked_at IS NULL AND m.id = gp.membership_id
   RETURNING ${ITS_CLIENT}, gp.project_id AS "projectId",
     CASE WHEN m.ended_at IS NULL THEN $3 ELSE 'membership_ended' END AS reason`,
);
// `NO KEY`: new tokens refer to the row, and must not keep a disconnection waiting.
const LOCK = statement('grant.lock', 'SELECT id FROM grants WHERE id = $1 FOR NO KEY UPDATE');
const HAS_PROJECTS = statement(
  'grant.has-projects',
  `SELECT EXISTS (SELECT FROM grant_projects WHERE grant_id = $1 AND revoked_at IS NULL) AS more`,
);
// In one order, so that two servers that write at the same time do not lock each other out.
const RECORD_USE = statement(
  'grant.record-use',
  `INSERT INTO grant_activity (grant_id, last_used_at)
   SELECT u.id, u.at FROM unnest($1::uuid[], $2::timestamptz[]) AS u (id, at)
   JOIN grants g ON g.id = u.id
   ORDER BY u.id
   ON CONFLICT (grant_id) DO UPDATE
     SET last_used_at = greatest(grant_activity.last_used_at, excluded.last_used_at)`,
);

/** Ends grants and their projects, which nobody else does, so that each end has its event; and notes that they are used. */
@Injectable()
export class GrantsService {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditLog,
  ) {}

  /** Ends the grant and with it every code and token, at once. False if it had ended already. */
  async revoke(tx: EntityManager, grantId: string, revocation: Revocation): Promise<boolean> {
    const values = [grantId, revocation.reason];
    const [ended] = await this.database.queryIn<EndedGrant>(tx, REVOKE, values);
    if (ended) await this.recordGrant(tx, ended, revocation);
    return ended !== undefined;
  }

  /** Makes it a fact of these grants that they have run out; any other one stays. */
  async revokeExpired(tx: EntityManager, grantIds: readonly string[]): Promise<void> {
    const ended = await this.database.queryIn<EndedGrant>(tx, REVOKE_EXPIRED, [grantIds]);
    for (const grant of ended) {
      await this.recordGrant(tx, grant, { reason: 'expired', actor: { kind: 'system' } });
    }
  }

  /** Takes one project out of the grant; the last one takes the grant along. False if it was not in it. */
  async revokeProject(
    tx: EntityManager,
    grantId: string,
    projectId: string,
    revocation: Revocation,
  ): Promise<boolean> {
    // Two disconnections of the last two projects must not each believe that the other one stays.
    await this.database.queryIn(tx, LOCK, [grantId]);
    if (!(await this.revokeProjects(tx, grantId, [projectId], revocation))) return false;
    const [left] = await this.database.queryIn<{ more: boolean }>(tx, HAS_PROJECTS, [grantId]);
    if (left?.more === false) await this.revoke(tx, grantId, revocation);
    return true;
  }

  /** Takes projects out of the grant, which stays even without any. False if none of them was in it. */
  async revokeProjects(
    tx: EntityManager,
    grantId: string,
    projectIds: readonly string[],
    revocation: Revocation,
  ): Promise<boolean> {
    const values = [grantId, projectIds, revocation.reason];
    const ended = await this.database.queryIn<EndedProject>(tx, REVOKE_PROJECTS, values);
    for (const project of ended) {
      const { reason, projectId } = project;
      const event = eventOf('grant.project_revoked', grantId, project, { ...revocation, reason });
      await this.audit.record(tx, event);
      await this.audit.record(tx, { ...event, projectId });
    }
    return ended.length > 0;
  }

  /** Moves "last used" of many grants at once; never backwards. */
  async recordUse(uses: ReadonlyMap<string, Date>): Promise<void> {
    await this.database.query(RECORD_USE, [[...uses.keys()], [...uses.values()]]);
  }

  private async recordGrant(
    tx: EntityManager,
    ended: EndedGrant,
    revocation: Revocation,
  ): Promise<void> {
    const event = eventOf('grant.revoked', ended.id, ended, revocation);
    await this.audit.record(tx, event);
    for (const projectId of ended.projectIds) await this.audit.record(tx, { ...event, projectId });
  }
}

const eventOf = (
  type: 'grant.revoked' | 'grant.project_revoked',
  grantId: string,
  { clientId, metadataUri }: Ended,
  { reason, actor }: Revocation,
): AuditEvent => ({
  type,
  actor,
  target: { kind: 'grant', id: grantId },
  reason,
  context: { client_id: wireClientId({ id: clientId, metadataUri }) },
});
