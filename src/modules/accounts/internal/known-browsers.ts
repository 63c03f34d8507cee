import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database } from '../../../platform/database/database.js';
import { statement } from '../../../platform/database/statement.js';
import type { Credentials } from './credentials.js';
import { hashToken, randomToken } from './random-token.js';

/** A browser is known for half a year after its last sign-in. */
export const KNOWN_BROWSER_LIFE_SECONDS = 180 * 86_400;

/** For one person; the least recently used are deleted first. */
const MOST_BROWSERS = 20;

const IS_KNOWN = statement(
  'accounts.is-known-browser',
  `SELECT true AS known FROM known_browsers b JOIN users u ON u.id = b.user_id AND u.password_epoch = b.password_epoch
   WHERE b.token_hash = :tokenHash AND u.email = :email AND b.expires_at > now()`,
  { known: 'boolean' },
);

// A new token at each sign-in: a token that an attacker planted is worthless after it.
const REMEMBER = statement(
  'accounts.remember-browser',
  `WITH moved AS (
     UPDATE known_browsers SET token_hash = :tokenHash
     WHERE token_hash = :before AND user_id <> :userId AND expires_at > now()
   ), left_behind AS (
     DELETE FROM known_browsers WHERE user_id = :userId AND (token_hash = :before OR token_hash IN (
       SELECT token_hash FROM known_browsers WHERE user_id = :userId ORDER BY created_at DESC OFFSET :mostOthers))
   )
   INSERT INTO known_browsers (token_hash, user_id, password_epoch, expires_at)
   VALUES (:tokenHash, :userId, :passwordEpoch, now() + make_interval(secs => :lifeSeconds))`,
);

/** Browsers in which people have signed in before (attack D8). */
@Injectable()
export class KnownBrowsers {
  constructor(private readonly database: Database) {}

  /** `email` as `normaliseEmail` gives it. */
  async knows(token: string, email: string): Promise<boolean> {
    const rows = await this.database.query(IS_KNOWN, { tokenHash: hashToken(token), email });
    return rows.length > 0;
  }

  /**
   * Records that this person has signed in with the browser, until their password is replaced. The browser may be known
   * for several people. @returns its token
   */
  async remember(
    tx: EntityManager,
    before: string | null,
    { id, passwordEpoch }: Pick<Credentials, 'id' | 'passwordEpoch'>,
  ): Promise<string> {
    const token = randomToken();
    await this.database.queryIn(tx, REMEMBER, {
      ...{ before: before && hashToken(before), tokenHash: hashToken(token) },
      ...{ userId: id, passwordEpoch },
      ...{ lifeSeconds: KNOWN_BROWSER_LIFE_SECONDS, mostOthers: MOST_BROWSERS - 1 },
    });
    return token;
  }
}
