import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { newId } from '../../../../kernel/ids.js';
import { Database } from '../../../../platform/database/database.js';
import { statement } from '../../../../platform/database/statement.js';
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
          coalesce(metadata_fetched_at > now() - interval '1 day', false) AND approved_at IS NOT NULL AS "standsIn",
          approved_at IS NOT NULL AS approved
     FROM clients WHERE metadata_uri = $1`,
);

const IDENTITY = [
  'name',
  'logo_uri',
  'redirect_uris',
  'token_endpoint_auth_method',
  'jwks',
  'jwks_uri',
];
const identityOf = (row: string): string => IDENTITY.map((column) => `${row}.${column}`).join(', ');

// Whoever has the address after a month without a good document may be somebody else (attack C17).
const WAS_AWAY = `coalesce(c.metadata_unfit_since, c.metadata_fetched_at) < now() - interval '30 days'`;

const STORE = statement(
  'metadata-clients.store',
  `INSERT INTO clients AS c (id, origin, metadata_uri, name, application_type, token_endpoint_auth_method,
     redirect_uris, grant_types, scope, client_uri, logo_uri, tos_uri, policy_uri, jwks, jwks_uri,
     id_token_signed_response_alg, dpop_bound_access_tokens, claimed_name, metadata_fetched_at, metadata_fresh_until)
   VALUES ($1, 'metadata_document', $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, now(),
     now() + $18 * interval '1 second')
   ON CONFLICT (metadata_uri) DO UPDATE
      SET name = excluded.name, application_type = excluded.application_type,
          token_endpoint_auth_method = excluded.token_endpoint_auth_method,
          redirect_uris = excluded.redirect_uris, grant_types = excluded.grant_types, scope = excluded.scope,
          client_uri = excluded.client_uri, logo_uri = excluded.logo_uri, tos_uri = excluded.tos_uri,
          policy_uri = excluded.policy_uri, jwks = excluded.jwks, jwks_uri = excluded.jwks_uri,
          id_token_signed_response_alg = excluded.id_token_signed_response_alg,
          dpop_bound_access_tokens = excluded.dpop_bound_access_tokens,
          claimed_name = excluded.claimed_name, metadata_fetched_at = excluded.metadata_fetched_at,
          metadata_fresh_until = excluded.metadata_fresh_until, metadata_unfit_since = NULL,
          identity_changed_at = CASE
            WHEN (${identityOf('c')}) IS DISTINCT FROM (${identityOf('excluded')}) OR ${WAS_AWAY}
            THEN now() ELSE c.identity_changed_at END
   RETURNING id, xmax = 0 AS created, coalesce(identity_changed_at = now(), false) AS changed`,
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
      AND id IN (SELECT id FROM clients WHERE origin = 'metadata_document' AND approved_at IS NULL
                  ORDER BY created_at DESC OFFSET 5000)`,
);

export interface Stored {
  readonly id: string;
  readonly created: boolean;
  readonly changed: boolean;
}

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
    const [stored] = await this.database.queryIn<Stored>(tx, STORE, [
      ...[newId(), url, client.name, client.applicationType, client.tokenEndpointAuthMethod],
      ...[client.redirectUris, client.grantTypes, client.scope],
      ...[client.clientUri, client.logoUri, client.tosUri, client.policyUri],
      ...[client.jwks && JSON.stringify(client.jwks), client.jwksUri],
      ...[
        client.idTokenSignedResponseAlg,
        client.dpopBoundAccessTokens,
        client.claimedName,
        lifetime,
      ],
    ]);
    if (!stored) throw new Error('The client was not returned.');
    if (stored.created) await this.database.queryIn(tx, EVICT);
    return stored;
  }

  /** Nothing of it may be used for a new grant. False if that was so already. */
  async withdraw(tx: EntityManager, id: string): Promise<boolean> {
    return (await this.database.queryIn(tx, WITHDRAW, [id])).length > 0;
  }
}
