import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { notFound, ProblemError } from '../../kernel/errors/problem-error.js';
import { fromWireId } from '../../kernel/ids.js';
import { Database } from '../../platform/database/database.js';
import { statement } from '../../platform/database/statement.js';
import type { EntityEnvelope } from '../access/envelope.js';
import { LOCK_SEGMENT } from './internal/segment.statements.js';
import type { SegmentMemberResult, SegmentMembersResult } from './segment-members.dto.js';

/** In one segment: what is done with all of them at once, as when it is deleted, stays a matter of a second. */
const MOST_MEMBERS = 100_000;

const RESULT = { id: 'uuid', changed: 'boolean' } as const;

/** A row for each contact that exists. */
const ADD_MEMBERS = statement(
  'segment.add-members',
  `WITH known AS (
     SELECT id FROM contacts WHERE project_id = :projectId AND id = ANY (:ids::uuid[]) AND deleted_at IS NULL
   ), made AS (
     INSERT INTO segment_members (project_id, segment_id, contact_id)
     SELECT :projectId::uuid, :segmentId::uuid, id FROM known ON CONFLICT DO NOTHING RETURNING contact_id
   )
   SELECT known.id, made.contact_id IS NOT NULL AS changed FROM known LEFT JOIN made ON made.contact_id = known.id`,
  RESULT,
);
const REMOVE_MEMBERS = statement(
  'segment.remove-members',
  `WITH known AS (
     SELECT id FROM contacts WHERE project_id = :projectId AND id = ANY (:ids::uuid[])
   ), gone AS (
     DELETE FROM segment_members
     WHERE project_id = :projectId AND segment_id = :segmentId AND contact_id = ANY (:ids::uuid[]) RETURNING contact_id
   )
   SELECT known.id, gone.contact_id IS NOT NULL AS changed FROM known LEFT JOIN gone ON gone.contact_id = known.id`,
  RESULT,
);
const COUNT_MEMBERS = statement(
  'segment.count-members',
  `SELECT count(*)::int AS count FROM segment_members WHERE project_id = :projectId AND segment_id = :segmentId`,
  { count: 'integer' },
);

type Outcome = NonNullable<SegmentMemberResult['outcome']>;

/** Members of static segments. */
@Injectable()
export class SegmentMembers {
  constructor(private readonly database: Database) {}

  /** @throws ProblemError 404; 409 for a dynamic segment, or for too many members */
  add(
    projectId: string,
    segmentId: string,
    wireIds: readonly string[],
  ): Promise<EntityEnvelope<SegmentMembersResult>> {
    return this.database.transaction(async (tx) => {
      await this.lockStatic(tx, projectId, segmentId);
      const ids = uuidsOf(wireIds);
      const rows = await this.database.queryIn(tx, ADD_MEMBERS, { projectId, segmentId, ids });
      const [all] = await this.database.queryIn(tx, COUNT_MEMBERS, { projectId, segmentId });
      if (!all || all.count > MOST_MEMBERS) {
        throw new ProblemError(
          'conflict',
          `A segment has ${String(MOST_MEMBERS)} members at most.`,
        );
      }
      return resultOf(wireIds, rows, ['added', 'present']);
    });
  }

  /** @throws ProblemError 404; 409 for a dynamic segment */
  remove(
    projectId: string,
    segmentId: string,
    wireIds: readonly string[],
  ): Promise<EntityEnvelope<SegmentMembersResult>> {
    return this.database.transaction(async (tx) => {
      await this.lockStatic(tx, projectId, segmentId);
      const ids = uuidsOf(wireIds);
      const rows = await this.database.queryIn(tx, REMOVE_MEMBERS, { projectId, segmentId, ids });
      return resultOf(wireIds, rows, ['removed', 'absent']);
    });
  }

  /** Members are added one request after the other, so that all of them are counted. */
  private async lockStatic(tx: EntityManager, projectId: string, id: string): Promise<void> {
    const [segment] = await this.database.queryIn(tx, LOCK_SEGMENT, { projectId, id });
    if (!segment) throw notFound();
    if (segment.type === 'static') return;
    throw new ProblemError('invalid_state', 'A dynamic segment has a rule, and no members.');
  }
}

const uuidsOf = (wireIds: readonly string[]): string[] =>
  wireIds.map((id) => fromWireId('aud', id)).filter((id) => id !== null);

/** Of an id that is there several times, only the first has changed anything. */
function resultOf(
  wireIds: readonly string[],
  rows: readonly { readonly id: string; readonly changed: boolean }[],
  [changed, unchanged]: readonly [Outcome, Outcome],
): EntityEnvelope<SegmentMembersResult> {
  const left = new Map(rows.map((row) => [row.id, row.changed]));
  const items = wireIds.map((id, position): SegmentMemberResult => {
    const uuid = fromWireId('aud', id) ?? '';
    const isChange = left.get(uuid);
    if (isChange === undefined) return { position, id, status: 'error', code: 'not_found' };
    left.set(uuid, false);
    return { position, id, status: 'success', outcome: isChange ? changed : unchanged };
  });
  const failed = items.filter(({ status }) => status === 'error').length;
  return { entity: { successful: items.length - failed, failed, items }, metadata: {} };
}
