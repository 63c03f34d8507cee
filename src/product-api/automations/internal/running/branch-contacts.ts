import { Injectable } from '@nestjs/common';
import { ProblemError } from '../../../../kernel/errors/problem-error.js';
import { Database } from '../../../../platform/database/database.js';
import { unprepared } from '../../../../platform/database/statement.js';
import type { Condition } from '../../../rules/compile-rule.js';
import { Rules } from '../../../rules/rules.service.js';
import type { Instruction } from '../../definition/program.js';
import type { Group } from './group.js';
import { goOn, type Move } from './move.js';

/** Which way contacts go at a branch. */
@Injectable()
export class BranchContacts {
  constructor(
    private readonly database: Database,
    private readonly rules: Rules,
  ) {}

  async execute(
    { tx, head, running, rows }: Group,
    { rule, otherwise }: Extract<Instruction, { do: 'branch' }>,
  ): Promise<ReadonlyMap<string, Move>> {
    const { projectId, position } = head;
    const condition = await this.conditionOf(projectId, rule);
    const ids = rows.map(({ contactId }) => contactId);
    const text: string = `SELECT contact.id FROM contacts contact
      WHERE contact.project_id = :projectId AND contact.id = ANY (:ids::uuid[]) AND ${condition?.sql ?? 'false'}`;
    const matching = condition
      ? await this.database.queryIn(tx, unprepared(text, { id: 'uuid' }), {
          ...{ ...condition.values, projectId, ids },
        })
      : [];
    const matched = new Set(matching.map(({ id }) => id));
    const { program } = running;
    return new Map(
      rows.map(({ id, contactId }) => [
        id,
        goOn(program, matched.has(contactId) ? position + 1 : otherwise),
      ]),
    );
  }

  /** Null for a rule that cannot be read any more, since a segment is gone for example: nobody fulfils it. */
  private async conditionOf(projectId: string, rule: object): Promise<Condition | null> {
    try {
      return (await this.rules.read(projectId, rule, '/rule')).condition();
    } catch (error) {
      if (error instanceof ProblemError) return null;
      throw error;
    }
  }
}
