import { hash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { fromWireId, newId, toWireId } from '../../../../kernel/ids.js';
import { Database } from '../../../../platform/database/database.js';
import { column } from '../../../../platform/database/row-shape.js';
import { statement, type RowOf } from '../../../../platform/database/statement.js';

const URI_PREFIX = 'urn:ietf:params:oauth:request_uri:';

/** Lifetime of a `request_uri` in seconds (RFC 9126 §2.2). */
export const PUSHED_LIFE_SECONDS = 90;

/**
 * `pushed` by the client, or `received` from a browser, both unbound; `pending` for one person in one session;
 * `decided`. A row past `expires_at` is invalid in every state.
 */
export type RequestState = 'pushed' | 'received' | 'pending' | 'decided';

const PUSH = statement(
  'authorization-request.push',
  `INSERT INTO authorization_requests (id, first_id, state, parameters, uri_hash, expires_at)
   VALUES (:id, :id, 'pushed', :parameters, :uriHash, now() + make_interval(secs => :seconds))`,
);
const RECEIVE = statement(
  'authorization-request.receive',
  `INSERT INTO authorization_requests (id, first_id, state, parameters, expires_at)
   VALUES (:id, :id, 'received', :parameters, now() + interval '1 hour')`,
);
// A concurrent request has stored it.
const RECEIVE_PUSHED = statement(
  'authorization-request.receive-pushed',
  `UPDATE authorization_requests SET state = 'received', expires_at = created_at + interval '1 hour'
   WHERE id = :id AND state = 'pushed'`,
);
// A pushed request can be decided once, in whichever of its rows.
const IS_OPEN = `r.first_id = r.id AND NOT EXISTS (
    SELECT FROM authorization_requests d WHERE d.uri_hash = r.uri_hash AND d.state = 'decided')`;
const COLUMNS = `r.id, r.state, r.parameters, r.uri_hash AS "uriHash", r.chosen_session_id AS "chosenSessionId",
     (SELECT max(o.decided_at) FROM authorization_requests o WHERE o.first_id = r.id) AS "decidedAt"`;
const SHAPE = {
  id: 'uuid',
  state: column<RequestState>('text'),
  parameters: 'text',
  uriHash: 'bytea?',
  chosenSessionId: 'uuid?',
  decidedAt: 'timestamptz?',
} as const;
const FIND = statement(
  'authorization-request.find-received',
  `SELECT ${COLUMNS} FROM authorization_requests r
   WHERE r.id = :id AND r.state <> 'pushed' AND r.created_at > now() - interval '1 hour' AND ${IS_OPEN}`,
  SHAPE,
);
const FIND_PUSHED = statement(
  'authorization-request.find-pushed',
  `SELECT ${COLUMNS} FROM authorization_requests r
   WHERE r.uri_hash = :uriHash AND r.created_at > now() - make_interval(secs => :seconds) AND ${IS_OPEN}`,
  SHAPE,
);
const CHOOSE_ACCOUNT = statement(
  'authorization-request.choose-account',
  'UPDATE authorization_requests SET chosen_session_id = :sessionId WHERE id = :id',
);

/**
 * A stored request, which any browser may open until it expires. `chosenSessionId`: the browser session in which the
 * person confirmed the account; `decidedAt`: time of the last decision on it.
 */
export type StoredRequest = RowOf<typeof FIND>;

/** Unbound requests; the browser gets only their id. */
@Injectable()
export class StoredRequests {
  constructor(private readonly database: Database) {}

  /** Stores a pushed request and returns its `request_uri`, of which only the hash is stored. */
  async push(parameters: string): Promise<string> {
    const uri = URI_PREFIX + randomBytes(32).toString('base64url');
    const values = { id: newId(), parameters, uriHash: hashUri(uri), seconds: PUSHED_LIFE_SECONDS };
    await this.database.query(PUSH, values);
    return uri;
  }

  /** Stores it, unless stored, until one hour after it was first received, and returns its id. */
  async receive(parameters: string, stored: StoredRequest | null): Promise<string> {
    if (stored?.state === 'pushed') await this.database.query(RECEIVE_PUSHED, { id: stored.id });
    if (stored) return stored.id;
    const id = newId();
    await this.database.query(RECEIVE, { id, parameters });
    return id;
  }

  /** Null if unknown or expired, and for a pushed request that was decided. */
  async find(wireId: string): Promise<StoredRequest | null> {
    const id = fromWireId('azr', wireId);
    const [row] = id === null ? [] : await this.database.query(FIND, { id });
    return row ?? null;
  }

  /**
   * Null for an unknown or expired `request_uri`, and once it was decided; opening does not consume it, since browsers
   * prefetch.
   */
  async findPushed(uri: string): Promise<StoredRequest | null> {
    const values = { uriHash: hashUri(uri), seconds: PUSHED_LIFE_SECONDS };
    const [row] = await this.database.query(FIND_PUSHED, values);
    return row ?? null;
  }

  /** The choice applies to that browser session while the person is signed in there (D3). */
  async chooseAccount({ id }: StoredRequest, sessionId: string): Promise<void> {
    await this.database.query(CHOOSE_ACCOUNT, { id, sessionId });
  }
}

/** True for a URI of the form that this server issues. */
export const isPushedRequestUri = (uri: string | undefined): uri is string =>
  uri?.startsWith(URI_PREFIX) === true;

const hashUri = (uri: string): Buffer => hash('sha256', uri, 'buffer');

/** Path that continues a request. */
export const requestPath = (id: string): string => `/oauth/authorize/${toWireId('azr', id)}`;

/** Path of the account page. */
export const accountPath = (id: string): string => `${requestPath(id)}/account`;

/** Path that signs in with another account. */
export const switchPath = (id: string): string => `${accountPath(id)}/switch`;
