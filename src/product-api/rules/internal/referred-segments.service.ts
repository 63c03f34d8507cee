import { Injectable } from '@nestjs/common';
import { ProblemError } from '../../../kernel/errors/problem-error.js';
import { Database } from '../../../platform/database/database.js';
import { column, type ShapedRow } from '../../../platform/database/row-shape.js';
import { statement } from '../../../platform/database/statement.js';
import type { ProjectSpecs } from '../../specs/project-specs.js';
import { SpecCatalogue } from '../../specs/spec-catalogue.service.js';

import { readRule } from '../read-rule.js';
import type { ReferredSegment, Rule } from '../rule.js';
import { Faults } from './faults.js';
import { leavesOf } from './walk-rule.js';

const SHAPE = {
  id: 'uuid',
  type: column<ReferredSegment['type']>('text'),
  rule: column<object | null>('jsonb?'),
  parametrised: 'boolean',
} as const;

/** Saving a segment has checked that there are at most three levels, and no cycle. */
export const FIND_SEGMENTS = statement(
  'rules.find-segments',
  `WITH RECURSIVE found (id) AS (
     SELECT id FROM segments WHERE project_id = :projectId AND id = ANY (:ids::uuid[])
     UNION
     SELECT link.refers_to FROM found JOIN segment_links link
       ON link.project_id = :projectId AND link.segment_id = found.id
   )
   SELECT s.id, s.type, s.rule, s.parameters <> '[]' AS parametrised
   FROM segments s WHERE s.project_id = :projectId AND s.id IN (SELECT id FROM found)`,
  SHAPE,
);

/** The segments that rules refer to. */
@Injectable()
export class ReferredSegments {
  constructor(
    private readonly database: Database,
    private readonly specs: SpecCatalogue,
  ) {}

  /** @throws ProblemError 400 that names the leaves whose segment does not exist, or cannot be evaluated */
  async of(projectId: string, rule: Rule): Promise<ReadonlyMap<string, ReferredSegment>> {
    const leaves = leavesOf(rule).filter((leaf) => leaf.kind === 'segment');
    if (leaves.length === 0) return new Map();
    const ids = [...new Set(leaves.map(({ id }) => id))];
    const specs = await this.specs.of(projectId);
    const rows = await this.database.query(FIND_SEGMENTS, { projectId, ids });
    const found = new Map(rows.map((row) => [row.id, read(row, specs)]));
    const faults = new Faults();
    for (const { id, pointer } of leaves) {
      const fault = faultOf(id, found);
      if (fault !== null) faults.add(pointer, 'segment', fault);
    }
    faults.check();
    // All that these leaves lead to can be read.
    return found as ReadonlyMap<string, ReferredSegment>;
  }
}

type Found = ReadonlyMap<string, ReferredSegment | string>;

/** Of a segment, or of one that its rule refers to. */
function faultOf(id: string, found: Found): string | null {
  const segment = found.get(id) ?? 'is not a segment of this project';
  if (typeof segment === 'string') return segment;
  if (segment.type === 'static') return null;
  const faults = leavesOf(segment.rule).map((leaf) =>
    leaf.kind === 'segment' ? faultOf(leaf.id, found) : null,
  );
  return faults.find((fault) => fault !== null) ?? null;
}

/** The segment, or why it cannot be used. */
function read(row: ShapedRow<typeof SHAPE>, specs: ProjectSpecs): ReferredSegment | string {
  if (row.type === 'static') return { type: 'static' };
  if (row.parametrised) return 'is a segment that needs parameters';
  try {
    return { type: 'dynamic', rule: readRule(row.rule, specs, '') };
  } catch (error) {
    if (error instanceof ProblemError) return 'is a segment whose rule is no longer valid';
    throw error;
  }
}
