import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ScopeSet } from '../../../kernel/scope-set.js';
import { Database } from '../../../platform/database/database.js';
import type { Client } from '../client.js';
import type { AuditEvent } from '../../audit/audit-event.js';
import { eventValues } from '../../audit/record-event.js';
import { keyOfClientId } from '../shown-client.js';
import { wireClientId } from '../wire-client-id.js';
import type { ClientEntity } from './client.entity.js';
import {
  FIND,
  FIND_BY_METADATA_URI,
  LOCK_PORTAL_APP,
  LIST_CONFIDENTIAL,
  LIST_OF_ORGANISATIONS,
  MAY_BE_SERVICE,
  RENEW_SECRET,
  TRANSFER,
  MARK_AUTHENTICATED,
  FIND_REVIEWED,
  DESCRIBE,
  PROTECT_NAME,
  type FoundClient,
} from './client.statements.js';
import { METADATA, type ClientMetadata } from './client-metadata.js';
import {
  INSERT_CLIENT,
  type Insertion,
  type MadeByDatabase,
  type NewClient,
  type SettledMetadata,
} from './insert-client.sql.js';
import type { ReviewedApp } from './names/checked-name.js';

@Injectable()
export class ClientsRepository {
  constructor(private readonly database: Database) {}

  async find(id: string): Promise<FoundClient | null> {
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
  async findByClientId(clientId: string): Promise<FoundClient | null> {
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

  /** By the UUIDs of the app and of both organisations. */
  async transfer(tx: EntityManager, id: string, from: string, to: string): Promise<boolean> {
    return (await this.database.queryIn(tx, TRANSFER, { id, from, to })).length > 0;
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

  /** `hash`: of the secret that was used. */
  async markAuthenticated(id: string, hash: Buffer): Promise<void> {
    await this.database.query(MARK_AUTHENTICATED, { id, hash });
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
  isSuspended: row.state === 'suspended',
  isRestoring: row.state === 'restoring',
  identityVersion: row.identityVersion,
  createdAt: row.createdAt,
});
