import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { newId } from '../../../kernel/ids.js';
import { mintSecret, type MintedSecret } from '../../../kernel/secret.js';
import type { AuditActor, AuditEvent } from '../../audit/audit-event.js';
import type { Client, ClientOrigin } from '../client.js';
import type { ClientMetadata } from './client-metadata.js';
import { ClientsRepository, toClient } from './clients.repository.js';
import type { NewClient } from './insert-client.sql.js';
import { CheckedName, type ReviewedApp } from './names/checked-name.js';
import { settleName } from './names/settle-name.js';

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
  /** Of a client that manages its registration. */
  readonly registrationTokenHash?: Buffer;
  /** The client itself by default. */
  readonly actor?: AuditActor;
}

/**
 * The only way to store a new client: checks the name, makes a secret if the method needs one, and records the audit
 * event.
 */
@Injectable()
export class RegisterClient {
  constructor(private readonly repository: ClientsRepository) {}

  /**
   * One statement, in a transaction of its own without `tx`; a second one if a reviewed app has a confusable name.
   * @throws OAuthError `invalid_client_metadata` for a name that is refused
   */
  async execute(tx: EntityManager | null, registration: Registration): Promise<RegisteredClient> {
    const registered = await this.executeOnce(tx, registration);
    if (!registered) throw new Error('Two requests brought the same metadata document.');
    return registered;
  }

  /** The same for a metadata document; null if a concurrent request has stored it. */
  async executeOnce(
    tx: EntityManager | null,
    registration: Registration,
  ): Promise<RegisteredClient | null> {
    const { metadata, origin } = registration;
    const checked = new CheckedName(metadata.name, metadata.redirectUris);
    const secret = secretFor(registration);
    const insert = (reviewed: readonly ReviewedApp[], forms: readonly string[]) => {
      const settled = settleName(origin, checked, reviewed);
      const secretHash = secret && secret.hash;
      const client = { ...metadata, ...settled, ...originOf(registration), secretHash };
      return this.repository.insert(tx, client, { event: eventOf(client, registration), forms });
    };
    const first = await insert([], checked.forms);
    const { client } = first.reviewed.length === 0 ? first : await insert(first.reviewed, []);
    if (!client) return null;
    const { claimedName } = client;
    return { client: toClient(client), secret: secret && secret.text, claimedName };
  }
}

const originOf = ({ origin, fixed, document, ...registration }: Registration) => ({
  id: fixed?.id ?? newId(),
  origin,
  organisationId: registration.organisationId ?? null,
  registrationTokenHash: registration.registrationTokenHash ?? null,
  ...(document
    ? { metadataUri: document.uri, lifetime: document.lifetime }
    : { metadataUri: null, lifetime: null }),
});

const eventOf = (
  { id, origin, name, redirectUris, metadataUri }: NewClient,
  { actor = { kind: 'app', clientId: id } }: Registration,
): AuditEvent => ({
  type: 'client.registered',
  actor,
  target: { kind: 'client', id },
  context: {
    ...{ origin, name, redirect_uris: redirectUris },
    ...(metadataUri !== null && { metadata_uri: metadataUri }),
  },
});

function secretFor({ metadata, fixed }: Registration): MintedSecret | null {
  const needsOne = metadata.tokenEndpointAuthMethod.startsWith('client_secret_');
  return needsOne ? (fixed?.secret ?? mintSecret('iscs')) : null;
}
