import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database } from '../../platform/database/database.js';
import { statement } from '../../platform/database/statement.js';
import { MOST_ATTRIBUTES } from './internal/spec-room.js';
import type { ProjectSpecs } from './project-specs.js';

/** `version`: that the caller has read; with any other nothing happens. */
const USE = statement(
  'specs.use',
  `WITH room AS (
     INSERT INTO project_specs AS s (project_id, attributes) VALUES (:projectId, cardinality(:created::text[]))
     ON CONFLICT (project_id) DO UPDATE SET version = s.version + 1, attributes = s.attributes + excluded.attributes
       WHERE s.version = :version AND s.attributes + excluded.attributes <= ${String(MOST_ATTRIBUTES)}
     RETURNING s.project_id
   ), made AS (
     INSERT INTO attribute_specs (project_id, uid, label, data_type, has_data)
     SELECT r.project_id, n.uid, n.uid, 'string', true FROM room r, unnest(:created::text[]) AS n (uid)
   ), used AS (
     UPDATE attribute_specs a SET has_data = true FROM room r
     WHERE a.project_id = :projectId AND r.project_id = a.project_id AND a.uid = ANY (:used::text[])
   )
   SELECT EXISTS (SELECT FROM room) AS "isCurrent"`,
  { isCurrent: 'boolean' },
);

/** What the values of a batch need of the specs. */
export interface NeededSpecs {
  /** Attributes to define, as texts. */
  readonly created: readonly string[];
  /** Attributes that get their first value. */
  readonly used: readonly string[];
}

/** Writes down that attributes have values, so that their type is fixed from then on. */
@Injectable()
export class UsedSpecs {
  constructor(private readonly database: Database) {}

  /** How many attributes may still be defined. */
  roomIn({ attributes }: ProjectSpecs): number {
    return MOST_ATTRIBUTES - attributes.filter(({ custom }) => custom).length;
  }

  /**
   * In the transaction that writes the values, before it locks a contact. Locks the specs of the project, so only where
   * `needed` names something.
   * @returns false if the specs are others than `specs` by now: read them again, and the values with them
   */
  async use(
    tx: EntityManager,
    projectId: string,
    { version }: ProjectSpecs,
    { created, used }: NeededSpecs,
  ): Promise<boolean> {
    if (created.length + used.length === 0) return true;
    const [outcome] = await this.database.queryIn(tx, USE, { projectId, version, created, used });
    return outcome?.isCurrent === true;
  }
}
