import { Get, Param, Query } from '@nestjs/common';
import { Environment } from '../../../../platform/config/environment.js';
import type { Outcome } from '../../../../platform/pages/outcome.js';
import { CurrentUser } from '../../../accounts/current-session.decorator.js';
import { DashboardPage } from '../../../accounts/dashboard-page.decorator.js';
import type { User } from '../../../accounts/users.service.js';
import { TransferOffers } from '../transfer-offers/transfer-offers.js';
import { PortalAccess } from '../portal-access.js';
import { appPage } from './app.page.js';
import { appsPage } from './apps.page.js';

/** The apps of a person's organisations. */
@DashboardPage('developers')
export class AppsController {
  constructor(
    private readonly access: PortalAccess,
    private readonly offers: TransferOffers,
    private readonly environment: Environment,
  ) {}

  @Get()
  async list(@CurrentUser() user: User, @Query('done') done: string | undefined): Promise<Outcome> {
    const organisations = await this.access.organisationsOf(user.id);
    const [apps, offers] = await Promise.all([
      this.access.appsOf(organisations),
      this.offers.listOf(user.id),
    ]);
    return appsPage({ organisations, done, apps, offered: offers.length });
  }

  @Get('apps/:app')
  async show(
    @CurrentUser() user: User,
    @Param('app') clientId: string,
    @Query('done') done: string | undefined,
  ): Promise<Outcome> {
    const app = await this.access.requireApp(user.id, clientId);
    return appPage({ app, done, issuer: this.environment.ISSUER_URL });
  }
}
