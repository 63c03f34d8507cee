import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { newId } from '../../kernel/ids.js';
import { ScopeSet } from '../../kernel/scope-set.js';
import { mintSecret } from '../../kernel/secret.js';
import { Database } from '../../platform/database/database.js';
import { statement } from '../../platform/database/statement.js';
import type { AuditActor } from '../audit/audit-event.js';
import { AuditLog } from '../audit/audit-log.service.js';
import { ProjectsService } from '../projects/projects.service.js';
import { readTokenScopes } from './api-token-scopes.js';
import { TokenLimits } from './internal/token-limits.js';
import { checkLife, membershipsFor, readTitle } from './internal/token-request.js';

/** What a member chooses for a token, once. */
export interface TokenRequest {
  /** The member whose role is its ceiling. UUID. */
  readonly userId: string;
  readonly title: string;
  /** Names of the catalogue, or their aliases. */
  readonly scopes: readonly string[];
  /** UUIDs. */
  readonly projectIds: readonly string[];
  /** Null: it does not expire. */
  readonly expiresInSeconds: number | null;
  readonly testMode: boolean;
}

/** The only time that the secret is known. */
export interface IssuedToken {
  readonly id: string;
  readonly secret: string;
  readonly title: string;
  readonly scopes: ScopeSet;
  readonly expiresAt: Date | null;
}

/** A token in a list, without its secret, which nobody has. */
export interface ListedToken {
  readonly id: string;
  readonly title: string;
  readonly creator: string;
  readonly scopes: ScopeSet;
  readonly testMode: boolean;
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  /** Accurate to a second; null if it was never used. */
  readonly lastUsedAt: Date | null;
}

// The epoch is read in the statement that stores it: an update of the person comes either before it, or after it and
// then voids the token.
const INSERT = statement(
  'api-token.insert',
  `WITH made AS (
     INSERT INTO api_tokens (id, user_id, title, token_hash, scopes, test_mode, consent_epoch, expires_at)
     SELECT :id, u.id, :title, :hash, :scopes, :testMode, u.consent_epoch,
       now() + :seconds::float8 * interval '1 second'
     FROM users u WHERE u.id = :userId AND u.disabled_at IS NULL
     RETURNING id, expires_at
   ), reached AS (
     INSERT INTO api_token_projects (token_id, project_id, membership_id)
     SELECT made.id, m.project_id, m.id FROM made, memberships m WHERE m.id = ANY (:membershipIds)
   )
   SELECT expires_at AS "expiresAt" FROM made`,
  { expiresAt: 'timestamptz?' },
);

const LIST = statement(
  'api-token.list',
  // Without a person: for the operator.
  `SELECT t.id, t.title, u.name AS creator, t.scopes, t.test_mode AS "testMode", t.created_at AS "createdAt",
     t.expires_at AS "expiresAt", a.last_used_at AS "lastUsedAt"
   FROM api_token_projects tp
   JOIN api_tokens t ON t.id = tp.token_id AND t.revoked_at IS NULL
   JOIN users u ON u.id = t.user_id
   LEFT JOIN api_token_activity a ON a.token_id = t.id
   WHERE tp.project_id = :projectId
     AND (:userId::uuid IS NULL OR t.user_id = :userId OR EXISTS (
       SELECT FROM memberships m WHERE m.project_id = tp.project_id AND m.user_id = :userId AND m.ended_at IS NULL
         AND m.role IN ('owner', 'admin')))
   ORDER BY t.created_at DESC, t.id`,
  {
    ...{ id: 'uuid', title: 'text', creator: 'text', scopes: 'text[]', testMode: 'boolean' },
    ...{ createdAt: 'timestamptz', expiresAt: 'timestamptz?', lastUsedAt: 'timestamptz?' },
  },
);

/** API tokens: members make them for programs of their own. Only people reach this, never a token (E22). */
@Injectable()
export class ApiTokens {
  constructor(
    private readonly database: Database,
    private readonly projects: ProjectsService,
    private readonly limits: TokenLimits,
    private readonly audit: AuditLog,
  ) {}

  /** @throws ProblemError that says what is wrong with the request, or that there are too many tokens */
  async issue(tx: EntityManager, request: TokenRequest, actor: AuditActor): Promise<IssuedToken> {
    const { userId, expiresInSeconds: seconds, testMode } = request;
    const title = readTitle(request.title);
    const scopes = readTokenScopes(request.scopes);
    checkLife(seconds);
    const own = await this.projects.membershipsIn(tx, userId);
    const chosen = membershipsFor(own, request.projectIds, scopes);
    const projectIds = chosen.map(({ project }) => project.id);
    await this.limits.requireRoom(tx, userId, projectIds);
    const [id, { text: secret, hash }] = [newId(), mintSecret('isat')];
    const [made] = await this.database.queryIn(tx, INSERT, {
      ...{ id, userId, title, hash, scopes: scopes.toArray(), testMode, seconds },
      membershipIds: chosen.map((membership) => membership.id),
    });
    if (!made) throw new Error('A disabled person has asked for an API token.');
    await this.recordIssue(tx, { id, scopes, testMode, projectIds }, actor);
    return { id, secret, title, scopes, expiresAt: made.expiresAt };
  }

  /** The tokens of a project: to its owners and admins all of them, to anybody else their own. */
  list(projectId: string, userId: string): Promise<ListedToken[]> {
    return this.read(projectId, userId);
  }

  /** All of them, for the operator of the server. */
  listAll(projectId: string): Promise<ListedToken[]> {
    return this.read(projectId, null);
  }

  private async read(projectId: string, userId: string | null): Promise<ListedToken[]> {
    const rows = await this.database.query(LIST, { projectId, userId });
    return rows.map((row) => ({ ...row, scopes: new ScopeSet(row.scopes) }));
  }

  private async recordIssue(
    tx: EntityManager,
    { id, scopes, testMode, projectIds }: Made,
    actor: AuditActor,
  ): Promise<void> {
    const context = { scopes: scopes.toArray(), test_mode: testMode };
    const target = { kind: 'api_token', id };
    const event = { type: 'api_token.created', actor, target, context } as const;
    await this.audit.record(tx, event);
    for (const projectId of projectIds) await this.audit.record(tx, { ...event, projectId });
  }
}

interface Made {
  readonly id: string;
  readonly scopes: ScopeSet;
  readonly testMode: boolean;
  readonly projectIds: readonly string[];
}
