import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { notFound, ProblemError } from '../../../../kernel/errors/problem-error.js';
import { Database } from '../../../../platform/database/database.js';
import type { AuditActor } from '../../../audit/audit-event.js';
import { AppProfiles } from '../../../app-profiles/app-profiles.service.js';
import type { Client } from '../../../clients/client.js';
import { ClientsService } from '../../../clients/clients.service.js';
import { metadataOf } from '../../../clients/metadata-of.js';
import { PortalApps } from '../../../clients/portal-apps.service.js';
import type { AppVerification } from '../../../verification/app-verification.js';
import { AppVerifications } from '../../../verification/app-verifications.service.js';
import type { AppContent } from '../../app-content.js';
import { contentOf } from '../../app-version.js';
import { changedFields, withVersion } from '../../reviewed-fields.js';
import type { AppVersionEntity } from './app-version.entity.js';
import { versionFaults as faults } from '../../version-faults.js';

/** An app of an organisation as it is live. */
export interface LiveApp {
  readonly client: Client;
  readonly content: AppContent;
  /** Null for an app that no review applies to. */
  readonly review: AppVerification | null;
}

/** What the app says now: of a reviewed one, with what waits in its open version. */
export const contentNow = (
  { content, review }: LiveApp,
  open: AppVersionEntity | null,
): AppContent => (review && open ? withVersion(content, contentOf(open)) : content);

/** Reads and changes what is live. */
@Injectable()
export class LiveApps {
  constructor(
    private readonly database: Database,
    private readonly clients: ClientsService,
    private readonly apps: PortalApps,
    private readonly profiles: AppProfiles,
    private readonly verifications: AppVerifications,
  ) {}

  /** @param clientId UUID @throws ProblemError `not_found` for an app that is not an organisation's or not live */
  get(clientId: string): Promise<LiveApp> {
    return this.database.transaction((tx) => this.getIn(tx, clientId));
  }

  /** The same after `VersionStore.lock`. */
  async getIn(tx: EntityManager, clientId: string): Promise<LiveApp> {
    const client = await this.clients.findLiveIn(tx, clientId);
    if (client?.origin !== 'portal') throw notFound();
    return this.read(tx, client);
  }

  /** One that staff have suspended, after `VersionStore.lock`. @throws ProblemError `conflict` for any other */
  async getSuspendedIn(tx: EntityManager, clientId: string): Promise<LiveApp> {
    const client = await this.clients.findSuspendedIn(tx, clientId);
    if (client?.origin !== 'portal') throw new ProblemError('conflict', faults.notSuspended);
    return this.read(tx, client);
  }

  private async read(tx: EntityManager, client: Client): Promise<LiveApp> {
    return {
      client,
      content: { metadata: metadataOf(client), profile: await this.profiles.ofIn(tx, client.id) },
      review: await this.verifications.reviewIn(tx, client),
    };
  }

  /**
   * Makes the content live. A review goes on to apply. @returns a secret if the app had none and needs one now
   * @throws OAuthError for metadata that is refused
   */
  async apply(
    tx: EntityManager,
    { client, content, review }: LiveApp,
    after: AppContent,
    actor: AuditActor,
  ): Promise<string | null> {
    if (changedFields(content, after).length === 0) return null;
    const { id, identityVersion } = client;
    const { secret } = await this.apps.change(tx, id, after.metadata, actor);
    await this.profiles.change(tx, id, after.profile, actor);
    if (review) await this.verifications.carryOver(tx, id, identityVersion);
    return secret;
  }

  /** @throws OAuthError for metadata that would be refused */
  async check(tx: EntityManager, { client }: LiveApp, { metadata }: AppContent): Promise<void> {
    await this.apps.check(tx, client.id, metadata);
  }
}
