import { Injectable } from '@nestjs/common';
import { notFound, ProblemError } from '../../kernel/errors/problem-error.js';
import { fromWireId, newId } from '../../kernel/ids.js';
import { ProjectProfiles } from '../../modules/projects/project-profiles.service.js';
import { Database } from '../../platform/database/database.js';
import { columnsOf } from '../../platform/database/entity-columns.js';
import { sharedLookup, type SharedRow } from '../../platform/database/shared-statement.js';
import { statement } from '../../platform/database/statement.js';
import type { Principal } from '../access/principal.js';
import { DataSourceEntity } from './internal/data-source.entity.js';
import { checkSettings } from './internal/data-source-settings.js';
import { SourceTokens } from './internal/source-tokens.service.js';
import type { ChangeDataSourceDto, CreateDataSourceDto } from './data-sources.dto.js';

const { list, shape } = columnsOf(DataSourceEntity);

const SIBLINGS = `EXISTS (SELECT FROM data_sources o WHERE o.project_id = s.project_id AND o.id <> s.id) AS "hasSiblings"`;
const found = { ...shape, hasSiblings: 'boolean' } as const;

const FIND = sharedLookup(
  'data-source.find',
  { projectId: 'uuid', id: 'uuid' },
  `SELECT ${list}, ${SIBLINGS} FROM data_sources s WHERE project_id = :projectId AND id = :id`,
  found,
);

const FIND_FIRST_API = sharedLookup(
  'data-source.find-first-api',
  { projectId: 'uuid' },
  `SELECT ${list}, ${SIBLINGS} FROM data_sources s
   WHERE project_id = :projectId AND type = 'api' ORDER BY created_at, id LIMIT 1`,
  found,
);

const LOCK = statement(
  'data-source.lock',
  `SELECT pg_advisory_xact_lock(hashtext('data-sources'), hashtext(:projectId))`,
);

const MOST = 50;

const CREATE = statement(
  'data-source.create',
  `INSERT INTO data_sources (id, project_id, name, description, type, audience_tags, tags, default_country, locale, timezone,
     priority, auto_create, create_missing, allow_non_mobile)
   SELECT :id::uuid, :projectId, :name, :description, :type, :audienceTags::text[], :tags::text[], :defaultCountry, :locale,
     :timezone, :priority::integer, :autoCreate::boolean, :createMissing::boolean, :allowNonMobile::boolean
   WHERE (SELECT count(*) FROM data_sources WHERE project_id = :projectId) < ${String(MOST)}
   RETURNING ${list}`,
  shape,
);

const CHANGE = statement(
  'data-source.change',
  `UPDATE data_sources SET name = coalesce(:name, name),
     description = CASE WHEN :setsDescription THEN :description ELSE description END,
     audience_tags = coalesce(:audienceTags::text[], audience_tags), tags = coalesce(:tags::text[], tags),
     default_country = coalesce(:defaultCountry, default_country), locale = coalesce(:locale, locale),
     timezone = coalesce(:timezone, timezone), priority = coalesce(:priority, priority),
     auto_create = coalesce(:autoCreate, auto_create), create_missing = coalesce(:createMissing, create_missing),
     allow_non_mobile = coalesce(:allowNonMobile, allow_non_mobile), updated_at = now()
   WHERE project_id = :projectId AND id = :id
   RETURNING ${list}`,
  shape,
);

/** A data source, and whether its project has others. */
export type FoundSource = SharedRow<typeof FIND>;

/** Who asks for a data source. A data source token reaches its own only. */
export type SourceCaller = Pick<Principal, 'projectId' | 'dataSourceId'>;

/** With its first token: the only time that it is known. */
type CreatedSource = DataSourceEntity & { readonly token: string | null };

/** The first data source of the type `api`, whatever its id. */
const FIRST_API = 'dsapi';

/** Of the source that a project's own programs write to; its values win by default. */
const API_PRIORITY = 100;
const USUAL_PRIORITY = 50;

/** The data sources of a project. */
@Injectable()
export class DataSources {
  constructor(
    private readonly database: Database,
    private readonly profiles: ProjectProfiles,
    private readonly tokens: SourceTokens,
  ) {}

  /**
   * By the id of a path: `ds_…`, or `dsapi` for the first one of the type `api`.
   * @throws ProblemError 404
   */
  async get(caller: SourceCaller, wireId: string): Promise<FoundSource> {
    const { projectId } = caller;
    const id = fromWireId('ds', wireId);
    const source =
      wireId === FIRST_API
        ? await this.database.queryShared(FIND_FIRST_API, { projectId })
        : id !== null && (await this.database.queryShared(FIND, { projectId, id }));
    if (!source || (caller.dataSourceId ?? source.id) !== source.id) throw notFound();
    return source;
  }

  /**
   * With its first token, unless the caller's own is bound to a key (`SourceTokens.makeIn`).
   * @throws ProblemError 400 for a country, language or time zone that does not exist, 409 if there are too many
   */
  async create(caller: Principal, given: CreateDataSourceDto): Promise<CreatedSource> {
    const { projectId } = caller;
    const { defaultCountry, locale, timezone } = await this.profiles.get(projectId);
    checkSettings(given);
    const { description = null, tags = [] } = given;
    const { priority = given.type === 'api' ? API_PRIORITY : USUAL_PRIORITY } = given;
    const values = {
      ...{ defaultCountry, locale, timezone },
      ...{ ...withoutUndefined(given), description, tags, priority },
      ...{ id: newId(), projectId },
    };
    return this.database.transaction(async (tx) => {
      await this.database.queryIn(tx, LOCK, { projectId });
      const [made] = await this.database.queryIn(tx, CREATE, values);
      if (!made) {
        throw new ProblemError('conflict', `There are ${String(MOST)} already, which is the most.`);
      }
      if (caller.isKeyBound) return { ...made, token: null };
      const { token } = await this.tokens.makeIn(tx, caller, made.id);
      return { ...made, token };
    });
  }

  /** @throws ProblemError 404; 400 as `create` does */
  async change(
    caller: SourceCaller,
    wireId: string,
    changes: ChangeDataSourceDto,
  ): Promise<DataSourceEntity> {
    checkSettings(changes);
    const { projectId } = caller;
    const { id } = await this.get(caller, wireId);
    const [changed] = await this.database.query(CHANGE, {
      ...NOTHING,
      ...withoutUndefined(changes),
      ...{ projectId, id, setsDescription: changes.description !== undefined },
    });
    if (!changed) throw notFound();
    return changed;
  }
}

const NOTHING = {
  ...{ name: null, description: null, audienceTags: null, tags: null },
  ...{ defaultCountry: null, locale: null, timezone: null, priority: null },
  ...{ autoCreate: null, createMissing: null, allowNonMobile: null },
} as const;

const withoutUndefined = <Given extends object>(given: Given): Given =>
  Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Given;
