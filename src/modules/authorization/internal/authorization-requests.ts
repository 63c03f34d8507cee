import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { newId } from '../../../kernel/ids.js';
import { ScopeSet } from '../../../kernel/scope-set.js';
import { Database } from '../../../platform/database/database.js';
import { statement } from '../../../platform/database/statement.js';
import { StrictForm } from '../../../platform/http/strict-form.js';
import { readSignInSeconds } from './authorize/request-parameters.js';
import { CODE_LIFE_SECONDS } from '../../grants/code-issuer.js';

/** A request that waits for one decision of one person in one browser. */
export interface AuthorizationRequest {
  readonly id: string;
  readonly sessionId: string;
  readonly userId: string;
  /** The client's UUID. */
  readonly clientId: string;
  readonly redirectUri: string;
  readonly installation: string;
  readonly state: string | null;
  readonly scopes: ScopeSet;
  readonly resource: string;
  readonly codeChallenge: string;
  readonly nonce: string | null;
  /** When the person last proved who they are. */
  readonly authTime: Date;
  /** Thumbprint of the key the code will be bound to (RFC 9449 §10). */
  readonly dpopJkt: string | null;
  /** What the page says of it, and what is held to: access persists (OAuth 2.1 §4.3.1). */
  readonly refreshable: boolean;
  /** Which of the client's identities the page shows (attack C14). */
  readonly identityVersion: number;
  /** How it came here; from there it can be made again by somebody else. */
  readonly arrivalId: string;
  /** Its `request_uri`, which this decision spends. */
  readonly pushedRequestId: string | null;
  /** The password was given too long ago for what is dangerous. */
  readonly signInIsOld: boolean;
  /** How old the sign-in may be that the app asks for, in seconds; null for any age. */
  readonly signInSeconds: number | null;
  /** 256 random bits, of which, with our key, its code is made. */
  readonly codeNonce: Buffer;
  readonly createdAt: Date;
}

type NewRequest = Omit<
  AuthorizationRequest,
  'id' | 'pushedRequestId' | 'signInIsOld' | 'signInSeconds' | 'codeNonce' | 'createdAt'
>;

/** Which request, and whose: a request opens in the browser session that began it, and nowhere else (D3). */
export interface RequestKey {
  readonly id: string;
  readonly sessionId: string;
  readonly userId: string;
}

/** A request, and whether it still waits. */
export interface FoundRequest extends AuthorizationRequest {
  /** False once it was decided or ran out. */
  readonly pending: boolean;
  /** Hash of what the person decided on the page, for as long as the code lives that it brought; else null. */
  readonly freshDecision: Buffer | null;
}

type Row = Omit<FoundRequest, 'scopes' | 'signInSeconds'> & {
  scopes: string[];
  parameters: string;
};

/** What was decided, and what it rests on. */
export interface Taking extends Pick<AuthorizationRequest, 'signInSeconds'> {
  /** Hash of what was decided on the page; null if nobody was asked. */
  readonly decision: Buffer | null;
}

const INSERT = statement(
  'authorization-request.insert',
  `INSERT INTO authorization_requests (id, session_id, user_id, client_id, redirect_uri, installation, state,
     scopes, resource, code_challenge, nonce, auth_time, dpop_jkt, arrival_id, refreshable, identity_version,
     code_nonce, expires_at)
   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17,
     now() + interval '10 minutes')`,
);
const FIND = statement(
  'authorization-request.find',
  `SELECT r.id, r.session_id AS "sessionId", r.user_id AS "userId", r.client_id AS "clientId",
     r.redirect_uri AS "redirectUri", r.installation, r.state, r.scopes, r.resource,
     r.code_challenge AS "codeChallenge", r.nonce, r.auth_time AS "authTime", r.dpop_jkt AS "dpopJkt",
     r.refreshable, r.identity_version AS "identityVersion", r.arrival_id AS "arrivalId", a.pushed_request_id AS "pushedRequestId",
     a.parameters,
     r.auth_time < now() - interval '10 minutes' AS "signInIsOld",
     r.code_nonce AS "codeNonce", r.created_at AS "createdAt",
     r.decided_at IS NULL AND r.expires_at > now() AS pending,
     CASE WHEN r.decided_at > now() - make_interval(secs => $4) THEN r.decision_hash END AS "freshDecision"
   FROM authorization_requests r JOIN authorization_arrivals a ON a.id = r.arrival_id
   WHERE r.id = $1 AND r.session_id = $2 AND r.user_id = $3`,
);
const TAKE = statement(
  'authorization-request.take',
  `UPDATE authorization_requests r SET decided_at = now(), decision_hash = $4
   WHERE r.id = $1 AND r.session_id = $2 AND r.user_id = $3 AND r.decided_at IS NULL AND r.expires_at > now()
     AND ($5::int IS NULL OR r.auth_time >= now() - make_interval(secs => $5) OR NOT EXISTS (
       SELECT FROM authorization_requests o
       WHERE o.arrival_id = r.arrival_id AND o.session_id = r.session_id AND o.decided_at >= r.auth_time))
   RETURNING r.id`,
);
// Pages of one sign-in are decided in a line: the next one sees that the one before was. Nothing else waits there.
const LOCK_SIGN_IN = statement(
  'authorization-request.lock-sign-in',
  `SELECT pg_advisory_xact_lock(hashtextextended('sign-ins/' || $1, 0))`,
);

@Injectable()
export class AuthorizationRequests {
  constructor(private readonly database: Database) {}

  /** Keeps the request for ten minutes and returns its id. */
  async insert(request: NewRequest): Promise<string> {
    const id = newId();
    await this.database.query(INSERT, [
      ...[id, request.sessionId, request.userId, request.clientId, request.redirectUri],
      ...[request.installation, request.state, request.scopes.toArray(), request.resource],
      ...[request.codeChallenge, request.nonce, request.authTime, request.dpopJkt],
      ...[request.arrivalId, request.refreshable, request.identityVersion, randomBytes(32)],
    ]);
    return id;
  }

  /** Null if it is not this person's in this browser. */
  async find(key: RequestKey): Promise<FoundRequest | null> {
    const values = [key.id, key.sessionId, key.userId, CODE_LIFE_SECONDS];
    const [row] = await this.database.query<Row>(FIND, values);
    return row ? toFound(row) : null;
  }

  /**
   * Takes the request for good: of two decisions only one gets it. So it is with two requests of one arrival that rest on
   * one sign-in that the app asked for, unless that is young enough for both by itself.
   */
  async take(
    tx: EntityManager,
    key: RequestKey,
    { decision, signInSeconds }: Taking,
  ): Promise<boolean> {
    if (signInSeconds !== null) await this.database.queryIn(tx, LOCK_SIGN_IN, [key.sessionId]);
    const values = [key.id, key.sessionId, key.userId, decision, signInSeconds];
    return (await this.database.queryIn(tx, TAKE, values)).length > 0;
  }
}

function toFound({ parameters, scopes, ...row }: Row): FoundRequest {
  const form = StrictForm.parseLoosely(parameters);
  const signInSeconds = readSignInSeconds(form);
  return { ...row, scopes: new ScopeSet(scopes), signInSeconds };
}
