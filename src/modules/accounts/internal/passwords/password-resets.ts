import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Environment } from '../../../../platform/config/environment.js';
import { Database } from '../../../../platform/database/database.js';
import { statement } from '../../../../platform/database/statement.js';
import type { User } from '../../users.service.js';
import { hashToken, randomToken } from '../random-token.js';

// One row for each person: a new link replaces the one before.
const ISSUE = statement(
  'password-resets.issue',
  `INSERT INTO password_resets (user_id, token_hash, expires_at)
   VALUES (:userId, :tokenHash, now() + make_interval(mins => :minutes))
   ON CONFLICT (user_id) DO UPDATE
     SET token_hash = excluded.token_hash, created_at = now(), expires_at = excluded.expires_at`,
);

const FIND = statement(
  'password-resets.find',
  `SELECT u.id, u.email, u.name, u.is_staff AS "isStaff" FROM password_resets r JOIN users u ON u.id = r.user_id
   WHERE r.token_hash = :tokenHash AND r.expires_at > now() AND u.disabled_at IS NULL`,
  { id: 'uuid', email: 'text', name: 'text', isStaff: 'boolean' },
);

// Of two concurrent uses, one gets the row.
const CONSUME = statement(
  'password-resets.consume',
  `DELETE FROM password_resets WHERE token_hash = :tokenHash AND user_id = :userId AND expires_at > now()
   RETURNING user_id AS "userId"`,
  { userId: 'uuid' },
);

/** Reset links: with one, a person who forgot their password sets another one. */
@Injectable()
export class PasswordResets {
  constructor(
    private readonly database: Database,
    private readonly environment: Environment,
  ) {}

  /** @returns the link's token, which is in the mail and stored only as a hash */
  async issue(tx: EntityManager, userId: string): Promise<string> {
    const token = randomToken();
    const minutes = this.environment.PASSWORD_RESET_MINUTES;
    await this.database.queryIn(tx, ISSUE, { userId, tokenHash: hashToken(token), minutes });
    return token;
  }

  /** The person whose password the link can set. Consumes nothing. */
  async find(token: string): Promise<User | null> {
    const [user] = await this.database.query(FIND, { tokenHash: hashToken(token) });
    return user ?? null;
  }

  /** False if the link was consumed already, or replaced by another one. */
  async consume(tx: EntityManager, token: string, userId: string): Promise<boolean> {
    const values = { tokenHash: hashToken(token), userId };
    return (await this.database.queryIn(tx, CONSUME, values)).length > 0;
  }
}
