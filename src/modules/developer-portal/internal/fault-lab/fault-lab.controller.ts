import { Get, Param } from '@nestjs/common';
import { Environment } from '../../../../platform/config/environment.js';
import type { Outcome } from '../../../../platform/pages/outcome.js';
import { CurrentUser } from '../../../accounts/current-session.decorator.js';
import { DashboardPage } from '../../../accounts/dashboard-page.decorator.js';
import type { User } from '../../../accounts/users.service.js';
import { FaultLab } from '../../../verification/fault-lab/fault-lab.service.js';
import { PortalAccess } from '../portal-access.js';
import { faultLabPage } from './fault-lab.page.js';

/** What an app has survived. */
@DashboardPage('developers/apps/:app/fault-lab')
export class FaultLabController {
  constructor(
    private readonly access: PortalAccess,
    private readonly lab: FaultLab,
    private readonly environment: Environment,
  ) {}

  @Get()
  async show(@CurrentUser() user: User, @Param('app') id: string): Promise<Outcome> {
    const app = await this.access.requireApp(user.id, id);
    const results = await this.lab.stateOf(app.client.id);
    return faultLabPage({ app, results, origin: this.environment.ISSUER_URL });
  }
}
