import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ProblemError } from '../../kernel/errors/problem-error.js';
import { Database } from '../../platform/database/database.js';
import { statement } from '../../platform/database/statement.js';
import { JobQueue } from '../../platform/jobs/job-queue.service.js';
import type { AuditActor } from '../audit/audit-event.js';
import { AppSuspensions } from '../clients/app-suspensions.service.js';
import { END_GRANTS_OF_SUSPENDED } from './internal/suspension/end-grants.job.js';

/** Characters of a written reason. */
const REASON = { min: 10, max: 1_000 } as const;

const COUNT_LIVE = statement(
  'suspension.count-live-grants',
  `SELECT count(*)::int AS count FROM grants WHERE client_id = :clientId AND revoked_at IS NULL`,
  { count: 'integer' },
);

/** Staff contain an app and restore it in stages, on pages and at the command line. `clientId` is a UUID. */
@Injectable()
export class AppContainment {
  constructor(
    private readonly database: Database,
    private readonly suspensions: AppSuspensions,
    private readonly jobs: JobQueue,
  ) {}

  /** @throws ProblemError for a reason that says nothing; `conflict` if it is suspended */
  async suspend(
    tx: EntityManager,
    clientId: string,
    written: string,
    actor: AuditActor,
  ): Promise<string> {
    const reason = written.trim();
    if (reason.length < REASON.min || reason.length > REASON.max) {
      throw new ProblemError(
        'unprocessable',
        `Write a reason of ${String(REASON.min)} to ${String(REASON.max)} characters: the developers of the app get it.`,
      );
    }
    return this.suspensions.suspend(tx, clientId, { reason, actor });
  }

  /** Ends all connections, by a job; the app is not restored before. False if that was decided already. */
  async requireConsent(tx: EntityManager, clientId: string, actor: AuditActor): Promise<boolean> {
    if (!(await this.suspensions.requireConsent(tx, clientId))) return false;
    await this.jobs.add(tx, END_GRANTS_OF_SUSPENDED, { clientId, actor });
    return true;
  }

  /**
   * The first stage: the projects of its own organisation.
   * @throws ProblemError `conflict` while it has an old secret or key, or connections that must end first
   */
  async beginRestore(tx: EntityManager, clientId: string, actor: AuditActor): Promise<void> {
    const suspension = await this.suspensions.find(clientId);
    if (suspension?.needsConsent) await this.checkAllEnded(tx, clientId);
    await this.suspensions.beginRestore(tx, clientId, actor);
  }

  /** The second stage: everywhere. @throws ProblemError `conflict` unless the first was done */
  finishRestore(tx: EntityManager, clientId: string, actor: AuditActor): Promise<void> {
    return this.suspensions.finishRestore(tx, clientId, actor);
  }

  private async checkAllEnded(tx: EntityManager, clientId: string): Promise<void> {
    const [live] = await this.database.queryIn(tx, COUNT_LIVE, { clientId });
    if (!live?.count) return;
    throw new ProblemError(
      'conflict',
      `Its connections must end first, and ${String(live.count)} are left. A job ends them; try again in a minute.`,
    );
  }
}
