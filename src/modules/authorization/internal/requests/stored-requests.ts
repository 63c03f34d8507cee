import { hash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { fromWireId, newId, toWireId } from '../../../../kernel/ids.js';
import { Database } from '../../../../platform/database/database.js';
import { column } from '../../../../platform/database/row-shape.js';
import { statement, type RowOf } from '../../../../platform/database/statement.js';

const URI_PREFIX = 'urn:ietf:params:oauth:request_uri:';

/** Seconds in which the browser must come with the `request_uri` (RFC 9126 §2.2). */
export const PUSHED_LIFE_SECONDS = 90;

/**
 * `pushed` by its app, or `received` from a browser, and bound to nobody; `pending` before one person in one browser;
 * `decided` by them. What is past its `expires_at` is gone, whatever its state.
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
// If another browser was faster, there is nothing left to write.
const RECEIVE_PUSHED = statement(
  'authorization-request.receive-pushed',
  `UPDATE authorization_requests SET state = 'received', expires_at = created_at + interval '1 hour'
   WHERE id = :id AND state = 'pushed'`,
);
// A pushed request is good for one decision, whichever of its rows that is made on.
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
 * A request as it is stored, for whoever opens it: any browser may, as long as it lives. `chosenSessionId`: the browser
 * session in which the person has said that the account is the right one; `decidedAt`: when a person last decided on it.
 */
export type StoredRequest = RowOf<typeof FIND>;

/** Requests before they are bound to a person: the browser carries an id of theirs alone. */
@Injectable()
export class StoredRequests {
  constructor(private readonly database: Database) {}

  /** Stores what an app has pushed and returns its `request_uri`, of which only the hash is kept. */
  async push(parameters: string): Promise<string> {
    const uri = URI_PREFIX + randomBytes(32).toString('base64url');
    const values = { id: newId(), parameters, uriHash: hashUri(uri), seconds: PUSHED_LIFE_SECONDS };
    await this.database.query(PUSH, values);
    return uri;
  }

  /** Stores it for an hour after it first came, if that is not done yet, and returns its id. */
  async receive(parameters: string, stored: StoredRequest | null): Promise<string> {
    if (stored?.state === 'pushed') await this.database.query(RECEIVE_PUSHED, { id: stored.id });
    if (stored) return stored.id;
    const id = newId();
    await this.database.query(RECEIVE, { id, parameters });
    return id;
  }

  /** Null for an unknown or old one, and once it was pushed and decided on. */
  async find(wireId: string): Promise<StoredRequest | null> {
    const id = fromWireId('azr', wireId);
    const [row] = id === null ? [] : await this.database.query(FIND, { id });
    return row ?? null;
  }

  /** Null for an unknown or expired `request_uri`, and once it was decided on: not when it is opened, for preloaders load pages. */
  async findPushed(uri: string): Promise<StoredRequest | null> {
    const values = { uriHash: hashUri(uri), seconds: PUSHED_LIFE_SECONDS };
    const [row] = await this.database.query(FIND_PUSHED, values);
    return row ?? null;
  }

  /** The choice counts in that browser, as long as the person stays signed in there (D3). */
  async chooseAccount({ id }: StoredRequest, sessionId: string): Promise<void> {
    await this.database.query(CHOOSE_ACCOUNT, { id, sessionId });
  }
}

/** True if the URI is one that only we hand out. */
export const isPushedRequestUri = (uri: string | undefined): uri is string =>
  uri?.startsWith(URI_PREFIX) === true;

const hashUri = (uri: string): Buffer => hash('sha256', uri, 'buffer');

/** Where the browser goes on with a request. */
export const requestPath = (id: string): string => `/oauth/authorize/${toWireId('azr', id)}`;

/** Where the person says with which account to go on. */
export const accountPath = (id: string): string => `${requestPath(id)}/account`;

/** Where the person says that they are somebody else. */
export const switchPath = (id: string): string => `${accountPath(id)}/switch`;
