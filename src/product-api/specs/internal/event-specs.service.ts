import { Injectable } from '@nestjs/common';
import { notFound } from '../../../kernel/errors/problem-error.js';
import { Database } from '../../../platform/database/database.js';
import { statement } from '../../../platform/database/statement.js';
import type { EventParameterSpec, EventSpec } from '../spec.js';
import type { CreateEventParameterDto, CreateEventTypeDto } from '../specs.dto.js';
import { MOST_EVENTS, MOST_PARAMETERS, requireMade } from './spec-room.js';
import { requireOptions } from './spec-values.js';

const CREATE = statement(
  'event-specs.create',
  `WITH room AS (
     INSERT INTO project_specs AS s (project_id, events) VALUES (:projectId, 1)
     ON CONFLICT (project_id) DO UPDATE SET events = s.events + 1, version = s.version + 1
       WHERE s.events < ${String(MOST_EVENTS)}
     RETURNING s.project_id
   ), made AS (
     INSERT INTO event_specs (project_id, uid, name, emoji, category, description, attribution, automation)
     SELECT project_id, :uid, :name, :emoji, :category, :description, :attribution, :automation FROM room
     ON CONFLICT DO NOTHING RETURNING 1
   )
   SELECT EXISTS (SELECT FROM room) AS "hadRoom", EXISTS (SELECT FROM made) AS made`,
  { hadRoom: 'boolean', made: 'boolean' },
);

const CREATE_PARAMETER = statement(
  'event-specs.create-parameter',
  `WITH versioned AS (
     UPDATE project_specs SET version = version + 1 WHERE project_id = :projectId RETURNING project_id
   ), room AS (
     UPDATE event_specs e SET parameters = e.parameters + 1, updated_at = now() FROM versioned v
     WHERE e.project_id = :projectId AND v.project_id = e.project_id AND e.uid = :type AND e.parameters < ${String(MOST_PARAMETERS)}
     RETURNING e.project_id, e.uid
   ), made AS (
     INSERT INTO event_parameter_specs
       (project_id, event_type, parameter, title, description, data_type, required, multi_value, max_length, pii, options)
     SELECT project_id, uid, :parameter, :title, :description, :dataType, :required, :multiValue::integer, :maxLength::integer,
       :pii, :options::text[]
     FROM room
     ON CONFLICT DO NOTHING RETURNING 1
   )
   SELECT EXISTS (SELECT FROM room) AS "hadRoom", EXISTS (SELECT FROM made) AS made,
     EXISTS (SELECT FROM event_specs WHERE project_id = :projectId AND uid = :type) AS "hasType"`,
  { hadRoom: 'boolean', made: 'boolean', hasType: 'boolean' },
);

/** Defines types of events and their parameters. */
@Injectable()
export class EventSpecs {
  constructor(private readonly database: Database) {}

  /** @throws ProblemError 409 if there is one of the name, or no room */
  create(projectId: string, given: CreateEventTypeDto): Promise<EventSpec> {
    const { uid, name = uid, emoji = null, category = null, description = null } = given;
    const { attribution, automation } = given;
    const row = { uid, name, emoji, category, description, attribution, automation };
    return this.database.transaction(async (tx) => {
      const [outcome] = await this.database.queryIn(tx, CREATE, { projectId, ...row });
      requireMade(outcome, MOST_EVENTS);
      return { ...row, parameters: [] };
    });
  }

  /** @throws ProblemError 404; 400 for wrong options; 409 if there is one of the name, or no room */
  createParameter(
    projectId: string,
    type: string,
    given: CreateEventParameterDto,
  ): Promise<EventParameterSpec> {
    const { parameter, title = parameter, description = null, maxLength = null, ...rest } = given;
    const row = {
      ...{ ...rest, parameter, title, description, maxLength },
      options: requireOptions(given),
    };
    return this.database.transaction(async (tx) => {
      const values = { projectId, type, ...row };
      const [outcome] = await this.database.queryIn(tx, CREATE_PARAMETER, values);
      if (!outcome?.hasType) throw notFound();
      requireMade(outcome, MOST_PARAMETERS);
      return row;
    });
  }
}
