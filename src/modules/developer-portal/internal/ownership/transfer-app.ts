import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database } from '../../../../platform/database/database.js';
import type { Client } from '../../../clients/client.js';
import { isContained } from '../../../clients/client-state.js';
import { MOST_APPS, PortalAppCensus } from '../../../clients/portal-app-census.js';
import { PortalApps } from '../../../clients/portal-apps.service.js';
import { GrantEndings } from '../../../grants/grant-endings.service.js';
import { AppSubmissions } from '../../../reviews/app-submissions.service.js';
import { AppVerifications } from '../../../verification/app-verifications.service.js';
import { PortalAccess } from '../portal-access.js';
import { TransferOffers, type OfferedApp } from '../transfer-offers/transfer-offers.js';
import { AppUses } from './app-use.js';

/** Why an app is not transferred; `notDeveloper`: the person develops for one of the organisations no more; `gone`: the organisation has it no more, or the offer stands no more. */
export type TransferRefusal =
  'tooMany' | 'nameTaken' | 'suspended' | 'fixed' | 'notDeveloper' | 'gone';

/** All ids are UUIDs. */
interface Transfer {
  readonly clientId: string;
  /** Organisations. */
  readonly from: string;
  readonly to: string;
  /** Who does it: a developer of both, or who accepts the offer. */
  readonly userId: string;
  readonly offer?: OfferedApp;
}

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
    private readonly offers: TransferOffers,
    private readonly access: PortalAccess,
  ) {}

  /** @returns why it was refused, or null */
  execute(transfer: Transfer): Promise<TransferRefusal | null> {
    return this.database.transaction(async (tx) => {
      const refusal = await this.check(tx, transfer);
      return refusal ?? this.carryOut(tx, transfer);
    });
  }

  /** Locks the receiving organisation, then the app: nothing of what is read here changes before the commit. */
  private async check(
    tx: EntityManager,
    { clientId, from, to, userId, offer }: Transfer,
  ): Promise<TransferRefusal | null> {
    const { apps, names } = await this.census.count(tx, to);
    const client = await this.apps.lock(tx, clientId);
    const refusal = refusalOf(client, from);
    if (refusal !== null || client === null) return refusal;
    const organisations = offer ? [to] : [from, to];
    if (!(await this.access.developsIn(tx, userId, organisations))) return 'notDeveloper';
    if (await this.submissions.isWithStaff(tx, clientId)) return 'fixed';
    if (apps >= MOST_APPS) return 'tooMany';
    return names.includes(client.name) ? 'nameTaken' : null;
  }

  private async carryOut(tx: EntityManager, transfer: Transfer): Promise<TransferRefusal | null> {
    const { clientId, from, to, userId, offer } = transfer;
    const offeredBy = offer && (await this.offers.take(tx, offer, userId));
    if (offeredBy === null) return 'gone';
    const actor = { kind: 'user', userId } as const;
    const change = { from, to, ...(offeredBy !== undefined && { offeredBy }) };
    if (!(await this.apps.transfer(tx, clientId, change, actor))) {
      throw new Error('The app is locked, live and of this organisation.');
    }
    await this.offers.end(tx, clientId);
    await this.submissions.endAll(tx, clientId);
    await this.verifications.endReview(tx, clientId);
    for (const grantId of await this.uses.servicesOf(tx, clientId)) {
      await this.endings.disconnect(tx, userId, { grantId, projectId: undefined });
    }
    if (offeredBy !== undefined) {
      await this.offers.tell(tx, 'accepted', { clientId, userId, offeredBy });
    }
    return null;
  }
}

function refusalOf(client: Client | null, from: string): TransferRefusal | null {
  if (client?.organisationId !== from) return 'gone';
  return isContained(client) ? 'suspended' : null;
}
