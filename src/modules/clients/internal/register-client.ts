import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { newId } from '../../../kernel/ids.js';
import { mintSecret } from '../../../kernel/secret.js';
import type { Client } from '../client.js';
import { ClientsRepository, toClient, type NewClient } from './clients.repository.js';

/** A client just stored, with the only sight of its secret; null for a public client. */
export interface RegisteredClient {
  readonly client: Client;
  readonly secret: string | null;
}

/** Stores a client with an id of ours, and a secret if its method needs one, and audits the fact. */
@Injectable()
export class RegisterClient {
  constructor(private readonly repository: ClientsRepository) {}

  async execute(
    tx: EntityManager,
    registration: Omit<NewClient, 'id' | 'secretHash'>,
  ): Promise<RegisteredClient> {
    const secret = registration.tokenEndpointAuthMethod === 'none' ? null : mintSecret('iscs');
    const row = { ...registration, id: newId(), secretHash: secret?.hash ?? null };
    const createdAt = await this.repository.insert(tx, row);
    return { client: toClient({ ...row, createdAt }), secret: secret?.text ?? null };
  }
}
