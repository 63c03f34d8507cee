import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ScopeSet } from '../../../kernel/scope-set.js';
import { Database } from '../../../platform/database/database.js';
import { columnsOf } from '../../../platform/database/entity-columns.js';
import { statement } from '../../../platform/database/statement.js';
import type { Client } from '../client.js';
import type { AuditEvent } from '../../audit/audit-event.js';
import { eventValues } from '../../audit/record-event.js';
import { CLIENT_IS_KEPT, CLIENT_IS_LIVE } from '../client-state.js';
import { keyOfClientId } from '../shown-client.js';
import { wireClientId } from '../wire-client-id.js';
import { ClientEntity } from './client.entity.js';
import { METADATA, type ClientMetadata } from './client-metadata.js';
import {
  INSERT_CLIENT,
  IS_REVIEWED,
  SAID,
  type Insertion,
  type MadeByDatabase,
  type NewClient,
  type SettledMetadata,
} from './insert-client.sql.js';
import type { ReviewedApp } from './names/checked-name.js';

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

const LOCK_PORTAL_APP = statement(
  'clients.lock-portal-app',
  `SELECT ${CLIENT.list} FROM clients c WHERE id = :id AND origin = 'portal' AND ${CLIENT_IS_LIVE}
   FOR NO KEY UPDATE`,
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

const LIST_OF_ORGANISATIONS = statement(
  'clients.list-of-organisations',
  `SELECT ${CLIENT.list} FROM clients c
   WHERE organisation_id = ANY (:organisationIds) AND origin = 'portal' AND state <> 'deleted'
     AND (:id::uuid IS NULL OR id = :id)
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
   WHERE id = :id AND origin = 'portal' AND secret_hash IS NOT NULL AND ${CLIENT_IS_KEPT}
   RETURNING name`,
  { name: 'text' },
);

const MARK_AUTHENTICATED = statement(
  'clients.mark-authenticated',
  `UPDATE clients SET authenticated_at = now() WHERE id = :id AND authenticated_at IS NULL`,
);

const SAID_COLUMNS = CLIENT.names(SAID);

const FIND_REVIEWED = statement(
  'clients.find-reviewed',
  `SELECT name, redirect_uris AS "redirectUris" FROM clients c
   WHERE ${IS_REVIEWED} AND c.id IS DISTINCT FROM :except::uuid`,
  { name: 'text', redirectUris: 'text[]' },
);

// A change of identity deletes earlier decisions. A new secret is unused.
const DESCRIBE = statement(
  'clients.describe',
  `UPDATE clients SET ${SAID.map((property, i) => `${SAID_COLUMNS[i] ?? ''} = :${property}`).join(', ')},
     secret_hash = :secretHash, authenticated_at = CASE WHEN secret_hash = :secretHash THEN authenticated_at END,
     metadata_fetched_at = CASE WHEN metadata_uri IS NOT NULL THEN now() END,
     metadata_fresh_until = now() + :lifetime::float8 * interval '1 second', metadata_unfit_since = NULL,
     identity_version = identity_version + :changes::int,
     protected_name = CASE :changes::int WHEN 0 THEN protected_name END
   WHERE id = :id`,
);

const PROTECT_NAME = statement(
  'clients.protect-name',
  `UPDATE clients SET protected_name = :form WHERE id = :id`,
);

@Injectable()
export class ClientsRepository {
  constructor(private readonly database: Database) {}

  async find(id: string): Promise<ClientEntity | null> {
    const [row] = await this.database.query(FIND, { id });
    return row ?? null;
  }

  async findIn(tx: EntityManager, id: string): Promise<ClientEntity | null> {
    const [row] = await this.database.queryIn(tx, FIND, { id });
    return row ?? null;
  }

  async getIn(tx: EntityManager, id: string): Promise<ClientEntity> {
    const row = await this.findIn(tx, id);
    if (!row) throw new Error('There is no such client.');
    return row;
  }

  /** By `client_id`: `app_…`, or the URL of a metadata document, compared byte for byte. */
  async findByClientId(clientId: string): Promise<ClientEntity | null> {
    const { shownClientId: id, shownMetadataUri: uri } = keyOfClientId(clientId);
    if (id !== null) return this.find(id);
    if (uri === null) return null;
    const [row] = await this.database.query(FIND_BY_METADATA_URI, { uri });
    return row ?? null;
  }

  /** The app of an organisation, locked until the commit; null if it is not one, or not live. */
  async lockPortalApp(tx: EntityManager, id: string): Promise<ClientEntity | null> {
    const [row] = await this.database.queryIn(tx, LOCK_PORTAL_APP, { id });
    return row ?? null;
  }

  /** All of them, or the one with the id. */
  listConfidential(
    organisationIds: readonly string[],
    id: string | null = null,
  ): Promise<ClientEntity[]> {
    return this.database.query(LIST_CONFIDENTIAL, { organisationIds, id });
  }

  /** All of them, or the one with the id. */
  listOfOrganisations(
    organisationIds: readonly string[],
    id: string | null = null,
  ): Promise<ClientEntity[]> {
    return this.database.query(LIST_OF_ORGANISATIONS, { organisationIds, id });
  }

  /** The name of the app; null if it has no secret to replace. */
  async renewSecret(tx: EntityManager, id: string, hash: Buffer): Promise<string | null> {
    const [row] = await this.database.queryIn(tx, RENEW_SECRET, { id, hash });
    return row?.name ?? null;
  }

  async mayBeService(tx: EntityManager, id: string): Promise<boolean> {
    return (await this.database.queryIn(tx, MAY_BE_SERVICE, { id })).length > 0;
  }

  /** Live apps, except one, whose protected name is one of these. */
  findReviewed(
    tx: EntityManager,
    forms: readonly string[],
    except: string | null,
  ): Promise<ReviewedApp[]> {
    return this.database.queryIn(tx, FIND_REVIEWED, { forms, except });
  }

  /**
   * Inserts the client and records the event, unless a reviewed app has one of the protected names `forms`. In a
   * transaction of its own without `tx`.
   */
  async insert(
    tx: EntityManager | null,
    client: NewClient,
    { event, forms }: { readonly event: AuditEvent; readonly forms: readonly string[] },
  ): Promise<Insertion> {
    const values = { ...client, ...eventValues(event), forms };
    const row = await (tx
      ? this.database.querySharedIn(tx, INSERT_CLIENT, values)
      : this.database.queryShared(INSERT_CLIENT, values));
    const { createdAt = null, identityVersion = null, reviewed = [] } = row ?? {};
    return {
      client: createdAt && identityVersion ? { ...client, createdAt, identityVersion } : null,
      reviewed,
    };
  }

  /** Replaces its metadata. `isAnother`: its identity changes. */
  async describe(
    tx: EntityManager,
    id: string,
    client: SettledMetadata & Pick<NewClient, 'secretHash' | 'lifetime'>,
    isAnother: boolean,
  ): Promise<void> {
    await this.database.queryIn(tx, DESCRIBE, { ...client, id, changes: isAnother ? 1 : 0 });
  }

  /** `form`: skeleton of the client's name; null ends the protection. */
  async protectName(tx: EntityManager, id: string, form: string | null): Promise<void> {
    await this.database.queryIn(tx, PROTECT_NAME, { id, form });
  }

  async markAuthenticated(id: string): Promise<void> {
    await this.database.query(MARK_AUTHENTICATED, { id });
  }
}

type ClientRow = ClientMetadata &
  MadeByDatabase &
  Pick<ClientEntity, 'id' | 'origin' | 'organisationId' | 'metadataUri'> &
  Partial<Pick<ClientEntity, 'state'>>;

function metadataOf(row: ClientMetadata): ClientMetadata {
  const metadata: Record<string, unknown> = {};
  for (const said of METADATA) metadata[said] = row[said];
  return metadata as unknown as ClientMetadata;
}

/** The read model: the only data of a client that leaves this module. */
export const toClient = (row: ClientRow): Client => ({
  ...metadataOf(row),
  id: row.id,
  clientId: wireClientId(row),
  origin: row.origin,
  organisationId: row.organisationId,
  scope: row.scope && new ScopeSet(row.scope),
  isRestoring: row.state === 'restoring',
  identityVersion: row.identityVersion,
  createdAt: row.createdAt,
});
