import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { fromWireId } from '../../kernel/ids.js';
import type { ScopeSet } from '../../kernel/scope-set.js';
import type { AuditActor } from '../audit/audit-event.js';
import { GRANT_TYPES, type ApplicationType, type AuthMethod, type Client } from './client.js';
import { ClientsRepository, toClient } from './internal/clients.repository.js';
import { ClientLifeCycle } from './internal/life-cycle/client-life-cycle.service.js';
import { RegisterClient, type RegisteredClient } from './internal/register-client.js';

/** What an organisation says of an app it makes itself. */
export interface PortalApp {
  /** UUID; a new one if absent. */
  readonly id?: string;
  readonly organisationId: string;
  readonly name: string;
  readonly applicationType: ApplicationType;
  readonly tokenEndpointAuthMethod: AuthMethod;
  readonly redirectUris: readonly string[];
  /** The most it will ever ask for. */
  readonly scope: ScopeSet;
  readonly clientUri?: string;
  readonly logoUri?: string;
  readonly tosUri?: string;
  readonly policyUri?: string;
}

/** Apps, as the rest of the server knows them. */
@Injectable()
export class ClientsService {
  constructor(
    private readonly repository: ClientsRepository,
    private readonly registerClient: RegisterClient,
    private readonly lifeCycle: ClientLifeCycle,
  ) {}

  /** By UUID, disabled ones too: lists still have to name them. */
  async find(id: string): Promise<Client | null> {
    const row = await this.repository.find(id);
    return row && toClient(row);
  }

  /** By the `client_id` of a request; null if it is malformed, unknown or disabled. */
  async findByClientId(clientId: string): Promise<Client | null> {
    const id = fromWireId('app', clientId);
    const row = id === null ? null : await this.repository.find(id);
    return row && row.disabledAt === null ? toClient(row) : null;
  }

  /** The same for the authorization endpoint, where a retired public client comes back to life. */
  async resolve(clientId: string): Promise<Client | null> {
    const client = await this.findByClientId(clientId);
    if (client || !(await this.lifeCycle.revive(clientId))) return client;
    return this.findByClientId(clientId);
  }

  /** Puts self-registered apps to rest that nobody uses any more. UUIDs. */
  async retireIdle(tx: EntityManager, ids: readonly string[]): Promise<void> {
    await this.lifeCycle.retireIdle(tx, ids);
  }

  /** A person let the app in: it is no longer one of those that may be swept away. */
  async markApproved(tx: EntityManager, id: string): Promise<void> {
    await this.repository.markApproved(tx, id);
  }

  /** An app that an organisation makes itself; it may refresh. */
  registerPortalApp(
    tx: EntityManager,
    app: PortalApp,
    actor: AuditActor = { kind: 'system' },
  ): Promise<RegisteredClient> {
    const registration = {
      ...app,
      origin: 'portal' as const,
      authMethodDefaulted: false,
      redirectUris: [...app.redirectUris],
      grantTypes: [...GRANT_TYPES],
      scope: app.scope.toArray(),
      idTokenSignedResponseAlg: 'RS256' as const,
      clientUri: app.clientUri ?? null,
      logoUri: app.logoUri ?? null,
      tosUri: app.tosUri ?? null,
      policyUri: app.policyUri ?? null,
    };
    return this.registerClient.execute(tx, registration, actor);
  }
}
