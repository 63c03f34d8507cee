import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { fromWireId } from '../../../kernel/ids.js';
import { ScopeSet } from '../../../kernel/scope-set.js';
import { Database } from '../../../platform/database/database.js';
import { statement } from '../../../platform/database/statement.js';
import type { Client } from '../client.js';
import { wireClientId } from '../wire-client-id.js';
import { ClientEntity } from './client.entity.js';
import { isMetadataUrl } from './metadata-documents/metadata-url.js';

const COLUMNS = `id, origin, organisation_id AS "organisationId", name, application_type AS "applicationType",
          token_endpoint_auth_method AS "tokenEndpointAuthMethod",
          auth_method_defaulted AS "authMethodDefaulted", authenticated_at AS "authenticatedAt",
          secret_hash AS "secretHash", redirect_uris AS "redirectUris", grant_types AS "grantTypes", scope,
          id_token_signed_response_alg AS "idTokenSignedResponseAlg",
          dpop_bound_access_tokens AS "dpopBoundAccessTokens",
          require_pushed_authorization_requests AS "requirePushedAuthorizationRequests",
          client_uri AS "clientUri", logo_uri AS "logoUri", tos_uri AS "tosUri", policy_uri AS "policyUri",
          jwks, jwks_uri AS "jwksUri", metadata_uri AS "metadataUri",
          metadata_fetched_at AS "metadataFetchedAt", metadata_fresh_until AS "metadataFreshUntil",
          identity_version AS "identityVersion",
          created_at AS "createdAt", approved_at AS "approvedAt", disabled_at AS "disabledAt"`;

const FIND = statement('clients.find', `SELECT ${COLUMNS} FROM clients WHERE id = $1`);

const FIND_BY_METADATA_URI = statement(
  'clients.find-by-metadata-uri',
  `SELECT ${COLUMNS} FROM clients WHERE metadata_uri = $1`,
);

const LIST_CONFIDENTIAL = statement(
  'clients.list-confidential',
  `SELECT ${COLUMNS} FROM clients
   WHERE organisation_id = ANY ($1) AND origin = 'portal' AND token_endpoint_auth_method <> 'none'
     AND disabled_at IS NULL AND ($2::uuid IS NULL OR id = $2)
   ORDER BY name, id`,
);

const MAY_BE_SERVICE = statement(
  'clients.may-be-service',
  `SELECT id FROM clients
   WHERE id = $1 AND disabled_at IS NULL AND 'client_credentials' = ANY (grant_types)`,
);

const RENEW_SECRET = statement(
  'clients.renew-secret',
  `UPDATE clients SET secret_hash = $2
   WHERE id = $1 AND origin = 'portal' AND secret_hash IS NOT NULL AND disabled_at IS NULL
   RETURNING name`,
);

const MARK_APPROVED = statement(
  'clients.mark-approved',
  `UPDATE clients SET approved_at = now() 
    WHERE id = $1 AND (approved_at IS NULL OR approved_at < revived_at)`,
);

const MARK_AUTHENTICATED = statement(
  'clients.mark-authenticated',
  `UPDATE clients SET authenticated_at = now() WHERE id = $1 AND authenticated_at IS NULL`,
);

/** A client about to be stored; the database adds the times. */
export type NewClient = Omit<
  ClientEntity,
  | 'createdAt'
  | 'authenticatedAt'
  | 'approvedAt'
  | 'disabledAt'
  | 'registrationTokenHash'
  | 'retiredAt'
  | 'revivedAt'
  | 'metadataUri'
  | 'metadataFetchedAt'
  | 'metadataFreshUntil'
  | 'identityVersion'
  | 'metadataUnfitSince'
  | 'claimedName'
  | 'protectedName'
> &
  Partial<Pick<ClientEntity, 'claimedName'>>;

type StoredClient = NewClient & Pick<ClientEntity, 'createdAt' | 'metadataUri' | 'identityVersion'>;

@Injectable()
export class ClientsRepository {
  constructor(private readonly database: Database) {}

  async find(id: string): Promise<ClientEntity | null> {
    const [row] = await this.database.query<ClientEntity>(FIND, [id]);
    return row ?? null;
  }

  /** By what a request says: `app_…`, or the URL of a metadata document to the letter. */
  async findByClientId(clientId: string): Promise<ClientEntity | null> {
    if (isMetadataUrl(clientId)) {
      const [row] = await this.database.query<ClientEntity>(FIND_BY_METADATA_URI, [clientId]);
      return row ?? null;
    }
    const id = fromWireId('app', clientId);
    return id === null ? null : this.find(id);
  }

  /** Of all of them, or the one with the id. */
  listConfidential(
    organisationIds: readonly string[],
    id: string | null = null,
  ): Promise<ClientEntity[]> {
    return this.database.query<ClientEntity>(LIST_CONFIDENTIAL, [organisationIds, id]);
  }

  /** The name of the app; null if it has no secret that could be renewed. */
  async renewSecret(tx: EntityManager, id: string, hash: Buffer): Promise<string | null> {
    const [row] = await this.database.queryIn<{ name: string }>(tx, RENEW_SECRET, [id, hash]);
    return row?.name ?? null;
  }

  async mayBeService(tx: EntityManager, id: string): Promise<boolean> {
    return (await this.database.queryIn(tx, MAY_BE_SERVICE, [id])).length > 0;
  }

  /** @returns when it was stored, by the database's clock */
  async insert(tx: EntityManager, client: NewClient): Promise<Date> {
    const { generatedMaps } = await tx.insert(ClientEntity, client);
    return (generatedMaps[0] as Pick<ClientEntity, 'createdAt'>).createdAt;
  }

  async markApproved(tx: EntityManager, id: string): Promise<void> {
    await this.database.queryIn(tx, MARK_APPROVED, [id]);
  }

  /** `form` says what the name of the client looks like; null protects nothing. */
  async protectName(
    tx: EntityManager,
    id: string,
    form: (name: string) => string | null,
  ): Promise<void> {
    const query = tx.createQueryBuilder(ClientEntity, 'client').where('client.id = :id', { id });
    const { name } = await query.getOneOrFail();
    await tx.update(ClientEntity, id, { protectedName: form(name) });
  }

  async markAuthenticated(id: string): Promise<void> {
    await this.database.query(MARK_AUTHENTICATED, [id]);
  }
}

/** The read model: everything that may leave this module, and nothing else. */
export function toClient(row: StoredClient): Client {
  return {
    id: row.id,
    clientId: wireClientId(row),
    origin: row.origin,
    organisationId: row.organisationId,
    name: row.name,
    applicationType: row.applicationType,
    tokenEndpointAuthMethod: row.tokenEndpointAuthMethod,
    authMethodDefaulted: row.authMethodDefaulted,
    redirectUris: row.redirectUris,
    grantTypes: row.grantTypes,
    scope: row.scope && new ScopeSet(row.scope),
    idTokenSignedResponseAlg: row.idTokenSignedResponseAlg,
    dpopBoundAccessTokens: row.dpopBoundAccessTokens,
    requirePushedAuthorizationRequests: row.requirePushedAuthorizationRequests,
    clientUri: row.clientUri,
    logoUri: row.logoUri,
    tosUri: row.tosUri,
    policyUri: row.policyUri,
    jwks: row.jwks,
    jwksUri: row.jwksUri,
    identityVersion: row.identityVersion,
    createdAt: row.createdAt,
  };
}
