import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database } from '../../../../platform/database/database.js';
import { knownZone } from '../known-zone.js';
import {
  ADVANCE,
  CLAIM,
  END_ARCHIVED,
  FIND_HEAD,
  FIND_RUNNING,
  PUT_ASIDE,
  type Claimed,
  type Head,
  type Running,
} from './due.statements.js';
import { ExecuteInstruction } from './execute-instruction.js';
import type { PauseReason } from './group.js';
import { end, type Move } from './move.js';

/** What a batch came to. */
export interface BatchOutcome {
  readonly head: Head;
  /** The automation cannot go on. */
  readonly pause: PauseReason | null;
}

/** Names the enrolments of a batch that failed. */
export class BatchFailed extends Error {
  constructor(
    readonly head: Head,
    readonly ids: readonly string[],
    cause: unknown,
  ) {
    super('Enrolments could not be moved on.', { cause });
  }
}

/** The automation was paused or archived while its batch was executed. */
class NotActive extends Error {}

/**
 * One transaction: the enrolments that are due at one instruction, its effects, and their next place. So a killed
 * process has done all of it or nothing.
 */
@Injectable()
export class ExecuteBatch {
  constructor(
    private readonly database: Database,
    private readonly instructions: ExecuteInstruction,
  ) {}

  /** @returns null if nobody is due. @throws BatchFailed */
  async execute(): Promise<BatchOutcome | null> {
    const claimed: { head?: Head; ids: readonly string[] } = { ids: [] };
    try {
      return await this.database.transaction(async (tx) => {
        const [head] = await this.database.queryIn(tx, FIND_HEAD);
        if (!head) return null;
        claimed.head = head;
        return { head, pause: await this.run(tx, head, claimed) };
      });
    } catch (error) {
      if (!claimed.head) throw error;
      // What is due is looked at again, and then put aside.
      if (error instanceof NotActive) return { head: claimed.head, pause: null };
      throw new BatchFailed(claimed.head, claimed.ids, error);
    }
  }

  private async run(
    tx: EntityManager,
    head: Head,
    claimed: { ids: readonly string[] },
  ): Promise<PauseReason | null> {
    const { projectId, automationId, version, position } = head;
    const [running] = await this.database.queryIn(tx, FIND_RUNNING, {
      ...{ projectId, automationId, version },
    });
    if (running?.status !== 'active') {
      await this.putAway(tx, head);
      return null;
    }
    const { cancelEvents, settings } = running.definition;
    const rows = await this.database.queryIn(tx, CLAIM, {
      ...{ projectId, automationId, version, position, cancelEvents },
      includeUnsubscribed: settings.includeUnsubscribed,
    });
    claimed.ids = rows.map(({ id }) => id);
    return this.move(tx, head, { ...running, zone: knownZone(running.zone) }, rows);
  }

  private async putAway(tx: EntityManager, { projectId, automationId }: Head): Promise<void> {
    await this.database.queryIn(tx, PUT_ASIDE, { projectId, automationId });
    await this.database.queryIn(tx, END_ARCHIVED, { projectId, automationId });
  }

  private async move(
    tx: EntityManager,
    head: Head,
    running: Running,
    rows: readonly Claimed[],
  ): Promise<PauseReason | null> {
    const { projectId, automationId, position } = head;
    const moves = new Map<string, Move>();
    for (const { id, stop } of rows) if (stop) moves.set(id, end(position, stop));
    const going = rows.filter(({ stop }) => stop === null);
    const { moved, pause } = await this.instructions.execute({ tx, head, running, rows: going });
    for (const [id, move] of moved) moves.set(id, move);
    const all = [...moves.values()];
    const [counted] = await this.database.queryIn(tx, ADVANCE, {
      ...{ projectId, automationId },
      moves: JSON.stringify([...moves].map(([id, move]) => ({ ...move, id }))),
      completed: all.filter(({ reason }) => reason === 'completed' || reason === 'exited').length,
      stopped: all.filter(({ reason }) => reason && reason !== 'completed' && reason !== 'exited')
        .length,
      messages: all.filter(({ messaged }) => messaged).length,
      skipped: all.filter(({ skipped }) => skipped).length,
    });
    if (!counted) throw new NotActive();
    return pause;
  }
}
