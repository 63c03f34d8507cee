import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Client } from './client.js';
import { isLive } from './client-state.js';
import type { ClientEntity } from './internal/client.entity.js';
import { ClientsRepository, toClient } from './internal/clients.repository.js';
import { ClientLifeCycle } from './internal/life-cycle/client-life-cycle.service.js';
import { isMetadataUrl } from './internal/metadata-url.js';
import { MetadataDocuments } from './internal/metadata-documents/metadata-documents.service.js';
import { protectedForm } from './internal/names/name-rules.service.js';

/** Apps, as the rest of the server knows them. */
@Injectable()
export class ClientsService {
  constructor(
    private readonly repository: ClientsRepository,
    private readonly lifeCycle: ClientLifeCycle,
    private readonly documents: MetadataDocuments,
  ) {}

  /** By UUID, those that have ended too: lists still have to name them. */
  async find(id: string): Promise<Client | null> {
    const row = await this.repository.find(id);
    return row && toClient(row);
  }

  /** By UUID; null if it is unknown or no longer live. */
  async findLive(id: string): Promise<Client | null> {
    return live(await this.repository.find(id));
  }

  /**
   * By the `client_id` of a request, `app_…` or a URL; null if it is malformed, unknown or no longer live. Never fetches
   * anything: what a metadata document said at the authorization endpoint is what counts afterwards.
   */
  async findByClientId(clientId: string): Promise<Client | null> {
    return live(await this.repository.findByClientId(clientId));
  }

  /**
   * The same for the authorization endpoint, where a metadata document is read, or read again, and a retired public
   * client comes back to life.
   * @throws OAuthError for a page, if the document cannot be had or is not in order
   */
  async resolve(clientId: string): Promise<Client | null> {
    if (isMetadataUrl(clientId)) await this.documents.refresh(clientId);
    const client = await this.findByClientId(clientId);
    if (client || !(await this.lifeCycle.revive(clientId))) return client;
    return this.findByClientId(clientId);
  }

  /** From now on nobody else may register under a name that could be taken for this app's; or they may again. */
  async protectName(tx: EntityManager, id: string, protect: boolean): Promise<void> {
    const { name } = await this.repository.getIn(tx, id);
    await this.repository.protectName(tx, id, protect ? protectedForm(name) : null);
  }

  /** Puts self-registered apps to rest that nobody uses any more. UUIDs. */
  async retireIdle(tx: EntityManager, ids: readonly string[]): Promise<void> {
    await this.lifeCycle.retireIdle(tx, ids);
  }

  /** Somebody let the app in: it is no longer one of those that may be swept away. */
  async approve(tx: EntityManager, id: string): Promise<void> {
    await this.lifeCycle.approve(tx, id);
  }
}

const live = (row: ClientEntity | null): Client | null =>
  row && isLive(row) ? toClient(row) : null;
