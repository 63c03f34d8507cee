import { Injectable, Logger } from '@nestjs/common';
import { Database } from '../../../../platform/database/database.js';
import { LOCK_AUTOMATION } from '../automation.statements.js';
import { LiveAutomations } from '../live-automations.js';
import { PauseAutomation } from '../pause-automation.js';
import { DEFER, type Head } from './due.statements.js';
import { BatchFailed, ExecuteBatch, type BatchOutcome } from './execute-batch.js';
import type { PauseReason } from './group.js';

/** Batches of one run; the next minute goes on. */
const MOST_BATCHES = 500;

/** Moves on everybody who is due, a batch at a time. Any number of processes may do so at once. */
@Injectable()
export class RunDue {
  private readonly logger = new Logger('automations');

  constructor(
    private readonly database: Database,
    private readonly batches: ExecuteBatch,
    private readonly live: LiveAutomations,
    private readonly pauses: PauseAutomation,
  ) {}

  /** Ends when nobody is due, or after many batches. @returns whether somebody may still be due */
  async execute(): Promise<boolean> {
    for (let batch = 0; batch < MOST_BATCHES; batch++) {
      const outcome = await this.next();
      if (!outcome) return false;
      if (outcome.pause) await this.pause(outcome.head, outcome.pause);
    }
    return true;
  }

  private async next(): Promise<BatchOutcome | null> {
    try {
      return await this.batches.execute();
    } catch (error) {
      if (!(error instanceof BatchFailed)) throw error;
      this.logger.error({ err: error }, 'a step of an automation failed');
      await this.defer(error);
      return { head: error.head, pause: null };
    }
  }

  /** So that what fails does not keep others from their turn. */
  private async defer({ head, ids, cause }: BatchFailed): Promise<void> {
    // Nobody was claimed yet: the failure is not theirs.
    if (ids.length === 0) throw cause;
    const { projectId, automationId } = head;
    await this.database.query(DEFER, { projectId, automationId, ids });
  }

  private async pause({ projectId, automationId: id }: Head, reason: PauseReason): Promise<void> {
    await this.database.transaction(async (tx) => {
      await this.live.lock(tx, projectId, id);
      await this.database.queryIn(tx, LOCK_AUTOMATION, { projectId, id });
      await this.pauses.execute(tx, { projectId, id, reason, actor: { kind: 'system' } });
    });
  }
}
