import { Injectable } from '@nestjs/common';
import { ScopeSet } from '../../kernel/scope-set.js';
import { Database } from '../../platform/database/database.js';
import { statement } from '../../platform/database/statement.js';
import { effectiveOfToken, type ApiTokenInProject } from '../api-tokens/api-token-access.js';
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
import type { ProjectAccess } from './verified-access.js';

const FIND_GRANT = statement(
  'standing-access.find-grant',
  `SELECT ${STANDING_ACCESS_COLUMNS}
   FROM ${STANDING_GRANTS} ${JOIN_CONNECTED_PROJECT}
   WHERE g.id = :grantId AND ${GRANT_IS_ALIVE}`,
  PROJECT_ACCESS_SHAPE,
);

const FIND_SUSPENDED = statement(
  'standing-access.find-suspended',
  `SELECT c.id FROM grants g JOIN clients c ON c.id = g.client_id
   WHERE g.id = :grantId AND g.revoked_at IS NULL AND c.state = 'suspended'`,
  { id: 'uuid' },
);

const NONE = new ScopeSet([]);

/** What somebody acts under, when there is no request. */
export interface StandingCredential {
  readonly kind: 'grant' | 'api_token';
  /** UUID. */
  readonly id: string;
}

/** An access in a project at this moment, as the guards of the Product API know it. */
export type StandingInProject = ProjectAccess | ApiTokenInProject;

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
  async find(credential: StandingCredential, projectId: string): Promise<ScopeSet | null> {
    const access = await this.inProject(credential, projectId);
    return access && scopesNow(access);
  }

  /** Whether it has not ended but is shut out: its app is suspended, and may be restored. */
  async isSuspended({ kind, id }: StandingCredential): Promise<boolean> {
    if (kind !== 'grant') return false;
    return (await this.database.query(FIND_SUSPENDED, { grantId: id })).length > 0;
  }

  /** All that the guards ask of it; null if it has ended. Without a project if it no longer reaches that. */
  inProject(
    { kind, id }: StandingCredential,
    projectId: string,
  ): Promise<StandingInProject | null> {
    return kind === 'grant'
      ? this.ofGrant(id, projectId)
      : this.apiTokens.findInProject(id, projectId);
  }

  private async ofGrant(grantId: string, projectId: string): Promise<ProjectAccess | null> {
    const [row] = await this.database.query(FIND_GRANT, { grantId, projectId });
    return row ? toProjectAccess(row, 'Bearer') : null;
  }
}

function scopesNow(access: StandingInProject): ScopeSet | null {
  if (!access.project) return null;
  return access.kind === 'grant'
    ? effectiveScopesIn(access, access.project)
    : effectiveOfToken(access.scopes, access.project.role).scopes;
}
