import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { newId } from '../../../kernel/ids.js';
import { Database } from '../../../platform/database/database.js';
import { statement } from '../../../platform/database/statement.js';
import type { BrowserSession } from '../browser-session.js';
import type { User } from '../users.service.js';
import { hashToken, randomToken } from './random-token.js';

/** A signed-in session lasts a working day, however much it is used. */
export const SESSION_LIFE_SECONDS = 12 * 3600;
/** Anybody can start an anonymous one, so it is soon forgotten. */
const ANONYMOUS_LIFE_SECONDS = 3600;

const FIND_SESSION = statement(
  'accounts.find-session',
  `SELECT s.id, s.csrf_token, s.authenticated_at, s.signed_in_for, u.id AS user_id, u.email, u.name
   FROM browser_sessions s LEFT JOIN users u ON u.id = s.user_id AND u.disabled_at IS NULL
   WHERE s.token_hash = $1 AND s.expires_at > now()`,
);

const INSERT_SESSION = statement(
  'accounts.insert-session',
  `INSERT INTO browser_sessions (id, token_hash, csrf_token, user_id, authenticated_at, expires_at, signed_in_for)
   VALUES ($1, $2, $3, $4::uuid, CASE WHEN $4::uuid IS NOT NULL THEN now() END,
           now() + make_interval(secs => $5), $6)
   RETURNING authenticated_at`,
);

const DELETE_SESSION = statement(
  'accounts.delete-session',
  'DELETE FROM browser_sessions WHERE id = $1 RETURNING id',
);

// Whoever replaces a password locks the person first; so here, or the two could wait for each other.
const HOLD_PERSON = statement(
  'accounts.hold-person',
  'SELECT id FROM users WHERE id = $1 AND disabled_at IS NULL FOR SHARE',
);

const IS_SIGNED_IN = statement(
  'accounts.is-signed-in',
  `SELECT id FROM browser_sessions WHERE id = $1 AND user_id = $2 AND expires_at > now()
   FOR SHARE`,
);

const END_OTHERS = statement(
  'accounts.end-other-sessions',
  'DELETE FROM browser_sessions WHERE user_id = $1 AND id IS DISTINCT FROM $2 RETURNING id',
);

interface SessionRow {
  readonly id: string;
  readonly csrf_token: string;
  readonly authenticated_at: Date | null;
  readonly signed_in_for: string | null;
  readonly user_id: string | null;
  readonly email: string;
  readonly name: string;
}

/** A session with its token on the way to the browser; of the token only the SHA-256 is kept. */
export interface StartedSession {
  readonly session: BrowserSession;
  readonly token: string;
}

@Injectable()
export class BrowserSessionStore {
  constructor(private readonly database: Database) {}

  async find(token: string): Promise<BrowserSession | null> {
    const [row] = await this.database.query<SessionRow>(FIND_SESSION, [hashToken(token)]);
    return row ? toSession(row) : null;
  }

  /** A new anonymous session. */
  async start(): Promise<StartedSession> {
    const { session, token, values } = draft(null, null);
    await this.database.query(INSERT_SESSION, values);
    return { session, token };
  }

  /** The session of somebody who has just proven who they are, because the page at `goal` asked for it. */
  async startIn(tx: EntityManager, user: User, goal: string | null): Promise<StartedSession> {
    const { session, token, values } = draft(user, goal);
    const [row] = await this.database.queryIn<Pick<SessionRow, 'authenticated_at'>>(
      tx,
      INSERT_SESSION,
      values,
    );
    return { session: { ...session, authenticatedAt: row?.authenticated_at ?? null }, token };
  }

  /** Whether it is that person's and lives, and then until the transaction ends. */
  async hold(tx: EntityManager, id: string, userId: string): Promise<boolean> {
    const person = await this.database.queryIn(tx, HOLD_PERSON, [userId]);
    if (person.length === 0) return false;
    return (await this.database.queryIn(tx, IS_SIGNED_IN, [id, userId])).length > 0;
  }

  /** False if it had ended already: somebody else was faster. */
  async end(tx: EntityManager, id: string): Promise<boolean> {
    return (await this.database.queryIn(tx, DELETE_SESSION, [id])).length > 0;
  }

  /** Ends a person's sessions in every browser, but for the one to keep. @returns how many */
  async endOthers(tx: EntityManager, userId: string, keep: string | null): Promise<number> {
    return (await this.database.queryIn(tx, END_OTHERS, [userId, keep])).length;
  }
}

function draft(
  user: User | null,
  signedInFor: string | null,
): StartedSession & { values: unknown[] } {
  const token = randomToken();
  const secrets = { id: newId(), csrfToken: randomToken() };
  const session = { ...secrets, user, authenticatedAt: null, signedInFor };
  const life = user ? SESSION_LIFE_SECONDS : ANONYMOUS_LIFE_SECONDS;
  const values = [session.id, hashToken(token), session.csrfToken, user?.id, life, signedInFor];
  return { session, token, values };
}

/** Somebody disabled in the meantime is nobody. */
function toSession(row: SessionRow): BrowserSession {
  const user = row.user_id ? { id: row.user_id, email: row.email, name: row.name } : null;
  return {
    id: row.id,
    csrfToken: row.csrf_token,
    user,
    authenticatedAt: user && row.authenticated_at,
    signedInFor: user && row.signed_in_for,
  };
}
