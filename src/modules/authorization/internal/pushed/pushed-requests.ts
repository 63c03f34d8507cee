import { hash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { newId } from '../../../../kernel/ids.js';
import { Database } from '../../../../platform/database/database.js';
import { statement } from '../../../../platform/database/statement.js';

const PREFIX = 'urn:ietf:params:oauth:request_uri:';

/** Seconds in which the browser must arrive with the `request_uri` (RFC 9126 §2.2). */
export const PUSHED_LIFE_SECONDS = 90;

export interface PushedRequest {
  readonly id: string;
  /** Form-encoded. */
  readonly parameters: string;
}

const INSERT = statement(
  'pushed-request.insert',
  `INSERT INTO pushed_requests (id, uri_hash, client_id, parameters, expires_at)
   VALUES ($1, $2, $3, $4, now() + make_interval(secs => $5))`,
);
const FIND = statement(
  'pushed-request.find',
  `SELECT id, parameters FROM pushed_requests
   WHERE uri_hash = $1 AND spent_at IS NULL AND expires_at > now()`,
);
// However long the person took: they arrived in time, and only the first decision counts.
const SPEND = statement(
  'pushed-request.spend',
  `UPDATE pushed_requests SET spent_at = now() WHERE id = $1 AND spent_at IS NULL RETURNING id`,
);

@Injectable()
export class PushedRequests {
  constructor(private readonly database: Database) {}

  /** Keeps the request and returns its `request_uri`, of which only the hash stays here. */
  async push(clientId: string, parameters: string): Promise<string> {
    const uri = PREFIX + randomBytes(32).toString('base64url');
    await this.database.query(INSERT, [
      ...[newId(), hashUri(uri), clientId, parameters],
      PUSHED_LIFE_SECONDS,
    ]);
    return uri;
  }

  /** Null for an unknown, expired or spent one. */
  async find(uri: string): Promise<PushedRequest | null> {
    const [row] = await this.database.query<PushedRequest>(FIND, [hashUri(uri)]);
    return row ?? null;
  }

  /** At the decision, not when the page is loaded: preloaders load pages. False if it was spent before. */
  async spend(tx: EntityManager, id: string): Promise<boolean> {
    return (await this.database.queryIn(tx, SPEND, [id])).length > 0;
  }
}

/** True if the URI is one that only we hand out. */
export const isPushedRequestUri = (uri: string | undefined): uri is string =>
  uri?.startsWith(PREFIX) === true;

const hashUri = (uri: string): Buffer => hash('sha256', uri, 'buffer');
