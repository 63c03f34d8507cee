import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database } from '../../../../platform/database/database.js';
import { columnsOf } from '../../../../platform/database/entity-columns.js';
import { statement, type RowOf } from '../../../../platform/database/statement.js';
import { AuditLog } from '../../../audit/audit-log.service.js';
import type { ClientMetadata } from '../client-metadata.js';
import { ClientEntity } from '../client.entity.js';
import { DescribeClient } from '../describe-client.js';
import { RegisterClient } from '../register-client.js';

// Usable while the host is unavailable: less than a day old, of an approved client.
const FIND = statement(
  'metadata-clients.find',
  `SELECT id, coalesce(metadata_fresh_until > now(), false) AS fresh, state = 'approved' AS approved,
     coalesce(metadata_fetched_at > now() - interval '1 day', false) AND state = 'approved' AS "standsIn"
   FROM clients WHERE metadata_uri = :url`,
  { id: 'uuid', fresh: 'boolean', approved: 'boolean', standsIn: 'boolean' },
);

const CLIENT = columnsOf(ClientEntity);

// After a month without a valid document the URL may have a new owner (attack C17). Of two concurrent copies the second
// is compared with the first.
const LOCK = statement(
  'metadata-clients.lock',
  `SELECT ${CLIENT.list},
     coalesce(coalesce(metadata_unfit_since, metadata_fetched_at) < now() - interval '30 days', false) AS "wasAway"
   FROM clients WHERE metadata_uri = :url FOR NO KEY UPDATE`,
  { ...CLIENT.shape, wasAway: 'boolean' },
);

const WITHDRAW = statement(
  'metadata-clients.withdraw',
  `UPDATE clients SET metadata_fetched_at = NULL, metadata_fresh_until = NULL,
     metadata_unfit_since = coalesce(metadata_unfit_since, metadata_fetched_at)
   WHERE id = :id AND metadata_fetched_at IS NOT NULL RETURNING id`,
  { id: 'uuid' },
);

// As for dynamic registration: the owner of many hosts must not fill the table.
const EVICT = statement(
  'metadata-clients.evict',
  `DELETE FROM clients
    WHERE created_at < now() - interval '10 minutes'
      AND id IN (SELECT id FROM clients WHERE origin = 'metadata_document' AND state = 'registered'
                  ORDER BY created_at DESC OFFSET 5000)`,
);

/** The stored state of a document, by the database's clock. */
export type DocumentCopy = RowOf<typeof FIND>;

/** Clients described by a metadata document. */
@Injectable()
export class MetadataClients {
  constructor(
    private readonly database: Database,
    private readonly registerClient: RegisterClient,
    private readonly describeClient: DescribeClient,
    private readonly audit: AuditLog,
  ) {}

  async find(url: string): Promise<DocumentCopy | null> {
    const [copy] = await this.database.query(FIND, { url });
    return copy ?? null;
  }

  /** One client for each URL, also under concurrency. `lifetime` in seconds. */
  store(uri: string, metadata: ClientMetadata, lifetime: number): Promise<void> {
    return this.database.transaction((tx) => this.storeIn(tx, { uri, lifetime }, metadata));
  }

  private async storeIn(
    tx: EntityManager,
    document: { readonly uri: string; readonly lifetime: number },
    metadata: ClientMetadata,
  ): Promise<void> {
    const [known] = await this.database.queryIn(tx, LOCK, { url: document.uri });
    if (known) {
      const { wasAway, ...client } = known;
      const { lifetime } = document;
      const description = { metadata, secretHash: null, actor: SYSTEM, lifetime, wasAway };
      await this.describeClient.execute(tx, client, description);
      return;
    }
    const registration = {
      origin: 'metadata_document',
      metadata,
      document,
      actor: SYSTEM,
    } as const;
    const registered = await this.registerClient.executeOnce(tx, registration);
    if (!registered) return this.storeIn(tx, document, metadata);
    await this.database.queryIn(tx, EVICT);
  }

  /** It must not be used for a new grant. */
  async withdraw(id: string, reason: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      const [withdrawn] = await this.database.queryIn(tx, WITHDRAW, { id });
      if (!withdrawn) return;
      const target = { kind: 'client', id };
      await this.audit.record(tx, { type: 'client.withdrawn', actor: SYSTEM, target, reason });
    });
  }
}

const SYSTEM = { kind: 'system' } as const;
