import { Injectable } from '@nestjs/common';
import type { StrictForm } from '../../../../platform/http/strict-form.js';
import type { Outcome } from '../../../../platform/pages/outcome.js';
import type { OrganisationView } from '../../../projects/projects.service.js';
import type { Faults } from '../app-form/read-app-form.js';
import { PortalAccess, type PortalApp } from '../portal-access.js';
import { TransferOffers } from '../transfer-offers/transfer-offers.js';
import { AppUses } from './app-use.js';
import { ownershipPage } from './ownership.page.js';

/** The form of the page that was refused. */
interface Refused {
  readonly faults: Faults;
  readonly form: StrictForm;
}

/** The page where an app is transferred, offered or deleted, as it is now. */
@Injectable()
export class OwnershipView {
  constructor(
    private readonly access: PortalAccess,
    private readonly uses: AppUses,
    private readonly offers: TransferOffers,
  ) {}

  async pageOf(
    userId: string,
    app: PortalApp,
    { done, ...refused }: Partial<Refused> & { readonly done?: string | undefined } = {},
  ): Promise<Outcome> {
    const [use, others, offer] = await Promise.all([
      this.uses.count(app.client.id, app.organisation.id),
      this.othersOf(userId, app),
      this.offers.pendingOf(app),
    ]);
    return ownershipPage({ app, use, others, offer, done }, refused);
  }

  /** Other organisations that the person develops for. */
  async othersOf(userId: string, { organisation }: PortalApp): Promise<OrganisationView[]> {
    const all = await this.access.organisationsOf(userId);
    return all.filter(({ id }) => id !== organisation.id);
  }
}
