import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { AuditActor } from '../../audit/audit-event.js';
import { AuditLog } from '../../audit/audit-log.service.js';
import { changedIdentity } from './changed-identity.js';
import type { ClientMetadata } from './client-metadata.js';
import type { ClientEntity } from './client.entity.js';
import { ClientsRepository } from './clients.repository.js';
import { NameRules } from './names/name-rules.service.js';

/** What a client says of itself now, and how that is known. */
export interface Description {
  readonly metadata: ClientMetadata;
  readonly secretHash: Buffer | null;
  readonly actor: AuditActor;
  /** Of a metadata document: for how many seconds it may be used without asking, */
  readonly lifetime?: number;
  /** and whether it was away for so long that somebody else may be at its address. */
  readonly wasAway?: boolean;
}

/** The one way for a client to say something else of itself, by whoever may: what was decided about it may then count no more. */
@Injectable()
export class DescribeClient {
  constructor(
    private readonly repository: ClientsRepository,
    private readonly names: NameRules,
    private readonly audit: AuditLog,
  ) {}

  /**
   * @param known its row, locked
   * @returns the client as it is then
   * @throws OAuthError `invalid_client_metadata` for a name that it may not have
   */
  async execute(
    tx: EntityManager,
    known: ClientEntity,
    { metadata, secretHash, actor, lifetime, wasAway = false }: Description,
  ): Promise<ClientEntity> {
    const settled = await this.names.settle(tx, metadata.name, metadata.redirectUris);
    const after = { ...known, ...metadata, ...settled, secretHash };
    const changed = changedIdentity(known, after);
    if (wasAway) changed.push('absence');
    const isSame = changed.length === 0 && isDeepStrictEqual(after, { ...known });
    // The same once more is a look, and leaves no more behind than one; of a document it is a good copy.
    if (isSame && lifetime === undefined) return after;
    const stored = { ...after, lifetime: lifetime ?? null };
    await this.repository.describe(tx, known.id, stored, changed.length > 0);
    if (!isSame) await this.record(tx, after, actor, changed);
    return after;
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
