import { Injectable } from '@nestjs/common';
import { ScopeSet } from '../../kernel/scope-set.js';
import { hashSecret, hasSecretShape } from '../../kernel/secret.js';
import { Database } from '../../platform/database/database.js';
import { column, type ShapedRow } from '../../platform/database/row-shape.js';
import { sharedLookup } from '../../platform/database/shared-statement.js';
import { statement } from '../../platform/database/statement.js';
import type { Plan } from '../projects/plan.js';
import type { ProjectKind } from '../projects/project-kind.js';
import type { Role } from '../projects/role.js';
import type { ApiTokenAccess, ApiTokenInProject, NamedTokenProject } from './api-token-access.js';
import { PROJECT_IS_REACHED, TOKEN_IS_LIVE } from './internal/live-api-token.sql.js';

const COLUMNS = `t.id AS "tokenId", t.user_id AS "personId", t.test_mode AS "testMode",
  array_to_string(t.scopes, ' ') AS scopes` as const;
const SHAPE = { tokenId: 'uuid', personId: 'uuid', testMode: 'boolean', scopes: 'text' } as const;

const IS_THE_TOKEN = `t.token_hash = :hash AND ${TOKEN_IS_LIVE}` as const;

const FROM_TOKEN_IN_PROJECT = `api_tokens t JOIN users u ON u.id = t.user_id
   LEFT JOIN (api_token_projects tp JOIN memberships m ON m.id = tp.membership_id JOIN projects p ON p.id = tp.project_id)
     ON tp.token_id = t.id AND tp.project_id = :projectId AND ${PROJECT_IS_REACHED}` as const;
const COLUMNS_IN_PROJECT = `${COLUMNS},
  p.id AS "projectId", p.organisation_id AS "organisationId", p.kind, p.plan, m.role` as const;
const SHAPE_IN_PROJECT = {
  ...SHAPE,
  // Of the project; all null if there is none.
  projectId: 'uuid?',
  organisationId: 'uuid',
  kind: column<ProjectKind>('text'),
  plan: column<Plan>('text'),
  role: column<Role>('text'),
} as const;

// A token without the project, or without it any more, is verified too.
const VERIFY_IN_PROJECT = sharedLookup(
  'api-token.verify-in-project',
  { hash: 'bytea', projectId: 'uuid' },
  `SELECT ${COLUMNS_IN_PROJECT} FROM ${FROM_TOKEN_IN_PROJECT} WHERE ${IS_THE_TOKEN}`,
  SHAPE_IN_PROJECT,
);

const FIND_IN_PROJECT = statement(
  'api-token.find-in-project',
  `SELECT ${COLUMNS_IN_PROJECT} FROM ${FROM_TOKEN_IN_PROJECT} WHERE t.id = :tokenId AND ${TOKEN_IS_LIVE}`,
  SHAPE_IN_PROJECT,
);

const VERIFY = sharedLookup(
  'api-token.verify',
  { hash: 'bytea' },
  `SELECT ${COLUMNS}, t.title, t.expires_at AS "expiresAt",
     array_to_json(ARRAY(
       SELECT json_build_object('id', p.id, 'name', p.name, 'kind', p.kind, 'plan', p.plan, 'role', m.role,
         'organisationId', o.id, 'organisation', json_build_object('id', o.id, 'name', o.name))
       FROM api_token_projects tp JOIN memberships m ON ${PROJECT_IS_REACHED}
       JOIN projects p ON p.id = tp.project_id JOIN organisations o ON o.id = p.organisation_id
       WHERE tp.token_id = t.id ORDER BY p.name, p.id)) AS projects
   FROM api_tokens t JOIN users u ON u.id = t.user_id
   WHERE ${IS_THE_TOKEN}`,
  {
    ...SHAPE,
    title: 'text',
    expiresAt: 'timestamptz?',
    projects: column<readonly NamedTokenProject[]>('json'),
  },
);

/**
 * Verifies an API token with one statement and no cache: a revocation, an ended membership or a changed role applies
 * from the next request (E4, E5). Null: unknown, expired, revoked, void, or no API token at all; the caller is not told
 * which. `hash`: of the token, where the caller has it already.
 */
@Injectable()
export class ApiTokenVerifier {
  constructor(private readonly database: Database) {}

  /** The access in the project of this UUID. */
  async verifyInProject(
    token: string,
    projectId: string,
    hash = hashSecret(token),
  ): Promise<ApiTokenInProject | null> {
    if (!hasSecretShape('isat', token)) return null;
    const row = await this.database.queryShared(VERIFY_IN_PROJECT, { hash, projectId });
    return row ? inProject(row) : null;
  }

  /** The same by the id of the token, for work that goes on without requests. */
  async findInProject(tokenId: string, projectId: string): Promise<ApiTokenInProject | null> {
    const [row] = await this.database.query(FIND_IN_PROJECT, { tokenId, projectId });
    return row ? inProject(row) : null;
  }

  /** The whole access, with all projects. */
  async verify(token: string, hash = hashSecret(token)): Promise<ApiTokenAccess | null> {
    if (!hasSecretShape('isat', token)) return null;
    const row = await this.database.queryShared(VERIFY, { hash });
    if (!row) return null;
    const { title, expiresAt, projects } = row;
    return { ...factsOf(row), title, expiresAt, projects };
  }
}

function inProject(row: ShapedRow<typeof SHAPE_IN_PROJECT>): ApiTokenInProject {
  const { projectId: id, organisationId, kind, plan, role } = row;
  const project = id === null ? null : { id, organisationId, kind, plan, role };
  return { ...factsOf(row), project };
}

interface TokenRow {
  readonly tokenId: string;
  readonly personId: string;
  readonly testMode: boolean;
  readonly scopes: string;
}

const factsOf = ({ tokenId, personId, testMode, scopes }: TokenRow) => ({
  kind: 'api_token' as const,
  tokenId,
  personId,
  testMode,
  scopes: ScopeSet.ofJoined(scopes),
});
