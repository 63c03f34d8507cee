import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { notFound, ProblemError } from '../../kernel/errors/problem-error.js';
import { newId } from '../../kernel/ids.js';
import { Database } from '../../platform/database/database.js';
import type { EntityEnvelope } from '../access/envelope.js';
import { preconditionFailed } from '../access/if-match.decorator.js';
import type { Principal } from '../access/principal.js';
import { invalid } from '../access/request.pipe.js';
import type { PreparedRule } from '../rules/prepared-rule.js';
import { Rules } from '../rules/rules.service.js';
import { toWire } from '../wire/wire-class.js';
import {
  CHANGE_SEGMENT,
  DELETE_SEGMENT,
  FIND_USES,
  INSERT_SEGMENT,
  LINK_SEGMENT,
  LOCK_SEGMENT,
  LOCK_SEGMENTS,
  MEASURE_SEGMENT,
  MOST_SEGMENTS,
  SHOW_SEGMENT,
} from './internal/segment.statements.js';
import type { ChangeSegmentDto, NewSegmentDto } from './segment-edits.dto.js';
import { Segment } from './segments.dto.js';

/** A path of so many links has three segments. */
const MOST_LINKS = 2;

/** Segments are made, changed and deleted. */
@Injectable()
export class SegmentEdits {
  constructor(
    private readonly database: Database,
    private readonly rules: Rules,
  ) {}

  /** @throws ProblemError 400, 403 `data_privacy`, 409 if the project has too many, 422 for too large a rule */
  async create(caller: Principal, dto: NewSegmentDto): Promise<EntityEnvelope<Segment>> {
    const { projectId, credential } = caller;
    const { name, description = null, type, rule: json = null } = dto;
    if ((type === 'dynamic') !== (json !== null)) {
      const message = type === 'dynamic' ? 'is needed' : 'must be absent from a static segment';
      throw invalid([{ pointer: '/rule', code: 'rule', message }]);
    }
    const rule = json && (await this.read(caller, json));
    const id = newId();
    return this.inTurn(projectId, async (tx) => {
      const [made] = await this.database.queryIn(tx, INSERT_SEGMENT, {
        ...{ id, projectId, name, description, type, createdBy: credential.personId },
        ...stored(json, rule),
        parameters: stored(json, rule).parameters ?? '[]',
      });
      if (!made) throw conflict(`A project has ${String(MOST_SEGMENTS)} segments at most.`);
      if (rule) await this.link(tx, projectId, id, rule);
      return this.show(tx, projectId, id);
    });
  }

  /**
   * @param expected the version that the caller holds, if they said which
   * @throws ProblemError 404, 409 for a rule of a static segment, 412; as `create`
   */
  async change(
    caller: Principal,
    id: string,
    dto: ChangeSegmentDto,
    expected: number | undefined,
  ): Promise<EntityEnvelope<Segment>> {
    const { projectId } = caller;
    const { name = null, description, rule: json = null } = dto;
    const rule = json && (await this.read(caller, json));
    return this.inTurn(projectId, async (tx) => {
      const held = await this.lock(tx, projectId, id, expected);
      if (rule) checkTakes(held, rule);
      await this.database.queryIn(tx, CHANGE_SEGMENT, {
        ...{ projectId, id, name, ...stored(json, rule) },
        ...{ describes: description !== undefined, description: description ?? null },
      });
      if (rule) await this.link(tx, projectId, id, rule);
      return this.show(tx, projectId, id);
    });
  }

  /** @throws ProblemError 404, 409 if it is used, 412 */
  async delete({ projectId }: Principal, id: string, expected: number | undefined): Promise<void> {
    await this.inTurn(projectId, async (tx) => {
      const { used, referred } = await this.lock(tx, projectId, id, expected);
      if (used) throw conflict('A scheduled campaign or an active automation uses the segment.');
      if (referred) throw conflict('The rule of another segment refers to the segment.');
      await this.database.queryIn(tx, DELETE_SEGMENT, { projectId, id });
    });
  }

  private async read({ projectId, scopes }: Principal, json: object): Promise<PreparedRule> {
    const rule = await this.rules.read(projectId, json, '/rule', { parameters: true });
    return rule.checkSight(scopes).checkSize();
  }

  private inTurn<T>(projectId: string, work: (tx: EntityManager) => Promise<T>): Promise<T> {
    return this.database.transaction(async (tx) => {
      await this.database.queryIn(tx, LOCK_SEGMENTS, { projectId });
      return work(tx);
    });
  }

  private async lock(
    tx: EntityManager,
    projectId: string,
    id: string,
    expected: number | undefined,
  ) {
    const [held] = await this.database.queryIn(tx, LOCK_SEGMENT, { projectId, id });
    if (!held) throw notFound();
    if (expected !== undefined && held.version !== expected) throw preconditionFailed();
    const [uses] = await this.database.queryIn(tx, FIND_USES, { projectId, id });
    return { type: held.type, used: uses?.used ?? true, referred: uses?.referred ?? true };
  }

  /** What the rule refers to was there when it was read, and may have gone since. */
  private async link(
    tx: EntityManager,
    projectId: string,
    id: string,
    { segments: refersTo }: PreparedRule,
  ): Promise<void> {
    const [known] = await this.database.queryIn(tx, LINK_SEGMENT, { projectId, id, refersTo });
    if (known?.linked !== refersTo.length) throw conflict('A segment of the rule was changed.');
    const [measured] = await this.database.queryIn(tx, MEASURE_SEGMENT, { projectId, id });
    if (!measured || measured.links <= MOST_LINKS) return;
    const message = 'must not refer to segments in a circle, or more than three deep';
    throw invalid([{ pointer: '/rule', code: 'segment', message }]);
  }

  private async show(
    tx: EntityManager,
    projectId: string,
    id: string,
  ): Promise<EntityEnvelope<Segment>> {
    const [row] = await this.database.queryIn(tx, SHOW_SEGMENT, { projectId, id });
    return { entity: toWire(Segment, row ?? {}), metadata: {} };
  }
}

const conflict = (detail: string): ProblemError => new ProblemError('conflict', detail);

/** The rule as it was sent, and its parameters. */
const stored = (json: object | null, rule: PreparedRule | null) => ({
  rule: json && JSON.stringify(json),
  parameters:
    rule &&
    JSON.stringify(
      rule.parameters.map(({ dataType }, i) => ({ name: `$${String(i + 1)}`, dataType })),
    ),
});

/** Campaigns, automations and other segments have no values for parameters. */
function checkTakes(
  { type, used, referred }: { type: string; used: boolean; referred: boolean },
  { parameters }: PreparedRule,
): void {
  if (type === 'static') {
    throw new ProblemError('invalid_state', 'A static segment has members, and no rule.');
  }
  if (parameters.length > 0 && (used || referred)) {
    throw conflict('A segment that is in use cannot have parameters.');
  }
}
