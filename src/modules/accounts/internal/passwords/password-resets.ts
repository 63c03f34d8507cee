import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Environment } from '../../../../platform/config/environment.js';
import { Database } from '../../../../platform/database/database.js';
import { statement } from '../../../../platform/database/statement.js';
import type { User } from '../../users.service.js';
import { hashToken, randomToken } from '../random-token.js';

// One row for each person: a new link is the end of the one before.
const ISSUE = statement(
  'password-resets.issue',
  `INSERT INTO password_resets (user_id, token_hash, expires_at)
   VALUES ($1, $2, now() + make_interval(mins => $3))
   ON CONFLICT (user_id) DO UPDATE
     SET token_hash = excluded.token_hash, created_at = now(), expires_at = excluded.expires_at`,
);

const FIND = statement(
  'password-resets.find',
  `SELECT u.id, u.email, u.name FROM password_resets r JOIN users u ON u.id = r.user_id
   WHERE r.token_hash = $1 AND r.expires_at > now() AND u.disabled_at IS NULL`,
);

// Of two uses at once, one gets the row.
const SPEND = statement(
  'password-resets.spend',
  `DELETE FROM password_resets WHERE token_hash = $1 AND user_id = $2 AND expires_at > now() RETURNING user_id`,
);

/** Links with which people who forgot their password choose another one. */
@Injectable()
export class PasswordResets {
  constructor(
    private readonly database: Database,
    private readonly environment: Environment,
  ) {}

  /** @returns the link's token, for the letter and for nobody else */
  async issue(tx: EntityManager, userId: string): Promise<string> {
    const token = randomToken();
    const values = [userId, hashToken(token), this.environment.PASSWORD_RESET_MINUTES];
    await this.database.queryIn(tx, ISSUE, values);
    return token;
  }

  /** Whose password the link can set; it stays good. */
  async find(token: string): Promise<User | null> {
    const [user] = await this.database.query<User>(FIND, [hashToken(token)]);
    return user ?? null;
  }

  /** Spends the link. False if that was done already, or another one has taken its place. */
  async spend(tx: EntityManager, token: string, userId: string): Promise<boolean> {
    return (await this.database.queryIn(tx, SPEND, [hashToken(token), userId])).length > 0;
  }
}
