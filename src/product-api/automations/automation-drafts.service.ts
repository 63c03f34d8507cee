import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ProblemError } from '../../kernel/errors/problem-error.js';
import { newId } from '../../kernel/ids.js';
import { Database } from '../../platform/database/database.js';
import type { EntityEnvelope } from '../access/envelope.js';
import type { Principal } from '../access/principal.js';
import { invalid } from '../access/request.pipe.js';
import { toWire } from '../wire/wire-class.js';
import {
  Automation,
  type CreateAutomationDto,
  type PatchAutomationDto,
} from './automations.dto.js';
import type { Definition } from './definition/definition.js';
import { readDefinition, type GivenDefinition } from './definition/read-definition.js';
import { Reading } from './definition/reading.js';
import {
  CHANGE_AUTOMATION,
  definitionOf,
  definitionValues,
  DELETE_AUTOMATION,
  FIND_AUTOMATION,
  INSERT_AUTOMATION,
  LOCK_AUTOMATION,
  MAX_AUTOMATIONS,
  type AutomationRow,
} from './internal/automation.statements.js';
import { checkMayEdit } from './internal/check-may-edit.js';
import { DefinitionSight } from './internal/definition-sight.js';
import { LiveAutomations } from './internal/live-automations.js';
import { requireAllowed } from './internal/require-allowed.js';

/** Automations are made, changed and deleted. */
@Injectable()
export class AutomationDrafts {
  constructor(
    private readonly database: Database,
    private readonly sight: DefinitionSight,
    private readonly live: LiveAutomations,
  ) {}

  /** @throws ProblemError 400, 403 `data_privacy`, 409 if the project has too many */
  async create(caller: Principal, dto: CreateAutomationDto): Promise<EntityEnvelope<Automation>> {
    const { title, ...given } = dto;
    const definition = read(given);
    await this.sight.check(caller, definition);
    const { projectId } = caller;
    const values = { ...definitionValues(definition), id: newId(), projectId, title };
    const [made] = await this.database.query(INSERT_AUTOMATION, values);
    if (made) return envelopeOf(made);
    throw new ProblemError('conflict', `A project has ${MAX_AUTOMATIONS} automations at most.`);
  }

  /**
   * Of an active one a new version is live at once: contacts under way finish on theirs.
   * @param expected the version that the caller holds, if they said which
   * @throws ProblemError 400, 403, 404, 409 if it is archived, 412
   */
  change(
    caller: Principal,
    id: string,
    dto: PatchAutomationDto,
    expected?: number,
  ): Promise<EntityEnvelope<Automation>> {
    const { projectId } = caller;
    return this.database.transaction(async (tx) => {
      await this.live.lock(tx, projectId, id);
      const [row] = await this.database.queryIn(tx, LOCK_AUTOMATION, { projectId, id });
      const before = requireAllowed(row, 'edit', expected);
      if (before.status === 'active') checkMayEdit(caller);
      return envelopeOf(await this.store(tx, caller, before, dto));
    });
  }

  /** @throws ProblemError 404, 409 unless it is a draft, 412 */
  async delete({ projectId }: Principal, id: string, expected?: number): Promise<void> {
    const values = { projectId, id, expected: expected ?? null };
    const [deleted] = await this.database.query(DELETE_AUTOMATION, values);
    if (deleted) return;
    const [row] = await this.database.query(FIND_AUTOMATION, { projectId, id });
    requireAllowed(row, 'delete', expected);
  }

  private async store(
    tx: EntityManager,
    caller: Principal,
    before: AutomationRow,
    { title = before.title, ...parts }: PatchAutomationDto,
  ): Promise<AutomationRow> {
    const definition = redefined(before, parts);
    if (definition) await this.sight.check(caller, definition);
    const goesLive = before.status === 'active' && definition !== null;
    const [after] = await this.database.queryIn(tx, CHANGE_AUTOMATION, {
      ...definitionValues(definition ?? definitionOf(before)),
      ...{ projectId: caller.projectId, id: before.id, title, isRedefined: definition !== null },
      credential: goesLive ? JSON.stringify(caller.credential) : null,
    });
    if (!after) throw new Error('The locked automation was not changed.');
    if (goesLive) await this.live.publish(tx, after);
    return after;
  }
}

/**
 * The definition with what is given in place of what it had; null if nothing is given.
 * @throws ProblemError 400
 */
function redefined(
  before: AutomationRow,
  { settings, ...parts }: Omit<PatchAutomationDto, 'title'>,
): Definition | null {
  const given = { ...parts, settings: settings && { ...before.settings, ...settings } };
  const changed = Object.entries(given).filter(([, part]) => part !== undefined);
  if (changed.length === 0) return null;
  return read({ ...definitionOf(before), ...Object.fromEntries(changed) });
}

/** @throws ProblemError 400 that names every fault */
function read(given: GivenDefinition): Definition {
  const reading = new Reading();
  const definition = readDefinition(reading, given);
  if (!definition) throw invalid(reading.faults);
  return definition;
}

const envelopeOf = (row: object): EntityEnvelope<Automation> => ({
  entity: toWire(Automation, row),
  metadata: {},
});
