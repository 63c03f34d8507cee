import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ProblemError } from '../../kernel/errors/problem-error.js';
import { newId } from '../../kernel/ids.js';
import { Database } from '../../platform/database/database.js';
import type { RowOf } from '../../platform/database/statement.js';
import { JobQueue } from '../../platform/jobs/job-queue.service.js';
import type { AuditActor, AuditEventType } from '../audit/audit-event.js';
import { AuditLog } from '../audit/audit-log.service.js';
import { CLIENT_SUSPENSION_CHANGED, type SuspensionStep } from './client-suspended.js';
import {
  BEGIN_RESTORE,
  FIND_SUSPENSION,
  FINISH_RESTORE,
  INSERT_SUSPENSION,
  LIST_SUSPENSIONS,
  REPLACE_SUSPENSION,
  REQUIRE_CONSENT,
  SUSPEND,
} from './internal/life-cycle/suspension.statements.js';

/** The present suspension of an app. `hasOldCredentials`: a secret or key of the time of the suspension still works. */
export type Suspension = RowOf<typeof FIND_SUSPENSION>;
export type PastSuspension = RowOf<typeof LIST_SUSPENSIONS>;

/**
 * Staff contain an app, and restore it in two stages: first for the projects of its own organisation, then for all. One
 * conditional update shuts it out; it locks the app's row only, which no use of the app keeps locked.
 */
@Injectable()
export class AppSuspensions {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditLog,
    private readonly jobs: JobQueue,
  ) {}

  /**
   * @returns the name of the app
   * @throws ProblemError `conflict` if it is suspended already or was deleted
   */
  async suspend(
    tx: EntityManager,
    clientId: string,
    { reason, actor }: { readonly reason: string; readonly actor: AuditActor },
  ): Promise<string> {
    const [app] = await this.database.queryIn(tx, SUSPEND, { clientId });
    if (!app) throw conflict('There is no such app, or it is suspended already.');
    const suspendedBy = actor.kind === 'user' ? actor.userId : null;
    const { credentials, jwksUri } = app;
    await this.database.queryIn(tx, REPLACE_SUSPENSION, { clientId });
    await this.database.queryIn(tx, INSERT_SUSPENSION, {
      ...{ id: newId(), clientId, reason, suspendedBy, credentials, jwksUri },
    });
    await this.record(tx, clientId, 'suspended', actor, reason);
    return app.name;
  }

  /** Null if the app is neither suspended nor being restored. */
  async find(clientId: string): Promise<Suspension | null> {
    const [suspension] = await this.database.query(FIND_SUSPENSION, { clientId });
    return suspension ?? null;
  }

  /** All, the newest first; fifty at most. */
  list(clientId: string): Promise<PastSuspension[]> {
    return this.database.query(LIST_SUSPENSIONS, { clientId });
  }

  /** The app will not be restored before all its connections have ended. False if that was decided already. */
  async requireConsent(tx: EntityManager, clientId: string): Promise<boolean> {
    return (await this.database.queryIn(tx, REQUIRE_CONSENT, { clientId })).length > 0;
  }

  /** @throws ProblemError `conflict` unless it is suspended and all its credentials of then were replaced */
  async beginRestore(tx: EntityManager, clientId: string, actor: AuditActor): Promise<void> {
    const [begun] = await this.database.queryIn(tx, BEGIN_RESTORE, { clientId });
    if (!begun) throw conflict(NOT_RESTORABLE);
    await this.record(tx, clientId, 'restoring', actor);
  }

  /** @throws ProblemError `conflict` unless it is being restored */
  async finishRestore(tx: EntityManager, clientId: string, actor: AuditActor): Promise<void> {
    const [finished] = await this.database.queryIn(tx, FINISH_RESTORE, { clientId });
    if (!finished) throw conflict('This app is not being restored.');
    await this.record(tx, clientId, 'restored', actor);
  }

  private async record(
    tx: EntityManager,
    clientId: string,
    step: SuspensionStep,
    actor: AuditActor,
    reason?: string,
  ): Promise<void> {
    const type: AuditEventType = `client.${step}`;
    const target = { kind: 'client', id: clientId };
    await this.audit.record(tx, {
      ...{ type, actor, target },
      ...(reason === undefined ? {} : { context: { written_reason: reason } }),
    });
    await this.jobs.add(tx, CLIENT_SUSPENSION_CHANGED, { clientId, step });
  }
}

const NOT_RESTORABLE =
  'This app is not suspended, or it still has a secret or key that it had when it was suspended. All of them must be replaced first.';

const conflict = (detail: string): ProblemError => new ProblemError('conflict', detail);
