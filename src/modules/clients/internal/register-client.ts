import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { newId } from '../../../kernel/ids.js';
import { mintSecret } from '../../../kernel/secret.js';
import { AuditLog } from '../../audit/audit-log.service.js';
import type { AuditActor } from '../../audit/audit-event.js';
import type { AuthMethod, Client } from '../client.js';
import { ClientsRepository, toClient, type NewClient } from './clients.repository.js';

/** A client just stored, with the only sight of its secret; null for a public client. */
export interface RegisteredClient {
  readonly client: Client;
  readonly secret: string | null;
}

/** Stores a client with an id of ours, and a secret if its method needs one, and audits the fact. */
@Injectable()
export class RegisterClient {
  constructor(
    private readonly repository: ClientsRepository,
    private readonly audit: AuditLog,
  ) {}

  async execute(
    tx: EntityManager,
    registration: Omit<NewClient, 'id' | 'secretHash'> & { readonly id?: string },
    actor?: AuditActor,
  ): Promise<RegisteredClient> {
    const secret = needsSecret(registration.tokenEndpointAuthMethod) ? mintSecret('iscs') : null;
    const id = registration.id ?? newId();
    const row = { ...registration, id, secretHash: secret?.hash ?? null };
    const createdAt = await this.repository.insert(tx, row);
    await this.audit.record(tx, {
      type: 'client.registered',
      actor: actor ?? { kind: 'app', clientId: row.id },
      target: { kind: 'client', id: row.id },
      context: { origin: row.origin, name: row.name, redirect_uris: row.redirectUris },
    });
    return {
      client: toClient({ ...row, createdAt, metadataUri: null, identityVersion: 1 }),
      secret: secret?.text ?? null,
    };
  }
}

const needsSecret = (method: AuthMethod): boolean =>
  method === 'client_secret_basic' || method === 'client_secret_post';
