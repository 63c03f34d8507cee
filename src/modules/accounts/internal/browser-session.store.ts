import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { newId } from '../../../kernel/ids.js';
import { Database } from '../../../platform/database/database.js';
import { statement, type RowOf } from '../../../platform/database/statement.js';
import type { BrowserSession } from '../browser-session.js';
import type { Credentials } from './credentials.js';
import { hashToken, randomToken } from './random-token.js';

/** A signed-in session ends after twelve hours, however much it is used. */
export const SESSION_LIFE_SECONDS = 12 * 3600;
/** Anybody can start an anonymous one, so it expires soon. */
const ANONYMOUS_LIFE_SECONDS = 3600;

const LIVES = 's.ended_at IS NULL AND s.expires_at > now()';

/** The session of person `u` is valid: the account is not disabled, and the password was not replaced since. */
const IS_THEIRS =
  'u.id = s.user_id AND u.disabled_at IS NULL AND u.password_epoch = s.password_epoch';

const FIND_SESSION = statement(
  'accounts.find-session',
  `SELECT s.id, s.csrf_token, s.authenticated_at, s.signed_in_for, u.id AS user_id, u.email, u.name, u.is_staff
   FROM browser_sessions s LEFT JOIN users u ON ${IS_THEIRS}
   WHERE s.token_hash = :tokenHash AND ${LIVES}`,
  {
    ...{ id: 'uuid', csrf_token: 'text', authenticated_at: 'timestamptz?', signed_in_for: 'text?' },
    // The others are null with the id.
    ...{ user_id: 'uuid?', email: 'text', name: 'text', is_staff: 'boolean' },
  },
);

const INSERT_ANONYMOUS = statement(
  'accounts.insert-anonymous-session',
  `INSERT INTO browser_sessions (id, token_hash, csrf_token, expires_at)
   VALUES (:id, :tokenHash, :csrfToken, now() + make_interval(secs => :lifeSeconds))`,
);

// If the password was replaced meanwhile, no session begins. One that begins before the replacement is visible carries
// the old `password_epoch`, so it is invalid after the commit. So replacing a password does not wait for sign-ins.
const INSERT_SIGNED_IN = statement(
  'accounts.insert-session',
  `INSERT INTO browser_sessions (id, token_hash, csrf_token, user_id, password_epoch, authenticated_at, expires_at, signed_in_for)
   SELECT :id, :tokenHash, :csrfToken, u.id, u.password_epoch, now(), now() + make_interval(secs => :lifeSeconds), :goal
   FROM users u WHERE u.id = :userId AND u.password_epoch = :passwordEpoch AND u.disabled_at IS NULL
   RETURNING authenticated_at`,
  { authenticated_at: 'timestamptz?' },
);

// An update, not a deletion: a deletion would wait for every transaction that is adding a row with a foreign key to the
// session.
const END_SESSION = statement(
  'accounts.end-session',
  'UPDATE browser_sessions SET ended_at = now() WHERE id = :id AND ended_at IS NULL RETURNING id',
  { id: 'uuid' },
);

const FIND_CONSENT_EPOCH = statement(
  'accounts.find-consent-epoch',
  `SELECT u.consent_epoch AS epoch FROM browser_sessions s JOIN users u ON ${IS_THEIRS}
   WHERE s.id = :id AND s.user_id = :userId AND ${LIVES}`,
  { epoch: 'integer' },
);

const IS_OLDER = statement(
  'accounts.is-older',
  `SELECT :signedInAt::timestamptz < now() - make_interval(secs => :seconds) AS older`,
  { older: 'boolean' },
);

const END_OTHERS = statement(
  'accounts.end-other-sessions',
  `UPDATE browser_sessions s SET ended_at = now()
   WHERE s.user_id = :userId AND s.id IS DISTINCT FROM :keep AND ${LIVES} RETURNING s.id`,
  { id: 'uuid' },
);

/** A session and its token, which goes into the cookie; of the token only the SHA-256 is stored. */
export interface StartedSession {
  readonly session: BrowserSession;
  readonly token: string;
}

/** The person who is signed in, and the `password_epoch` that was proven. */
export type SessionOwner = Omit<Credentials, 'passwordHash'>;

@Injectable()
export class BrowserSessionStore {
  constructor(private readonly database: Database) {}

  async find(token: string): Promise<BrowserSession | null> {
    const [row] = await this.database.query(FIND_SESSION, { tokenHash: hashToken(token) });
    return row ? toSession(row) : null;
  }

  /** A new anonymous session. */
  async start(): Promise<StartedSession> {
    const { session, token, values } = draft();
    const lifeSeconds = ANONYMOUS_LIFE_SECONDS;
    await this.database.query(INSERT_ANONYMOUS, { ...values, lifeSeconds });
    return { session, token };
  }

  /**
   * The session that replaces another one at sign-in. Null if the account was disabled, or the password replaced
   * meanwhile. `goal`: path of the page that required the sign-in; null if none did.
   */
  async startIn(
    tx: EntityManager,
    { id, email, name, isStaff, passwordEpoch }: SessionOwner,
    goal: string | null,
  ): Promise<StartedSession | null> {
    const { session, token, values } = draft();
    const [row] = await this.database.queryIn(tx, INSERT_SIGNED_IN, {
      ...{ ...values, lifeSeconds: SESSION_LIFE_SECONDS },
      ...{ userId: id, passwordEpoch, goal },
    });
    if (!row) return null;
    const user = { id, email, name, isStaff };
    const signedIn = { user, authenticatedAt: row.authenticated_at, signedInFor: goal };
    return { session: { ...session, ...signedIn }, token };
  }

  /** `BrowserSessions.isOlder` */
  async isOlder(signedInAt: Date, seconds: number): Promise<boolean> {
    const [row] = await this.database.query(IS_OLDER, { signedInAt, seconds });
    return row?.older !== false;
  }

  /** `BrowserSessions.consentEpoch` */
  async consentEpoch(tx: EntityManager, id: string, userId: string): Promise<number | null> {
    const [row] = await this.database.queryIn(tx, FIND_CONSENT_EPOCH, { id, userId });
    return row?.epoch ?? null;
  }

  /** False if a concurrent request has ended it already. */
  async end(tx: EntityManager, id: string): Promise<boolean> {
    return (await this.database.queryIn(tx, END_SESSION, { id })).length > 0;
  }

  /** Ends a person's sessions in every browser, but for the one to keep. @returns how many */
  async endOthers(tx: EntityManager, userId: string, keep: string | null): Promise<number> {
    return (await this.database.queryIn(tx, END_OTHERS, { userId, keep })).length;
  }
}

function draft() {
  const token = randomToken();
  const secrets = { id: newId(), csrfToken: randomToken() };
  const session = { ...secrets, user: null, authenticatedAt: null, signedInFor: null };
  return { session, token, values: { ...secrets, tokenHash: hashToken(token) } };
}

/** For a disabled account, or once the password was replaced, the session counts as anonymous. */
function toSession(row: RowOf<typeof FIND_SESSION>): BrowserSession {
  const user = row.user_id
    ? { id: row.user_id, email: row.email, name: row.name, isStaff: row.is_staff }
    : null;
  return {
    id: row.id,
    csrfToken: row.csrf_token,
    user,
    authenticatedAt: user && row.authenticated_at,
    signedInFor: user && row.signed_in_for,
  };
}
