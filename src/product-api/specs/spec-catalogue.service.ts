import { Injectable } from '@nestjs/common';
import { column } from '../../platform/database/row-shape.js';
import { AmbientTransaction } from '../../platform/database/ambient-transaction.js';
import { Database } from '../../platform/database/database.js';
import { statement } from '../../platform/database/statement.js';
import { ProjectSpecs, type StoredSpecs } from './project-specs.js';

/** `known`: a version of the specs that the caller has. Null instead of the same once more. */
const FIND_SPECS = statement(
  'specs.find',
  `WITH latest AS MATERIALIZED (
     SELECT coalesce((SELECT version FROM project_specs WHERE project_id = :projectId), 0) AS version
   )
   SELECT version, CASE WHEN version <> :known::integer THEN jsonb_build_object(
     'attributes', (SELECT coalesce(jsonb_agg(jsonb_build_object(
         'uid', uid, 'displayLabel', label, 'description', description, 'dataType', data_type,
         'multivalue', multivalue, 'options', to_jsonb(options), 'unique', is_unique, 'visible', visible,
         'important', important, 'enabled', enabled, 'hasData', has_data) ORDER BY uid), '[]')
       FROM attribute_specs WHERE project_id = :projectId),
     'events', (SELECT coalesce(jsonb_agg(jsonb_build_object(
         'uid', e.uid, 'name', e.name, 'emoji', e.emoji, 'category', e.category, 'description', e.description,
         'attribution', e.attribution, 'automation', e.automation,
         'parameters', (SELECT coalesce(jsonb_agg(jsonb_build_object(
             'parameter', p.parameter, 'title', p.title, 'description', p.description, 'dataType', p.data_type,
             'required', p.required, 'multiValue', p.multi_value, 'maxLength', p.max_length, 'pii', p.pii,
             'options', to_jsonb(p.options)) ORDER BY p.parameter), '[]')
           FROM event_parameter_specs p WHERE p.project_id = :projectId AND p.event_type = e.uid)) ORDER BY e.uid), '[]')
       FROM event_specs e WHERE e.project_id = :projectId)) END AS specs
   FROM latest`,
  { version: 'integer', specs: column<StoredSpecs | null>('jsonb?') },
);

/** Projects whose specs are kept; the largest take a megabyte. */
const MOST_KEPT = 100;

/** No project has this version. */
const NOT_READ = new ProjectSpecs({ attributes: [], events: [] }, -1);

/**
 * The attributes and types of events of projects. What was read before is used again only if the version that the
 * database has now is the same.
 */
@Injectable()
export class SpecCatalogue {
  private readonly kept = new Map<string, ProjectSpecs>();

  constructor(private readonly database: Database) {}

  /** By one statement. */
  async of(projectId: string): Promise<ProjectSpecs> {
    const kept = this.kept.get(projectId) ?? NOT_READ;
    const [found] = await this.database.query(FIND_SPECS, { projectId, known: kept.version });
    const specs = found?.specs ? new ProjectSpecs(found.specs, found.version) : kept;
    // What a transaction reads may be its own change, which is taken back with it.
    if (!AmbientTransaction.current()) this.keep(projectId, specs);
    return specs;
  }

  /** The most recently used last; the first one goes. */
  private keep(projectId: string, specs: ProjectSpecs): void {
    this.kept.delete(projectId);
    this.kept.set(projectId, specs);
    const [oldest] = this.kept.keys();
    if (this.kept.size > MOST_KEPT && oldest !== undefined) this.kept.delete(oldest);
  }
}
