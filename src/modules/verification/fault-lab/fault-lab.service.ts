import { Injectable, Logger } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { newId } from '../../../kernel/ids.js';
import { Database } from '../../../platform/database/database.js';
import { AuditLog } from '../../audit/audit-log.service.js';
import {
  BEGIN,
  DECIDE,
  FIND_ALL,
  FIND_GRANT_TYPES,
  FIND_OPEN,
} from '../internal/fault-lab/fault-trial.statements.js';
import { judgeTrial } from '../internal/fault-lab/judge-trial.js';
import type { NewTrial, OpenTrial, Seen, TrialState } from './fault-trial.js';
import { FAULTS, type Fault, type FaultFailure } from './faults.js';

/** A line of the checklist of an app. */
export interface FaultResult {
  readonly fault: Fault;
  /** `not_tried`, too, after a change of the app’s identity. */
  readonly state: 'not_tried' | TrialState;
  readonly reason: FaultFailure | null;
  readonly startedAt: Date | null;
  /** Until when the lab waits for the app. */
  readonly endsAt: Date | null;
}

/**
 * What apps do about faults that they asked for in a sandbox project. One row for each app and fault: another trial
 * replaces it. Nothing here acts on access; the token endpoint and the Product API do.
 */
@Injectable()
export class FaultLab {
  private readonly logger = new Logger('fault lab');

  constructor(
    private readonly database: Database,
    private readonly audit: AuditLog,
  ) {}

  /** The checklist of an app (UUID): every fault that can meet it. */
  async stateOf(clientId: string): Promise<FaultResult[]> {
    const [client] = await this.database.query(FIND_GRANT_TYPES, { clientId });
    const refreshes = client?.grantTypes.includes('refresh_token') === true;
    const found = await this.database.query(FIND_ALL, { clientId });
    const rows = new Map(found.map((row) => [row.fault, row]));
    return FAULTS.filter((fault) => refreshes || fault !== 'replay-refresh').map(
      (fault) => rows.get(fault) ?? untried(fault),
    );
  }

  /** Whether the app has survived every fault that can meet it, in its present identity version. */
  async isGreen(clientId: string): Promise<boolean> {
    const results = await this.stateOf(clientId);
    return results.every(({ state }) => state === 'survived');
  }

  /** Trials of an app that wait for what it does. At most one of each fault. */
  openTrials(clientId: string): Promise<OpenTrial[]> {
    return this.database.query(FIND_OPEN, { clientId });
  }

  /**
   * In the transaction that simulates it. False while an earlier one waits: the fault is then not simulated again, so
   * that an app which sends the header with each request gets on.
   * @param client `app_…`, for the audit log
   */
  async begin(tx: EntityManager, client: string, trial: NewTrial): Promise<boolean> {
    const [begun] = await this.database.queryIn(tx, BEGIN, { ...trial, id: newId() });
    if (!begun) return false;
    const { grantId, fault } = trial;
    await this.audit.record(tx, {
      type: 'fault.simulated',
      actor: { kind: 'app', clientId: client, grantId },
      target: { kind: 'grant', id: grantId },
      context: { fault },
    });
    return true;
  }

  /** Judges the trials by what the app did. Never throws: the answer has been sent. */
  async note(trials: readonly OpenTrial[], seen: Seen): Promise<void> {
    try {
      for (const trial of trials) await this.judge(trial, seen);
    } catch (error) {
      this.tell(error);
    }
  }

  /** The same for the fault that the call itself asked for. */
  async noteOwn(clientId: string, own: Fault, seen: Seen): Promise<void> {
    try {
      const trials = await this.openTrials(clientId);
      for (const trial of trials) if (trial.fault === own) await this.judge(trial, seen);
    } catch (error) {
      this.tell(error);
    }
  }

  private tell(error: unknown): void {
    this.logger.warn(`Could not judge a trial: ${String(error)}`);
  }

  private async judge(trial: OpenTrial, seen: Seen): Promise<void> {
    const verdict = judgeTrial(trial, seen);
    if (!verdict) return;
    await this.database.query(DECIDE, { ...verdict, id: trial.id, before: trial.state });
  }
}

const untried = (fault: Fault): FaultResult => ({
  ...{ fault, state: 'not_tried', reason: null, startedAt: null, endsAt: null },
});
