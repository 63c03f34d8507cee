import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Client } from './client.js';
import { isLive } from './client-state.js';
import type { ClientEntity } from './internal/client.entity.js';
import { ClientsRepository, toClient } from './internal/clients.repository.js';
import { ClientLifeCycle } from './internal/life-cycle/client-life-cycle.service.js';
import { isMetadataUrl } from './internal/metadata-url.js';
import { MetadataDocuments } from './internal/metadata-documents/metadata-documents.service.js';
import { protectedForm } from './internal/names/checked-name.js';

/** Read access to clients for the other modules. */
@Injectable()
export class ClientsService {
  constructor(
    private readonly repository: ClientsRepository,
    private readonly lifeCycle: ClientLifeCycle,
    private readonly documents: MetadataDocuments,
  ) {}

  /** By UUID, also those that are not live: lists still have to name them. */
  async find(id: string): Promise<Client | null> {
    const row = await this.repository.find(id);
    return row && toClient(row);
  }

  /** By UUID; null if it is unknown or no longer live. */
  async findLive(id: string): Promise<Client | null> {
    return live(await this.repository.find(id));
  }

  /** The same in a transaction. */
  async findLiveIn(tx: EntityManager, id: string): Promise<Client | null> {
    return live(await this.repository.findIn(tx, id));
  }

  /** By UUID, in a transaction; null unless staff have suspended it. */
  async findSuspendedIn(tx: EntityManager, id: string): Promise<Client | null> {
    const row = await this.repository.findIn(tx, id);
    return row?.state === 'suspended' ? toClient(row) : null;
  }

  /**
   * By the `client_id` of a request, `app_…` or a URL; null if it is malformed, unknown or no longer live. Never
   * fetches: the metadata document as read at the authorization endpoint applies afterwards.
   */
  async findByClientId(clientId: string): Promise<Client | null> {
    return live(await this.repository.findByClientId(clientId));
  }

  /**
   * The same for the authorization endpoint, where a metadata document is fetched if needed, and a retired public
   * client is revived.
   * @throws OAuthError for a page, if the document cannot be fetched or is invalid
   */
  async resolve(clientId: string): Promise<Client | null> {
    if (isMetadataUrl(clientId)) await this.documents.refresh(clientId);
    const client = await this.findByClientId(clientId);
    if (client || !(await this.lifeCycle.revive(clientId))) return client;
    return this.findByClientId(clientId);
  }

  /** Whether staff have suspended the app of this `client_id`: it may come back, and people are told. */
  async isSuspended(clientId: string): Promise<boolean> {
    return (await this.repository.findByClientId(clientId))?.state === 'suspended';
  }

  /** Protects the app's name, so that nobody else can register a confusable one; or ends that protection. */
  async protectName(tx: EntityManager, id: string, protect: boolean): Promise<void> {
    const { name } = await this.repository.getIn(tx, id);
    await this.repository.protectName(tx, id, protect ? protectedForm(name) : null);
  }

  /** Retires unused self-registered apps. UUIDs. */
  async retireIdle(tx: EntityManager, ids: readonly string[]): Promise<void> {
    await this.lifeCycle.retireIdle(tx, ids);
  }

  /** Somebody authorized the app: it is not retired as unused from now on. */
  async approve(tx: EntityManager, id: string): Promise<void> {
    await this.lifeCycle.approve(tx, id);
  }
}

const live = (row: ClientEntity | null): Client | null =>
  row && isLive(row) ? toClient(row) : null;
