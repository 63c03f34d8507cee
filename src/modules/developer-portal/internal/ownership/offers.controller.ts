import { Param, Post } from '@nestjs/common';
import { Database } from '../../../../platform/database/database.js';
import { PageForm } from '../../../../platform/http/form-parameters.js';
import type { StrictForm } from '../../../../platform/http/strict-form.js';
import { redirect, type Outcome } from '../../../../platform/pages/outcome.js';
import { CurrentUser } from '../../../accounts/current-session.decorator.js';
import { DashboardPage } from '../../../accounts/dashboard-page.decorator.js';
import type { User } from '../../../accounts/users.service.js';
import { PortalAccess } from '../portal-access.js';
import { ownershipPath } from '../portal-paths.js';
import { TransferOffers } from '../transfer-offers/transfer-offers.js';
import { OfferApp } from './offer-app.js';
import { OwnershipView } from './ownership-view.js';

/** Where a developer offers an app to a person of another organisation, and withdraws the offer. */
@DashboardPage('developers/apps/:app/ownership/offer')
export class OffersController {
  constructor(
    private readonly access: PortalAccess,
    private readonly view: OwnershipView,
    private readonly offering: OfferApp,
    private readonly offers: TransferOffers,
    private readonly database: Database,
  ) {}

  @Post()
  async offer(
    @CurrentUser() user: User,
    @Param('app') clientId: string,
    @PageForm() form: StrictForm,
  ): Promise<Outcome> {
    const app = await this.access.requireApp(user.id, clientId);
    const faults = await this.offering.execute(user.id, app, form);
    return faults === null
      ? redirect(`${ownershipPath(app.client)}?done=offered`)
      : this.view.pageOf(user.id, app, { faults, form });
  }

  @Post('withdraw')
  async withdraw(@CurrentUser() user: User, @Param('app') clientId: string): Promise<Outcome> {
    const app = await this.access.requireApp(user.id, clientId);
    const isWithdrawn = await this.database.transaction((tx) =>
      this.offers.withdraw(tx, app, user.id),
    );
    return redirect(`${ownershipPath(app.client)}?done=${isWithdrawn ? 'withdrawn' : 'none'}`);
  }
}
