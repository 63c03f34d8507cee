import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AppError } from '../../../../kernel/errors/app-error.js';
import { newId } from '../../../../kernel/ids.js';
import { ScopeSet } from '../../../../kernel/scope-set.js';
import { Database } from '../../../../platform/database/database.js';
import { statement, type RowOf } from '../../../../platform/database/statement.js';
import { StrictForm } from '../../../../platform/http/strict-form.js';
import { BrowserSessions } from '../../../accounts/browser-sessions.service.js';
import { CODE_LIFE_SECONDS } from '../../../grants/code-issuer.js';
import { readParameters, type RequestParameters } from './request-parameters.js';
import type { StoredRequest } from './stored-requests.js';

/** A request and its session and person: it can be opened in the browser session to which it is bound, only (D3). */
export interface RequestKey {
  readonly id: string;
  readonly sessionId: string;
  readonly userId: string;
}

/** Unknown, of another person, decided or expired (D15). */
export class RequestGoneError extends AppError {
  readonly status = 409;

  constructor() {
    super(
      'This request was already answered or has run out. If the app does not show the connection, start again from the app.',
    );
  }
}

const COLUMNS = `r.id, r.first_id AS "firstId", r.session_id AS "sessionId", r.user_id AS "userId",
     r.client_id AS "clientId", r.redirect_uri AS "redirectUri", r.installation, r.scopes, r.resource,
     r.auth_time AS "authTime", r.refreshable, r.identity_version AS "identityVersion", r.parameters,
     r.code_nonce AS "codeNonce", r.auth_time < now() - interval '10 minutes' AS "signInIsOld"`;
const SHAPE = {
  id: 'uuid',
  /** The row in which it was first stored; another person can continue from that. */
  firstId: 'uuid',
  sessionId: 'uuid',
  userId: 'uuid',
  /** The client's UUID. */
  clientId: 'uuid',
  redirectUri: 'text',
  installation: 'text',
  scopes: 'text[]',
  resource: 'text',
  /** Time of the last authentication. */
  authTime: 'timestamptz',
  /** Shown on the page and applied to the tokens: access persists (OAuth 2.1 §4.3.1). */
  refreshable: 'boolean',
  /** The identity version of the client that the page shows (attack C14). */
  identityVersion: 'integer',
  parameters: 'text',
  /** 256 random bits from which, with the server key, the code is derived. */
  codeNonce: 'bytea',
  /** The sign-in is too old for restricted scopes. */
  signInIsOld: 'boolean',
} as const;

// A row that is bound is not updated: no row is returned, and the request gets a row of its own.
const BEGIN = statement(
  'authorization-request.begin',
  `INSERT INTO authorization_requests AS r (id, first_id, state, parameters, uri_hash, session_id, user_id, client_id,
     redirect_uri, installation, scopes, resource, auth_time, refreshable, identity_version, code_nonce, expires_at)
   VALUES (:id, :firstId, 'pending', :parameters, :uriHash, :sessionId, :userId, :clientId,
     :redirectUri, :installation, :scopes, :resource, :authTime, :refreshable, :identityVersion, :codeNonce,
     now() + interval '10 minutes')
   ON CONFLICT (id) DO UPDATE SET state = 'pending', session_id = excluded.session_id, user_id = excluded.user_id,
     client_id = excluded.client_id, redirect_uri = excluded.redirect_uri, installation = excluded.installation,
     scopes = excluded.scopes, resource = excluded.resource, auth_time = excluded.auth_time,
     refreshable = excluded.refreshable, identity_version = excluded.identity_version,
     code_nonce = excluded.code_nonce, expires_at = excluded.expires_at
   WHERE r.state IN ('pushed', 'received')
   RETURNING ${COLUMNS}`,
  SHAPE,
);
const FIND = statement(
  'authorization-request.find',
  `SELECT ${COLUMNS}, r.state = 'pending' AND r.expires_at > now() AS pending,
     CASE WHEN r.decided_at > now() - make_interval(secs => :seconds) THEN r.decision_hash END AS "freshDecision"
   FROM authorization_requests r
   WHERE r.id = :id AND r.session_id = :sessionId AND r.user_id = :userId`,
  { ...SHAPE, pending: 'boolean', freshDecision: 'bytea?' },
);
const CONSUME = statement(
  'authorization-request.consume',
  `UPDATE authorization_requests r SET state = 'decided', decided_at = now(), decision_hash = :decision
   WHERE r.id = :id AND r.session_id = :sessionId AND r.user_id = :userId
     AND r.state = 'pending' AND r.expires_at > now()
     AND (:signInSeconds::int IS NULL OR r.auth_time >= now() - make_interval(secs => :signInSeconds) OR NOT EXISTS (
       SELECT FROM authorization_requests o
       WHERE o.first_id = r.first_id AND o.session_id = r.session_id AND o.decided_at >= r.auth_time))
   RETURNING r.id`,
  { id: 'uuid' },
);
// Serialises decisions of requests from one sign-in: the later one reads the result of the earlier. No other statement
// waits for this lock.
const LOCK_SIGN_IN = statement(
  'authorization-request.lock-sign-in',
  `SELECT pg_advisory_xact_lock(hashtextextended('sign-ins/' || :sessionId, 0))`,
);

