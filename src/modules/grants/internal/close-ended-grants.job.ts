import type { EntityManager } from 'typeorm';
import { Database } from '../../../platform/database/database.js';
import { statement } from '../../../platform/database/statement.js';
import { RecurringJob } from '../../../platform/jobs/job-handler.decorator.js';
import type { JobHandler } from '../../../platform/jobs/job.js';
import { GrantEndings } from '../grant-endings.service.js';

const BATCH = 100;

// A locked row is part of a decision, which closes it.
const FIND_EXPIRED = statement(
  'grant.find-all-expired',
  `SELECT id FROM grants WHERE revoked_at IS NULL AND expires_at <= now()
   ORDER BY expires_at LIMIT ${String(BATCH)} FOR NO KEY UPDATE SKIP LOCKED`,
  { id: 'uuid' },
);
// One week limits the work; rows missed in an outage of a week are closed by the next consent.
const FIND_LEFT = statement(
  'grant-project.find-left',
  `SELECT gp.grant_id AS "grantId", gp.project_id AS "projectId"
   FROM memberships m
   JOIN grant_projects gp ON gp.membership_id = m.id AND gp.revoked_at IS NULL
   JOIN grants g ON g.id = gp.grant_id AND g.revoked_at IS NULL
   WHERE m.ended_at > now() - interval '7 days'
   LIMIT ${String(BATCH)} FOR NO KEY UPDATE OF gp SKIP LOCKED`,
  { grantId: 'uuid', projectId: 'uuid' },
);

/**
 * Closes expired grants, and their projects whose membership has ended: the person's, or that of the service's admin.
 * They are ineffective already; this records it, so that each project's audit trail says when access ended.
 */
@RecurringJob('close-ended-grants', '17 * * * *')
export class CloseEndedGrantsJob implements JobHandler<object> {
  constructor(
    private readonly database: Database,
    private readonly endings: GrantEndings,
  ) {}

  async run(): Promise<void> {
    for (const close of [this.closeExpired, this.closeLeft]) {
      let found: number;
      do found = await this.database.transaction(close);
      while (found === BATCH);
    }
  }

  private readonly closeExpired = async (tx: EntityManager): Promise<number> => {
    const expired = await this.database.queryIn(tx, FIND_EXPIRED);
    await this.endings.revokeExpired(
      tx,
      expired.map(({ id }) => id),
    );
    return expired.length;
  };

  private readonly closeLeft = async (tx: EntityManager): Promise<number> => {
    const revocation = { reason: 'membership_ended', actor: { kind: 'system' } } as const;
    const left = await this.database.queryIn(tx, FIND_LEFT);
    for (const { grantId, projectId } of left) {
      await this.endings.revokeProjects(tx, grantId, [projectId], revocation);
    }
    return left.length;
  };
}
