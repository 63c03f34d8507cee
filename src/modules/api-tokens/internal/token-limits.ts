import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ProblemError } from '../../../kernel/errors/problem-error.js';
import { Database } from '../../../platform/database/database.js';
import { statement } from '../../../platform/database/statement.js';

/** Tokens of one person at a time, and of one project, of all its members. */
const MOST_OF_PERSON = 50;
const MOST_OF_PROJECT = 100;

// Two requests at once must not both find room for the last one. Nothing that ends access takes these locks.
const LOCK = statement(
  'api-token.lock-limits',
  `SELECT pg_advisory_xact_lock(hashtextextended('api-tokens/' || id, 0))
   FROM (SELECT id FROM unnest(:ids::uuid[]) AS id ORDER BY id) AS ordered`,
);

const COUNT = statement(
  'api-token.count',
  `SELECT (SELECT count(*) FROM api_tokens t WHERE t.user_id = :userId AND t.revoked_at IS NULL)::int AS "ofPerson",
     coalesce(max(tokens), 0)::int AS "ofProject"
   FROM (SELECT count(*) AS tokens FROM api_token_projects tp JOIN api_tokens t ON t.id = tp.token_id
         WHERE tp.project_id = ANY (:projectIds) AND t.revoked_at IS NULL GROUP BY tp.project_id) AS counted`,
  { ofPerson: 'integer', ofProject: 'integer' },
);

/** Bounds how many API tokens there are. */
@Injectable()
export class TokenLimits {
  constructor(private readonly database: Database) {}

  /** Until the end of the transaction nobody else makes one for them. @throws ProblemError `conflict` */
  async requireRoom(
    tx: EntityManager,
    userId: string,
    projectIds: readonly string[],
  ): Promise<void> {
    await this.database.queryIn(tx, LOCK, { ids: [userId, ...projectIds] });
    const [count] = await this.database.queryIn(tx, COUNT, { userId, projectIds });
    if (!count || count.ofPerson >= MOST_OF_PERSON) {
      throw tooMany(`One person has at most ${String(MOST_OF_PERSON)} API tokens.`);
    }
    if (count.ofProject >= MOST_OF_PROJECT) {
      throw tooMany(`A project has at most ${String(MOST_OF_PROJECT)} API tokens.`);
    }
  }
}

const tooMany = (detail: string): ProblemError =>
  new ProblemError('conflict', `${detail} Revoke one first.`);
