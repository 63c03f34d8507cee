import { Injectable } from '@nestjs/common';
import { ProblemError } from '../../kernel/errors/problem-error.js';
import { Database } from '../../platform/database/database.js';
import { statement } from '../../platform/database/statement.js';
import type { EntityEnvelope } from '../access/envelope.js';
import { PlainLists } from '../access/plain-lists.service.js';
import type { Principal } from '../access/principal.js';
import { ContactCounts } from '../rules/contact-counts.service.js';
import { SegmentRules } from '../rules/segment-rules.service.js';
import { Segment, SEGMENT_LIST, type SegmentCount } from './segments.dto.js';

/** A count is written again after ten seconds, or if it differs; that of an older version is not. */
const KEEP_COUNT = statement(
  'segment.keep-count',
  `UPDATE segments SET last_count = :count, last_computed_at = now(), status = 'ready'
   WHERE project_id = :projectId AND id = :id AND version = :version
     AND (last_count IS DISTINCT FROM :count::int OR status <> 'ready'
       OR last_computed_at IS NULL OR last_computed_at < now() - interval '10 seconds')`,
);
const KEEP_FAILURE = statement(
  'segment.keep-failure',
  `UPDATE segments SET status = 'error'
   WHERE project_id = :projectId AND id = :id AND version = :version AND status <> 'error'`,
);

/** Segments as they are now. */
@Injectable()
export class SegmentCounts {
  constructor(
    private readonly database: Database,
    private readonly lists: PlainLists,
    private readonly rules: SegmentRules,
    private readonly contacts: ContactCounts,
  ) {}

  /**
   * With values of its parameters, they are in the rule.
   * @throws ProblemError 404; with values as `SegmentRules.one`
   */
  async show(
    caller: Principal,
    id: string,
    parameter: string | undefined,
  ): Promise<EntityEnvelope<Segment>> {
    const { entity, metadata } = await this.lists.get(SEGMENT_LIST, caller.projectId, id);
    if (parameter === undefined) return { entity, metadata };
    await this.rules.one(caller, id, parameter);
    const rule = filled(entity.rule, parameter.split('|')) as object | null;
    return { entity: { ...entity, rule }, metadata };
  }

  /** @throws ProblemError 422 if it takes too long; as `SegmentRules.one` */
  async count(
    caller: Principal,
    id: string,
    parameter: string | undefined,
  ): Promise<EntityEnvelope<SegmentCount>> {
    const { projectId } = caller;
    const { entity } = await this.lists.get(SEGMENT_LIST, projectId, id);
    const held = { projectId, id, version: entity.version };
    try {
      const rule = await this.rules.one(caller, id, parameter);
      const count = await this.contacts.count(projectId, rule.condition());
      if (parameter === undefined) await this.database.query(KEEP_COUNT, { ...held, count });
      return { entity: { count }, metadata: {} };
    } catch (error) {
      if (isUncountable(error)) await this.database.query(KEEP_FAILURE, held);
      throw error;
    }
  }
}

const isUncountable = (error: unknown): boolean =>
  error instanceof ProblemError && error.code === 'invalid_filter';

/** Only values begin with `$`: keys, and names of events and parameters, cannot. */
function filled(json: unknown, texts: readonly string[]): unknown {
  if (typeof json === 'string') {
    const [, number] = /^\$(\d+)$/.exec(json) ?? [];
    return number === undefined ? json : texts[Number(number) - 1];
  }
  if (Array.isArray(json)) return json.map((each) => filled(each, texts));
  if (typeof json !== 'object' || json === null) return json;
  return Object.fromEntries(
    Object.entries(json).map(([name, each]) => [name, filled(each, texts)]),
  );
}
