import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database } from '../../../platform/database/database.js';
import { unprepared } from '../../../platform/database/statement.js';
import { JobQueue } from '../../../platform/jobs/job-queue.service.js';
import { withTimeout } from '../../rules/bounded-query.js';
import type { Condition } from '../../rules/compile-rule.js';
import { contactsWhere } from '../../rules/contact-counts.service.js';
import { SegmentRules } from '../../rules/segment-rules.service.js';
import { SEGMENT_ENTERED } from '../segment-entered.js';
import {
  CLEAR_SNAPSHOT,
  FIND_DUE,
  FINISH_STEP,
  FORGET_SEGMENT,
  LOCK_WATCHED,
  MOST_CHANGES,
} from './watch.statements.js';

interface Watched {
  readonly projectId: string;
  readonly segmentId: string;
}

/** For a segment of all contacts of the largest project; a request has less. */
const MOST_MILLISECONDS = 30_000;
const IN_A_JOB = 500;

/** Finds who has entered a watched segment since it was last compared with its snapshot. */
@Injectable()
export class SegmentWatch {
  constructor(
    private readonly database: Database,
    private readonly rules: SegmentRules,
    private readonly queue: JobQueue,
  ) {}

  findDue(): Promise<Watched[]> {
    return this.database.query(FIND_DUE);
  }

  /**
   * One step: up to 5,000 contacts that entered and as many that left, in one transaction with the jobs that tell of it.
   * Who was in the segment when it was first watched has not entered it.
   * @returns false if another process does that at the moment
   * @throws ProblemError if its rule cannot be evaluated
   */
  async compare(segment: Watched): Promise<boolean> {
    return withTimeout(
      this.database,
      async (tx) => {
        const [held] = await this.database.queryIn(tx, LOCK_WATCHED, segment);
        if (!held) return false;
        if (held.watched) await this.step(tx, segment, held.complete);
        else await this.forget(tx, segment);
        return true;
      },
      MOST_MILLISECONDS,
    );
  }

  private async step(tx: EntityManager, segment: Watched, wasComplete: boolean): Promise<void> {
    const { projectId, segmentId } = segment;
    const condition = (await this.rules.of(projectId, [segmentId], '')).condition();
    const left = await this.change(tx, leaving(condition), segment, condition);
    const entered = await this.change(tx, entering(condition), segment, condition);
    if (wasComplete) await this.tell(tx, segment, entered);
    const full = Math.max(left.length, entered.length) >= MOST_CHANGES;
    const complete = wasComplete || entered.length < MOST_CHANGES;
    await this.database.queryIn(tx, FINISH_STEP, { ...segment, complete, full });
  }

  private async forget(tx: EntityManager, segment: Watched): Promise<void> {
    const [cleared] = await this.database.queryIn(tx, CLEAR_SNAPSHOT, segment);
    const full = (cleared?.count ?? 0) >= MOST_CHANGES;
    // If somebody watches it again before everything is gone, the rest is not taken for a complete snapshot.
    if (full) await this.database.queryIn(tx, FINISH_STEP, { ...segment, complete: false, full });
    else await this.database.queryIn(tx, FORGET_SEGMENT, segment);
  }

  private async change(
    tx: EntityManager,
    text: string,
    segment: Watched,
    { values }: Condition,
  ): Promise<readonly string[]> {
    const changing = unprepared(text, { contactId: 'uuid' });
    const rows = await this.database.queryIn(tx, changing, { ...segment, ...values });
    return rows.map(({ contactId }) => contactId);
  }

  private async tell(
    tx: EntityManager,
    segment: Watched,
    entered: readonly string[],
  ): Promise<void> {
    for (let start = 0; start < entered.length; start += IN_A_JOB) {
      const contactIds = entered.slice(start, start + IN_A_JOB);
      await this.queue.add(tx, SEGMENT_ENTERED, { ...segment, contactIds });
    }
  }
}

const entering = (
  condition: Condition,
): string => `INSERT INTO segment_snapshots (project_id, segment_id, contact_id)
  SELECT contact.project_id, :segmentId::uuid, contact.id ${contactsWhere(condition)}
    AND NOT EXISTS (SELECT 1 FROM segment_snapshots known WHERE known.project_id = :projectId
      AND known.segment_id = :segmentId AND known.contact_id = contact.id)
  LIMIT ${String(MOST_CHANGES)}
  ON CONFLICT DO NOTHING RETURNING contact_id AS "contactId"`;

const leaving = (condition: Condition): string => `DELETE FROM segment_snapshots
  WHERE project_id = :projectId AND segment_id = :segmentId AND contact_id = ANY (ARRAY(
    SELECT known.contact_id FROM segment_snapshots known
    WHERE known.project_id = :projectId AND known.segment_id = :segmentId AND NOT EXISTS (
      SELECT 1 ${contactsWhere(condition)} AND contact.id = known.contact_id)
    LIMIT ${String(MOST_CHANGES)}))
  RETURNING contact_id AS "contactId"`;
