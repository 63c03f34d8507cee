import { Injectable } from '@nestjs/common';
import { invalidMetadata } from '../../../kernel/errors/oauth-error.js';
import type { EntityManager } from 'typeorm';
import { newId } from '../../../kernel/ids.js';
import { mintSecret, type MintedSecret } from '../../../kernel/secret.js';
import { AuditLog } from '../../audit/audit-log.service.js';
import type { AuditActor } from '../../audit/audit-event.js';
import type { Client, ClientOrigin } from '../client.js';
import type { ClientMetadata } from './client-metadata.js';
import type { ClientEntity } from './client.entity.js';
import { ClientsRepository, toClient } from './clients.repository.js';
import { NameRules } from './names/name-rules.service.js';

/** A client just stored, with the only sight of its secret; null for a client without. */
export interface RegisteredClient {
  readonly client: Client;
  readonly secret: string | null;
  /** What it calls itself, if people are shown another name. */
  readonly claimedName: string | null;
}

/** Who comes in, and how. */
export interface Registration {
  readonly origin: ClientOrigin;
  /** Of a portal app. */
  readonly organisationId?: string;
  readonly metadata: ClientMetadata;
  /** Of a metadata document: its URL, and for how many seconds it may be used without asking. */
  readonly document?: { readonly uri: string; readonly lifetime: number };
  /** Of demo data, where it has to be the same each time. */
  readonly fixed?: { readonly id: string; readonly secret?: MintedSecret };
  /** The client itself, if nobody else. */
  readonly actor?: AuditActor;
}

/** The one way for a client to come to be: its name settled, with a secret if its method needs one, and audited. */
@Injectable()
export class RegisterClient {
  constructor(
    private readonly repository: ClientsRepository,
    private readonly names: NameRules,
    private readonly audit: AuditLog,
  ) {}

  /** @throws OAuthError `invalid_client_metadata` for a name that it may not have */
  async execute(tx: EntityManager, registration: Registration): Promise<RegisteredClient> {
    const registered = await this.executeOnce(tx, registration);
    if (!registered) throw new Error('Two requests brought the same metadata document.');
    return registered;
  }

  /** The same of a metadata document; null if another request has just stored it. */
  async executeOnce(
    tx: EntityManager,
    registration: Registration,
  ): Promise<RegisteredClient | null> {
    const { origin, metadata } = registration;
    const settled = await this.settleName(tx, origin, metadata);
    const secret = secretFor(registration);
    const row = await this.repository.insert(tx, {
      ...{ ...metadata, ...settled, ...originOf(registration) },
      secretHash: secret && secret.hash,
    });
    if (!row) return null;
    await this.record(tx, row, registration);
    return { client: toClient(row), secret: secret && secret.text, claimedName: row.claimedName };
  }

  private record(
    tx: EntityManager,
    { id, origin, name, redirectUris, metadataUri }: ClientEntity,
    { actor = { kind: 'app', clientId: id } }: Registration,
  ): Promise<void> {
    return this.audit.record(tx, {
      type: 'client.registered',
      actor,
      target: { kind: 'client', id },
      context: {
        ...{ origin, name, redirect_uris: redirectUris },
        ...(metadataUri !== null && { metadata_uri: metadataUri }),
      },
    });
  }

  /** Who registers itself is shown under a neutral name; an organisation can be told to choose another. */
  private async settleName(
    tx: EntityManager,
    origin: ClientOrigin,
    { name, redirectUris }: ClientMetadata,
  ): ReturnType<NameRules['settle']> {
    const settled = await this.names.settle(tx, name, redirectUris);
    if (origin !== 'portal' || settled.claimedName === null) return settled;
    throw invalidMetadata(
      'client_name is the name or address of another app. Choose a different one.',
    );
  }
}

const originOf = ({ origin, organisationId, document, fixed }: Registration) => ({
  id: fixed?.id ?? newId(),
  origin,
  organisationId: organisationId ?? null,
  metadataUri: document?.uri ?? null,
  lifetime: document?.lifetime ?? null,
});

function secretFor({ metadata, fixed }: Registration): MintedSecret | null {
  const needsOne = metadata.tokenEndpointAuthMethod.startsWith('client_secret_');
  return needsOne ? (fixed?.secret ?? mintSecret('iscs')) : null;
}
