import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { AuditActor } from '../../audit/audit-event.js';
import { AuditLog } from '../../audit/audit-log.service.js';
import { changedIdentity } from './changed-identity.js';
import type { ClientMetadata } from './client-metadata.js';
import type { ClientEntity } from './client.entity.js';
import { ClientsRepository } from './clients.repository.js';
import { CheckedName, type SettledName } from './names/checked-name.js';
import { settleName } from './names/settle-name.js';

/** The new metadata of a client, and its source. */
export interface Description {
  readonly metadata: ClientMetadata;
  readonly secretHash: Buffer | null;
  readonly actor: AuditActor;
  /** Of a metadata document: its cache lifetime in seconds, */
  readonly lifetime?: number;
  /** and whether it was unavailable for so long that its URL may have a new owner. */
  readonly wasAway?: boolean;
}

/**
 * The only way to change a client's metadata. A change of identity invalidates earlier decisions.
 */
@Injectable()
export class DescribeClient {
  constructor(
    private readonly repository: ClientsRepository,
    private readonly audit: AuditLog,
  ) {}

  /**
   * @param known its row, locked
   * @returns the updated client
   * @throws OAuthError `invalid_client_metadata` for a name that is refused
   */
  async execute(
    tx: EntityManager,
    known: ClientEntity,
    { metadata, secretHash, actor, lifetime, wasAway = false }: Description,
  ): Promise<ClientEntity> {
    const settled = await this.settle(tx, known, metadata);
    const after = { ...known, ...metadata, ...settled, secretHash };
    const changed = changedIdentity(known, after);
    if (wasAway) changed.push('absence');
    const isSame = changed.length === 0 && isDeepStrictEqual(after, { ...known });
    // Without a change nothing is stored or audited, except that a document was fetched.
    if (isSame && lifetime === undefined) return after;
    const stored = { ...after, lifetime: lifetime ?? null };
    await this.repository.describe(tx, known.id, stored, changed.length > 0);
    if (!isSame) await this.record(tx, after, actor, changed);
    return after;
  }

  /** A portal app may keep its name with other redirect URIs; for other origins these are what proves it. */
  private async settle(
    tx: EntityManager,
    { id, origin }: ClientEntity,
    { name, redirectUris }: ClientMetadata,
  ): Promise<SettledName> {
    const checked = new CheckedName(name, redirectUris);
    const except = origin === 'portal' ? id : null;
    return settleName(
      origin,
      checked,
      await this.repository.findReviewed(tx, checked.forms, except),
    );
  }

  private record(
    tx: EntityManager,
    { id, name, redirectUris, metadataUri }: ClientEntity,
    actor: AuditActor,
    changed: readonly string[],
  ): Promise<void> {
    return this.audit.record(tx, {
      type: 'client.changed',
      actor,
      target: { kind: 'client', id },
      context: {
        ...{ name, redirect_uris: redirectUris, changed },
        ...(metadataUri !== null && { metadata_uri: metadataUri }),
      },
    });
  }
}
