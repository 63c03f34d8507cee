import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database } from '../../../../platform/database/database.js';
import { MOST_APPS, PortalAppCensus } from '../../../clients/portal-app-census.js';
import { PortalApps } from '../../../clients/portal-apps.service.js';
import { GrantEndings } from '../../../grants/grant-endings.service.js';
import { AppSubmissions } from '../../../reviews/app-submissions.service.js';
import { AppVerifications } from '../../../verification/app-verifications.service.js';
import type { PortalApp } from '../portal-access.js';
import { AppUses } from './app-use.js';
import { ownershipTexts as texts } from './ownership-texts.js';

/** Transfers an app to another organisation, in one transaction. */
@Injectable()
export class TransferApp {
  constructor(
    private readonly database: Database,
    private readonly census: PortalAppCensus,
    private readonly apps: PortalApps,
    private readonly submissions: AppSubmissions,
    private readonly verifications: AppVerifications,
    private readonly uses: AppUses,
    private readonly endings: GrantEndings,
  ) {}

  /** @returns why it was refused, or null */
  execute(userId: string, app: PortalApp, organisationId: string): Promise<string | null> {
    return this.database.transaction((tx) => this.transfer(tx, userId, app, organisationId));
  }

  private async transfer(
    tx: EntityManager,
    userId: string,
    { client, organisation }: PortalApp,
    organisationId: string,
  ): Promise<string | null> {
    const { apps, names } = await this.census.count(tx, organisationId);
    if (apps >= MOST_APPS) return texts.faults.tooMany(MOST_APPS);
    if (names.includes(client.name)) return texts.faults.nameTaken;
    const actor = { kind: 'user', userId } as const;
    const change = { from: organisation.id, to: organisationId };
    if (!(await this.apps.transfer(tx, client.id, change, actor))) return texts.faults.suspended;
    await this.submissions.endAll(tx, client.id);
    await this.verifications.endReview(tx, client.id);
    for (const grantId of await this.uses.servicesOf(tx, client.id)) {
      await this.endings.disconnect(tx, userId, { grantId, projectId: undefined });
    }
    return null;
  }
}
