import { Injectable } from '@nestjs/common';
import { ScopeSet } from '../../kernel/scope-set.js';
import { Database } from '../../platform/database/database.js';
import { statement } from '../../platform/database/statement.js';
import { effectiveOfToken } from '../api-tokens/api-token-access.js';
import { ApiTokenVerifier } from '../api-tokens/api-token-verifier.service.js';
import { toProjectAccess } from './internal/access-row.js';
import {
  GRANT_IS_ALIVE,
  JOIN_CONNECTED_PROJECT,
  PROJECT_ACCESS_SHAPE,
  STANDING_ACCESS_COLUMNS,
  STANDING_GRANTS,
} from './internal/access.sql.js';
import { effectiveScopesIn } from './project-effect.js';

const FIND_GRANT = statement(
  'standing-access.find-grant',
  `SELECT ${STANDING_ACCESS_COLUMNS}
   FROM ${STANDING_GRANTS} ${JOIN_CONNECTED_PROJECT}
   WHERE g.id = :grantId AND ${GRANT_IS_ALIVE}`,
  PROJECT_ACCESS_SHAPE,
);

const NONE = new ScopeSet([]);

/** What somebody acts under, when there is no request. */
export interface StandingCredential {
  readonly kind: 'grant' | 'api_token';
  /** UUID. */
  readonly id: string;
}

/**
 * What an access that began something may do now: work that goes on without requests stops where its access has ended, or
 * lost what the work needs.
 */
@Injectable()
export class StandingAccess {
  constructor(
    private readonly database: Database,
    private readonly apiTokens: ApiTokenVerifier,
  ) {}

  /** The effective scopes in a project at this moment; none if the access has ended. */
  async scopesOf(credential: StandingCredential, projectId: string): Promise<ScopeSet> {
    return (await this.find(credential, projectId)) ?? NONE;
  }

  /** The same; null if the access no longer reaches the project, whatever it could do there. */
  find({ kind, id }: StandingCredential, projectId: string): Promise<ScopeSet | null> {
    return kind === 'grant' ? this.ofGrant(id, projectId) : this.ofApiToken(id, projectId);
  }

  private async ofApiToken(id: string, projectId: string): Promise<ScopeSet | null> {
    const access = await this.apiTokens.findInProject(id, projectId);
    if (!access?.project) return null;
    return effectiveOfToken(access.scopes, access.project.role).scopes;
  }

  private async ofGrant(id: string, projectId: string): Promise<ScopeSet | null> {
    const [row] = await this.database.query(FIND_GRANT, { grantId: id, projectId });
    const access = row && toProjectAccess(row, 'Bearer');
    return access?.project ? effectiveScopesIn(access, access.project) : null;
  }
}