type Row = RowOf<typeof BEGIN>;

/** A request pending for one decision of one person in one browser session. */
export interface AuthorizationRequest
  extends Omit<Row, 'scopes' | 'parameters'>, RequestParameters {
  readonly scopes: ScopeSet;
}

/** What a request is bound to before its consent page is shown. */
type Binding = Omit<
  AuthorizationRequest,
  'id' | 'firstId' | 'codeNonce' | 'signInIsOld' | keyof RequestParameters
>;

/** A request, and whether it is pending. */
export interface FoundRequest extends AuthorizationRequest {
  /** False once it was decided or expired. */
  readonly pending: boolean;
  /** Hash of the decision on the page, until its code expires; else null. */
  readonly freshDecision: Buffer | null;
}

/** Its source: a stored row, or the browser's parameters. */
interface Source {
  readonly parameters: string;
  readonly stored: StoredRequest | null;
}

/** Requests bound to a person and a browser session, and the decision on them. */
@Injectable()
export class AuthorizationRequests {
  constructor(
    private readonly database: Database,
    private readonly sessions: BrowserSessions,
  ) {}

  /** Binds the request for ten minutes. One that is bound already gets a row of its own. */
  async begin(source: Source, binding: Binding): Promise<AuthorizationRequest> {
    const { parameters, stored } = source;
    const [row] = await this.database.query(BEGIN, {
      ...binding,
      ...rowFor(stored),
      ...{ parameters, scopes: binding.scopes.toArray(), codeNonce: randomBytes(32) },
    });
    if (row) return toRequest(row);
    // A concurrent request has bound it.
    return this.begin({ parameters, stored: stored && { ...stored, state: 'pending' } }, binding);
  }

  /** Null if it is not bound to this person and session. */
  async find(key: RequestKey): Promise<FoundRequest | null> {
    const [row] = await this.database.query(FIND, { ...key, seconds: CODE_LIFE_SECONDS });
    if (!row) return null;
    const { pending, freshDecision } = row;
    return { ...toRequest(row), pending, freshDecision };
  }

  /** @throws RequestGoneError if it is not pending, or not bound to this person and session */
  async getPending(key: RequestKey): Promise<AuthorizationRequest> {
    const request = await this.find(key);
    if (!request?.pending) throw new RequestGoneError();
    return request;
  }

  /**
   * The first step of every decision: consumes the request. Of two rows of one request with one sign-in that the client
   * required, only one can be decided, unless the sign-in is recent enough for both.
   * @param decision hash of what was decided on the page; null if no page was shown
   * @returns the `consent_epoch` that the decision depends on
   * @throws RequestGoneError if it was decided or ran out, also in another row of the same `request_uri` or on the same
   * sign-in, and if the person was signed out meanwhile
   */
  async consume(
    tx: EntityManager,
    { id, sessionId, userId, signInSeconds }: AuthorizationRequest,
    decision: Buffer | null,
  ): Promise<number> {
    const consentEpoch = await this.sessions.consentEpoch(tx, sessionId, userId);
    if (consentEpoch === null) throw new RequestGoneError();
    if (signInSeconds !== null) await this.database.queryIn(tx, LOCK_SIGN_IN, { sessionId });
    const values = { id, sessionId, userId, signInSeconds, decision };
    const rows = await this.database.queryIn(tx, CONSUME, values).catch(goneIfDecided);
    if (rows.length === 0) throw new RequestGoneError();
    return consentEpoch;
  }
}

/** Its own row if that is unbound, else a new one. */
function rowFor(stored: StoredRequest | null) {
  const id = newId();
  if (!stored) return { id, firstId: id, uriHash: null };
  const isFree = stored.state === 'pushed' || stored.state === 'received';
  return { id: isFree ? stored.id : id, firstId: stored.id, uriHash: stored.uriHash };
}

const toRequest = ({ scopes, parameters, ...row }: Row): AuthorizationRequest => ({
  ...row,
  ...readParameters(StrictForm.parseLoosely(parameters)),
  scopes: new ScopeSet(scopes),
});

/** The unique index on decided `request_uri`s refused a second decision. */
function goneIfDecided(error: unknown): never {
  const { constraint } = error as { constraint?: string };
  throw constraint === 'ux_authorization_requests_decided_uri' ? new RequestGoneError() : error;
}
