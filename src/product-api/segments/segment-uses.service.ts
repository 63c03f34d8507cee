import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ProblemError } from '../../kernel/errors/problem-error.js';
import { Database } from '../../platform/database/database.js';
import { statement } from '../../platform/database/statement.js';
import type { SegmentUseEntity } from './internal/segment-use.entity.js';

/** A scheduled campaign, or an active automation. */
export interface SegmentUser {
  readonly projectId: string;
  readonly kind: SegmentUseEntity['usedByKind'];
  /** UUID. */
  readonly id: string;
}

/** A segment that is used. Who `watches` it is told of contacts that enter it (`SEGMENT_ENTERED`). */
export interface UsedSegment {
  /** UUID. */
  readonly id: string;
  readonly watches?: boolean;
}

/** The lock keeps a segment from being deleted until the use of it is there. */
const REPLACE_USES = statement(
  'segment.replace-uses',
  `WITH given AS (
     SELECT id, bool_or(watches) AS watches FROM unnest(:ids::uuid[], :watches::boolean[]) AS given (id, watches) GROUP BY id
   ), known AS (
     SELECT id FROM segments WHERE project_id = :projectId AND id = ANY (:ids::uuid[]) FOR KEY SHARE
   ), gone AS (
     DELETE FROM segment_uses
     WHERE project_id = :projectId AND used_by_kind = :kind AND used_by_id = :userId AND segment_id <> ALL (:ids::uuid[])
   ), made AS (
     INSERT INTO segment_uses (project_id, segment_id, used_by_kind, used_by_id, watches)
     SELECT :projectId::uuid, id, :kind, :userId::uuid, watches FROM given JOIN known USING (id)
     ON CONFLICT ON CONSTRAINT pk_segment_uses DO UPDATE SET watches = excluded.watches
   ), watched AS (
     INSERT INTO watched_segments (project_id, segment_id)
     SELECT :projectId::uuid, id FROM given JOIN known USING (id) WHERE watches ON CONFLICT DO NOTHING
   )
   SELECT (SELECT count(*) FROM known) = (SELECT count(*) FROM given) AS all_known`,
  { all_known: 'boolean' },
);

/** Says which segments a campaign or an automation depends on. */
@Injectable()
export class SegmentUses {
  constructor(private readonly database: Database) {}

  /**
   * From now on `user` uses these segments and no others, in the caller's transaction. Empty: none any more.
   * @throws ProblemError 409 if one of them does not exist any more
   */
  async replace(
    tx: EntityManager,
    { projectId, kind, id: userId }: SegmentUser,
    segments: readonly UsedSegment[],
  ): Promise<void> {
    const [used] = await this.database.queryIn(tx, REPLACE_USES, {
      ...{ projectId, kind, userId, ids: segments.map(({ id }) => id) },
      watches: segments.map(({ watches = false }) => watches),
    });
    if (used?.all_known === true) return;
    throw new ProblemError('conflict', 'A segment that this uses does not exist any more.');
  }
}
