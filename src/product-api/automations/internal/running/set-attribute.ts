import { Injectable } from '@nestjs/common';
import { Database } from '../../../../platform/database/database.js';
import { statement } from '../../../../platform/database/statement.js';
import { SpecCatalogue } from '../../../specs/spec-catalogue.service.js';
import type { Instruction } from '../../definition/program.js';
import { findValueFault } from '../find-value-fault.js';
import type { Group } from './group.js';

/** Rows are locked in the order of their ids, as everybody does. Null removes the attribute. */
const SET_ATTRIBUTE = statement(
  'automation.set-attribute',
  `WITH locked AS (
     SELECT id FROM contacts WHERE project_id = :projectId AND id = ANY (:ids::uuid[]) AND deleted_at IS NULL
     ORDER BY id FOR NO KEY UPDATE
   ), known AS (
     UPDATE attribute_specs SET has_data = true
     WHERE project_id = :projectId AND uid = :key AND NOT has_data AND :value::jsonb <> 'null'
   )
   UPDATE contacts contact SET updated_at = now(), attributes = CASE WHEN :value::jsonb = 'null'
     THEN contact.attributes - :key::text ELSE contact.attributes || jsonb_build_object(:key::text, :value::jsonb) END
   FROM locked WHERE contact.project_id = :projectId AND contact.id = locked.id`,
);

/** Assigns a value to an attribute of contacts. */
@Injectable()
export class SetAttribute {
  constructor(
    private readonly database: Database,
    private readonly specs: SpecCatalogue,
  ) {}

  /** Nothing, if the attribute does not take the value any more. */
  async execute(
    { tx, head: { projectId }, rows }: Group,
    { key, value }: Extract<Instruction, { do: 'set' }>,
  ): Promise<void> {
    const specs = await this.specs.of(projectId);
    if (findValueFault(specs.attribute(key), value)) return;
    await this.database.queryIn(tx, SET_ATTRIBUTE, {
      ...{ projectId, key, value: JSON.stringify(value) },
      ids: rows.map(({ contactId }) => contactId),
    });
  }
}
