import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { newId } from '../../../../kernel/ids.js';
import { Database } from '../../../../platform/database/database.js';
import { statement } from '../../../../platform/database/statement.js';
import { changedIdentity, type Described } from '../changed-identity.js';
import type { SettledName } from '../names/name-rules.service.js';
import type { DescribedClient } from './read-metadata-document.js';

/** What is kept of a document, by the database's clock. */
export interface DocumentCopy {
  readonly id: string;
  /** Its host lets us use it without asking again. */
  readonly fresh: boolean;
  /** It may stand in while the host cannot be reached: not a day old, of an app that somebody let in. */
  readonly standsIn: boolean;
  /** Somebody let the app in. */
  readonly approved: boolean;
}

const FIND = statement(
  'metadata-clients.find',
  `SELECT id, coalesce(metadata_fresh_until > now(), false) AS fresh,
          coalesce(metadata_fetched_at > now() - interval '1 day', false) AND state = 'approved' AS "standsIn",
          state = 'approved' AS approved
     FROM clients WHERE metadata_uri = $1`,
);

/** What a document says, in the order of `valuesOf`. */
const DESCRIBED = [
  ...['name', 'application_type', 'token_endpoint_auth_method', 'redirect_uris', 'grant_types'],
  ...['scope', 'client_uri', 'logo_uri', 'tos_uri', 'policy_uri', 'jwks', 'jwks_uri'],
  ...['id_token_signed_response_alg', 'dpop_bound_access_tokens'],
  ...['require_pushed_authorization_requests', 'claimed_name'],
];
const place = (index: number): string => `$${String(index + 4)}`;

const INSERT = statement(
  'metadata-clients.insert',
  `INSERT INTO clients (id, origin, metadata_uri, ${DESCRIBED.join(', ')}, metadata_fetched_at, metadata_fresh_until)
   VALUES ($1, 'metadata_document', $2, ${DESCRIBED.map((_, index) => place(index)).join(', ')}, now(),
     now() + $3 * interval '1 second')
   ON CONFLICT (metadata_uri) DO NOTHING
   RETURNING id`,
);

// Whoever has the address after a month without a good document may be somebody else (attack C17). Of two copies that
// come at the same time the second is compared with the first.
const HOLD = statement(
  'metadata-clients.hold',
  `SELECT id, name, logo_uri AS "logoUri", client_uri AS "clientUri", tos_uri AS "tosUri",
     policy_uri AS "policyUri", token_endpoint_auth_method AS "tokenEndpointAuthMethod", jwks,
     jwks_uri AS "jwksUri", redirect_uris AS "redirectUris", grant_types AS "grantTypes",
     coalesce(metadata_unfit_since, metadata_fetched_at) < now() - interval '30 days' AS "wasAway"
   FROM clients WHERE metadata_uri = $1 FOR NO KEY UPDATE`,
);

const UPDATE = statement(
  'metadata-clients.update',
  `UPDATE clients
   SET ${DESCRIBED.map((column, index) => `${column} = ${place(index)}`).join(', ')},
     metadata_fetched_at = now(), metadata_fresh_until = now() + $3 * interval '1 second',
     metadata_unfit_since = NULL, identity_version = identity_version + $2::int,
     protected_name = CASE $2::int WHEN 0 THEN protected_name END
   WHERE id = $1`,
);

const WITHDRAW = statement(
  'metadata-clients.withdraw',
  `UPDATE clients SET metadata_fetched_at = NULL, metadata_fresh_until = NULL,
          metadata_unfit_since = coalesce(metadata_unfit_since, metadata_fetched_at)
    WHERE id = $1 AND metadata_fetched_at IS NOT NULL RETURNING id`,
);

// As for apps that registered themselves: whoever can name many hosts must not fill the table.
const EVICT = statement(
  'metadata-clients.evict',
  `DELETE FROM clients
    WHERE created_at < now() - interval '10 minutes'
      AND id IN (SELECT id FROM clients WHERE origin = 'metadata_document' AND state = 'registered'
                  ORDER BY created_at DESC OFFSET 5000)`,
);

export interface Stored {
  readonly id: string;
  readonly created: boolean;
  /** Members of the identity that are others now; `absence`: the document was away for a month. */
  readonly changed: readonly string[];
}

type Held = Described & { readonly id: string; readonly wasAway: boolean | null };

/** Clients that are described by a document of theirs. */
@Injectable()
export class MetadataClients {
  constructor(private readonly database: Database) {}

  async find(url: string): Promise<DocumentCopy | null> {
    const [copy] = await this.database.query<DocumentCopy>(FIND, [url]);
    return copy ?? null;
  }

  /** One row for each URL, whoever comes first. `lifetime` in seconds. */
  async store(
    tx: EntityManager,
    url: string,
    client: DescribedClient & SettledName,
    lifetime: number,
  ): Promise<Stored> {
    const values = [lifetime, ...valuesOf(client)];
    const [created] = await this.database.queryIn<{ id: string }>(tx, INSERT, [
      ...[newId(), url],
      ...values,
    ]);
    if (created) {
      await this.database.queryIn(tx, EVICT);
      return { id: created.id, created: true, changed: [] };
    }
    const [held] = await this.database.queryIn<Held>(tx, HOLD, [url]);
    // Swept away between the two statements: then there is room for it.
    if (!held) return this.store(tx, url, client, lifetime);
    const changed = changedIdentity(held, client);
    if (held.wasAway === true) changed.push('absence');
    await this.database.queryIn(tx, UPDATE, [held.id, changed.length > 0 ? 1 : 0, ...values]);
    return { id: held.id, created: false, changed };
  }

  /** Nothing of it may be used for a new grant. False if that was so already. */
  async withdraw(tx: EntityManager, id: string): Promise<boolean> {
    return (await this.database.queryIn(tx, WITHDRAW, [id])).length > 0;
  }
}

const valuesOf = (client: DescribedClient & SettledName): unknown[] => [
  ...[client.name, client.applicationType, client.tokenEndpointAuthMethod, client.redirectUris],
  ...[client.grantTypes, client.scope, client.clientUri, client.logoUri, client.tosUri],
  ...[client.policyUri, client.jwks && JSON.stringify(client.jwks), client.jwksUri],
  ...[client.idTokenSignedResponseAlg, client.dpopBoundAccessTokens],
  ...[client.requirePushedAuthorizationRequests, client.claimedName],
];
