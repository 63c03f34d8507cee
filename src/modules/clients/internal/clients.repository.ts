import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { fromWireId } from '../../../kernel/ids.js';
import { ScopeSet } from '../../../kernel/scope-set.js';
import { Database } from '../../../platform/database/database.js';
import { columnsOf } from '../../../platform/database/entity-columns.js';
import { statement } from '../../../platform/database/statement.js';
import type { Client } from '../client.js';
import { CLIENT_IS_LIVE } from '../client-state.js';
import { wireClientId } from '../wire-client-id.js';
import { ClientEntity } from './client.entity.js';
import { isMetadataUrl } from './metadata-documents/metadata-url.js';

const CLIENT = columnsOf(ClientEntity);

const FIND = statement(
  'clients.find',
  `SELECT ${CLIENT.list} FROM clients WHERE id = :id`,
  CLIENT.shape,
);

const FIND_BY_METADATA_URI = statement(
  'clients.find-by-metadata-uri',
  `SELECT ${CLIENT.list} FROM clients WHERE metadata_uri = :uri`,
  CLIENT.shape,
);

const LIST_CONFIDENTIAL = statement(
  'clients.list-confidential',
  `SELECT ${CLIENT.list} FROM clients c
   WHERE organisation_id = ANY (:organisationIds) AND origin = 'portal' AND token_endpoint_auth_method <> 'none'
     AND ${CLIENT_IS_LIVE} AND (:id::uuid IS NULL OR id = :id)
   ORDER BY name, id`,
  CLIENT.shape,
);

const MAY_BE_SERVICE = statement(
  'clients.may-be-service',
  `SELECT id FROM clients c
   WHERE id = :id AND ${CLIENT_IS_LIVE} AND 'client_credentials' = ANY (grant_types)`,
  { id: 'uuid' },
);

const RENEW_SECRET = statement(
  'clients.renew-secret',
  `UPDATE clients c SET secret_hash = :hash
   WHERE id = :id AND origin = 'portal' AND secret_hash IS NOT NULL AND ${CLIENT_IS_LIVE}
   RETURNING name`,
  { name: 'text' },
);

const MARK_AUTHENTICATED = statement(
  'clients.mark-authenticated',
  `UPDATE clients SET authenticated_at = now() WHERE id = :id AND authenticated_at IS NULL`,
);

/** A client about to be stored; the database adds the times. */
export type NewClient = Omit<
  ClientEntity,
  | 'createdAt'
  | 'authenticatedAt'
  | 'approvedAt'
  | 'state'
  | 'stateChangedAt'
  | 'registrationTokenHash'
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
    const [row] = await this.database.query(FIND, { id });
    return row ?? null;
  }

  /** By what a request says: `app_…`, or the URL of a metadata document to the letter. */
  async findByClientId(clientId: string): Promise<ClientEntity | null> {
    if (isMetadataUrl(clientId)) {
      const [row] = await this.database.query(FIND_BY_METADATA_URI, { uri: clientId });
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
    return this.database.query(LIST_CONFIDENTIAL, { organisationIds, id });
  }

  /** The name of the app; null if it has no secret that could be renewed. */
  async renewSecret(tx: EntityManager, id: string, hash: Buffer): Promise<string | null> {
    const [row] = await this.database.queryIn(tx, RENEW_SECRET, { id, hash });
    return row?.name ?? null;
  }

  async mayBeService(tx: EntityManager, id: string): Promise<boolean> {
    return (await this.database.queryIn(tx, MAY_BE_SERVICE, { id })).length > 0;
  }

  /** @returns when it was stored, by the database's clock */
  async insert(tx: EntityManager, client: NewClient): Promise<Date> {
    const { generatedMaps } = await tx.insert(ClientEntity, client);
    return (generatedMaps[0] as Pick<ClientEntity, 'createdAt'>).createdAt;
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
    await this.database.query(MARK_AUTHENTICATED, { id });
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
