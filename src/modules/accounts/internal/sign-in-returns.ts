import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { isUuid, newId } from '../../../kernel/ids.js';
import { Database } from '../../../platform/database/database.js';
import { statement, type RowOf } from '../../../platform/database/statement.js';
import type { BrowserSession } from '../browser-session.js';

/** For one session; the oldest are deleted. */
const MOST_RETURNS = 20;

const KEEP_RETURN = statement(
  'accounts.keep-return',
  `WITH left_behind AS (
     DELETE FROM sign_in_returns WHERE id IN (
       SELECT id FROM sign_in_returns WHERE session_id = :sessionId ORDER BY created_at DESC, id DESC OFFSET :mostOthers)
   )
   INSERT INTO sign_in_returns (id, session_id, path, fresh, email_hint, expires_at)
   VALUES (:id, :sessionId, :path, :fresh, :emailHint, now() + interval '1 hour')`,
);

const FIND_RETURN = statement(
  'accounts.find-return',
  `SELECT path, fresh, email_hint AS "emailHint", created_at AS "createdAt"
   FROM sign_in_returns WHERE id = :id AND session_id = :sessionId AND expires_at > now()`,
  { path: 'text', fresh: 'boolean', emailHint: 'text?', createdAt: 'timestamptz' },
);

const MOVE_RETURNS = statement(
  'accounts.move-returns',
  'UPDATE sign_in_returns SET session_id = :to WHERE session_id = :from',
);

/** What a page requires of a sign-in. */
export interface SignInWish {
  /** The password is required even of a person who is signed in. */
  readonly fresh?: boolean;
  /** Prefills the form; the person may enter another one. */
  readonly emailHint?: string | undefined;
}

/** The path to return to after a sign-in, and what that requires. */
export type SignInReturn = RowOf<typeof FIND_RETURN>;

/**
 * Paths to return to after a sign-in. They are on this server, are never sent to the browser, and each belongs to one
 * session.
 */
@Injectable()
export class SignInReturns {
  constructor(private readonly database: Database) {}

  /** Stores a path of this server, and returns its id. */
  async keep(session: BrowserSession, path: string, wish: SignInWish = {}): Promise<string> {
    if (!isOwnPath(path)) throw new Error('A sign-in can only return to a path of this server.');
    const id = newId();
    const { fresh = false, emailHint } = wish;
    await this.database.query(KEEP_RETURN, {
      ...{ id, sessionId: session.id, path, fresh },
      ...{ emailHint: printable(emailHint), mostOthers: MOST_RETURNS - 1 },
    });
    return id;
  }

  /** The stored path of an id, or null if it is another session's, expired or unknown. */
  async find(session: BrowserSession | null, id: string | undefined): Promise<SignInReturn | null> {
    if (!session || !isUuid(id)) return null;
    const [row] = await this.database.query(FIND_RETURN, { id, sessionId: session.id });
    return row ?? null;
  }

  /** Moves all of a session's paths to the session that replaces it: another tab may still be at sign-in. */
  async move(tx: EntityManager, from: BrowserSession, to: BrowserSession): Promise<void> {
    await this.database.queryIn(tx, MOVE_RETURNS, { from: from.id, to: to.id });
  }
}

/** A `login_hint` as the app sent it: an unusable one is ignored (OIDC-06). */
const printable = (hint: string | undefined): string | null =>
  hint !== undefined && /^[^\p{C}]{1,254}$/u.test(hint) ? hint : null;

/** A single leading slash, since browsers read `//` and `/\` as another host (attack D9). */
const isOwnPath = (path: string): boolean => /^\/(?![/\\])[\x21-\x7e]*$/.test(path);
