import { Injectable } from '@nestjs/common';
import { ProblemError } from '../../../../kernel/errors/problem-error.js';
import { fromWireId } from '../../../../kernel/ids.js';
import { Database } from '../../../../platform/database/database.js';
import type { Client } from '../../../clients/client.js';
import { isContained } from '../../../clients/client-state.js';
import { ClientsService } from '../../../clients/clients.service.js';
import type { OrganisationView } from '../../../projects/projects.service.js';
import { AppUses, type AppUse } from '../ownership/app-use.js';
import { TransferApp, type TransferRefusal } from '../ownership/transfer-app.js';
import { PortalAccess } from '../portal-access.js';
import { TransferOffers, type OfferedApp } from '../transfer-offers/transfer-offers.js';
import { transfersTexts as texts } from './transfers-texts.js';

/** An offer for the person to whom it is made. */
export interface OfferView {
  readonly offer: OfferedApp;
  readonly client: Client;
  readonly use: Pick<AppUse, 'people' | 'projects'>;
  /** Those that may get the app. */
  readonly organisations: readonly OrganisationView[];
  /** Why nobody can accept it now; null if that is possible. */
  readonly refusal: TransferRefusal | null;
}

/** What a person does with an app that they are offered. */
@Injectable()
export class AnswerOffer {
  constructor(
    private readonly database: Database,
    private readonly access: PortalAccess,
    private readonly clients: ClientsService,
    private readonly uses: AppUses,
    private readonly offers: TransferOffers,
    private readonly transferring: TransferApp,
  ) {}

  /** @param wireId `trf_…` @throws ProblemError `not_found` unless it is made to the address of this person */
  async viewOf(userId: string, wireId: string): Promise<OfferView> {
    const id = fromWireId('trf', wireId);
    const offer = id === null ? null : await this.offers.find(userId, id);
    const client = offer && (await this.clients.find(offer.clientId));
    if (!offer || !client) throw noSuchOffer();
    const [use, all] = await Promise.all([
      this.uses.count(offer.clientId, offer.organisationId),
      this.access.organisationsOf(userId),
    ]);
    const organisations = all.filter((each) => each.id !== offer.organisationId);
    return { offer, client, use, organisations, refusal: refusalOf(offer, client) };
  }

  /** @returns why it was refused, or null. @param organisationId UUID of one of the view */
  accept(
    userId: string,
    { offer }: OfferView,
    organisationId: string,
  ): Promise<TransferRefusal | null> {
    const { clientId, organisationId: from } = offer;
    return this.transferring.execute({ clientId, from, to: organisationId, userId, offer });
  }

  /** @throws ProblemError `not_found` if it was answered or withdrawn meanwhile, or the address is not verified */
  async decline(userId: string, { offer }: OfferView): Promise<void> {
    const isDeclined = await this.database.transaction((tx) =>
      this.offers.decline(tx, offer.id, userId),
    );
    if (!isDeclined) throw noSuchOffer();
  }
}

/** The same for an unknown offer, for one that has ended, and for one that is made to somebody else. */
const noSuchOffer = (): ProblemError => new ProblemError('not_found', texts.gone);

function refusalOf({ state, stands }: OfferedApp, client: Client): TransferRefusal | null {
  if (!stands || state === 'deleted') return 'gone';
  return isContained(client) ? 'suspended' : null;
}
