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

/** A client just stored, with its secret in clear, which is returned only now; null for a client without one. */
export interface RegisteredClient {
  readonly client: Client;
  readonly secret: string | null;
  /** The `client_name` sent, if another is shown. */
  readonly claimedName: string | null;
}

/** The client to store, its origin and its actor. */
export interface Registration {
  readonly origin: ClientOrigin;
  /** Of a portal app. */
  readonly organisationId?: string;
  readonly metadata: ClientMetadata;
  /** Of a metadata document: its URL, and its cache lifetime in seconds. */
  readonly document?: { readonly uri: string; readonly lifetime: number };
  /** For demo data, which needs fixed values. */
  readonly fixed?: { readonly id: string; readonly secret?: MintedSecret };
  /** The client itself by default. */
  readonly actor?: AuditActor;
}

/**
 * The only way to store a new client: checks the name, makes a secret if the method needs one, and records the audit
 * event.
 */
@Injectable()
export class RegisterClient {
  constructor(
    private readonly repository: ClientsRepository,
    private readonly names: NameRules,
    private readonly audit: AuditLog,
  ) {}

  /** @throws OAuthError `invalid_client_metadata` for a name that is refused */
  async execute(tx: EntityManager, registration: Registration): Promise<RegisteredClient> {
    const registered = await this.executeOnce(tx, registration);
    if (!registered) throw new Error('Two requests brought the same metadata document.');
    return registered;
  }

  /** The same for a metadata document; null if a concurrent request has stored it. */
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

  /** A self-registered app is shown under a neutral name; in the portal the name is refused. */
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
