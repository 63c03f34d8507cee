import { Injectable } from '@nestjs/common';
import { notFound, ProblemError } from '../../../kernel/errors/problem-error.js';
import { Database } from '../../../platform/database/database.js';
import { columnsOf } from '../../../platform/database/entity-columns.js';
import { statement } from '../../../platform/database/statement.js';
import type { AttributeSpec } from '../spec.js';
import { customAttribute } from '../project-specs.js';
import type { ChangeAttributeDto, CreateAttributeDto } from '../specs.dto.js';
import { AttributeSpecEntity } from './attribute-spec.entity.js';
import { MOST_ATTRIBUTES, requireMade } from './spec-room.js';
import { requireOptions } from './spec-values.js';

/** The row of the project is locked first by everything that changes specs. */
const CREATE = statement(
  'attribute-specs.create',
  `WITH room AS (
     INSERT INTO project_specs AS s (project_id, attributes) VALUES (:projectId, 1)
     ON CONFLICT (project_id) DO UPDATE SET attributes = s.attributes + 1, version = s.version + 1
       WHERE s.attributes < ${String(MOST_ATTRIBUTES)}
     RETURNING s.project_id
   ), made AS (
     INSERT INTO attribute_specs (project_id, uid, label, description, data_type, multivalue, is_unique, visible, important, enabled, options)
     SELECT project_id, :uid, :label, :description, :dataType, :multivalue::integer, :unique, :visible, :important, :enabled, :options::text[]
     FROM room
     ON CONFLICT DO NOTHING RETURNING 1
   )
   SELECT EXISTS (SELECT FROM room) AS "hadRoom", EXISTS (SELECT FROM made) AS made`,
  { hadRoom: 'boolean', made: 'boolean' },
);

const LOCK = statement(
  'attribute-specs.lock',
  `UPDATE project_specs SET version = version + 1 WHERE project_id = :projectId`,
);

const { list, shape } = columnsOf(AttributeSpecEntity);

const FIND = statement(
  'attribute-specs.find',
  `SELECT ${list} FROM attribute_specs WHERE project_id = :projectId AND uid = :uid`,
  shape,
);

const CHANGE = statement(
  'attribute-specs.change',
  `UPDATE attribute_specs SET label = :label, description = :description, data_type = :dataType, multivalue = :multivalue,
     visible = :visible, important = :important, enabled = :enabled, options = :options::text[], updated_at = now()
   WHERE project_id = :projectId AND uid = :uid`,
);

/** Defines and changes custom attributes. */
@Injectable()
export class AttributeSpecs {
  constructor(private readonly database: Database) {}

  /** @throws ProblemError 400 for wrong options; 409 if there is one of the name, or no room */
  create(projectId: string, given: CreateAttributeDto): Promise<AttributeSpec> {
    const { uid, displayLabel: label = uid, description = null, ...rest } = given;
    const options = requireOptions(given);
    return this.database.transaction(async (tx) => {
      const row = { ...rest, ...{ projectId, uid, label, description, options } };
      const [outcome] = await this.database.queryIn(tx, CREATE, row);
      requireMade(outcome, MOST_ATTRIBUTES);
      return customAttribute({ ...row, displayLabel: label, hasData: false });
    });
  }

  /** @throws ProblemError 404; 409 if contacts have values that would not fit; 400 for wrong options */
  change(projectId: string, uid: string, changes: ChangeAttributeDto): Promise<AttributeSpec> {
    if (uid.startsWith('_')) {
      throw new ProblemError('conflict', 'Reserved attributes cannot be changed.');
    }
    return this.database.transaction(async (tx) => {
      await this.database.queryIn(tx, LOCK, { projectId });
      const [before] = await this.database.queryIn(tx, FIND, { projectId, uid });
      if (!before) throw notFound();
      const after = changed(before, changes);
      await this.database.queryIn(tx, CHANGE, { ...after, projectId, uid });
      return customAttribute({ ...after, displayLabel: after.label, unique: after.isUnique });
    });
  }
}

/** The row with these changes. */
function changed(before: AttributeSpecEntity, changes: ChangeAttributeDto): AttributeSpecEntity {
  const { displayLabel: label = before.label, options, ...rest } = changes;
  const given = Object.entries(rest).filter(([, value]) => value !== undefined);
  const after: AttributeSpecEntity = { ...before, ...Object.fromEntries(given), label };
  const kept = after.dataType === before.dataType ? before.options : null;
  const chosen = requireOptions({ dataType: after.dataType, options: options ?? kept });
  const complete = { ...after, options: chosen === null ? null : [...chosen] };
  if (before.hasData && !fits(before, complete)) {
    const what = 'Contacts have values of it, so its type, list and options can only be widened.';
    throw new ProblemError('conflict', what);
  }
  return complete;
}

/** Whether every value that could be written before can be still. */
const fits = (before: AttributeSpecEntity, after: AttributeSpecEntity): boolean =>
  after.dataType === before.dataType &&
  isList(after) === isList(before) &&
  after.multivalue >= before.multivalue &&
  (before.options ?? []).every((option) => after.options?.includes(option));

const isList = ({ multivalue }: AttributeSpecEntity): boolean => multivalue > 1;
