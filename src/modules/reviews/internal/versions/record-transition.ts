import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ProblemError } from '../../../../kernel/errors/problem-error.js';
import { newId } from '../../../../kernel/ids.js';
import { Database } from '../../../../platform/database/database.js';
import { JobQueue } from '../../../../platform/jobs/job-queue.service.js';
import type { AuditActor, AuditEventType } from '../../../audit/audit-event.js';
import { AuditLog } from '../../../audit/audit-log.service.js';
import { versionFaults as faults } from '../../version-faults.js';
import type { VersionAction } from '../../version-state.js';
import { VERSION_DECIDED } from '../mails/version-decided.job.js';
import { INSERT_EVENT } from './transition.statements.js';

const AUDITED: Readonly<Record<VersionAction, AuditEventType>> = {
  submit: 'app_version.submitted',
  withdraw: 'app_version.withdrawn',
  appeal: 'app_version.appealed',
  take: 'app_version.taken',
  release: 'app_version.released',
  approve: 'app_version.approved',
  request_changes: 'app_version.changes_requested',
  reject: 'app_version.rejected',
};

/** The developers are told of these. */
const TOLD: readonly VersionAction[] = ['approve', 'request_changes', 'reject'];

/** What happened, and what was written for it. */
export interface Happening {
  readonly action: VersionAction;
  readonly versionId: string;
  readonly clientId: string;
  readonly actor: AuditActor;
  readonly reason?: string | null;
  readonly comments?: Readonly<Record<string, string>>;
}

/** The history of versions, in the transaction of the change. */
@Injectable()
export class RecordTransition {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditLog,
    private readonly jobs: JobQueue,
  ) {}

  /** @param moved what the statement returned @throws ProblemError `conflict` if it moved nothing */
  async execute(
    tx: EntityManager,
    moved: readonly { readonly round: number }[],
    { action, versionId, clientId, actor, reason = null, comments = {} }: Happening,
  ): Promise<void> {
    const [{ round } = { round: null }] = moved;
    if (round === null) throw new ProblemError('conflict', faults.gone[action]);
    const id = newId();
    await this.database.queryIn(tx, INSERT_EVENT, {
      ...{ id, versionId, round, action, reason, comments: JSON.stringify(comments) },
      actorId: actor.kind === 'user' ? actor.userId : null,
    });
    // The written words are personal data of nobody, and are in the history of the version.
    await this.audit.record(tx, {
      ...{ type: AUDITED[action], actor, target: { kind: 'client', id: clientId } },
      context: { version: versionId, round },
    });
    if (TOLD.includes(action)) await this.jobs.add(tx, VERSION_DECIDED, { eventId: id });
  }
}
