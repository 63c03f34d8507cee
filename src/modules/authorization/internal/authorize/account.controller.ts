import { Get, Param, Post } from '@nestjs/common';
import { redirect, type Outcome } from '../../../../platform/pages/outcome.js';
import type { BrowserSession } from '../../../accounts/browser-session.js';
import { BrowserSessions } from '../../../accounts/browser-sessions.service.js';
import { CurrentSession, CurrentUser } from '../../../accounts/current-session.decorator.js';
import { DashboardPage } from '../../../accounts/dashboard-page.decorator.js';
import type { User } from '../../../accounts/users.service.js';
import { accountPage } from './account.page.js';
import { accountPath, arrivalPath, Arrivals, switchPath } from './arrivals.js';
import { Visits } from './visits.js';

/** The page on which a person chooses the account, when the app asks for that (`prompt=select_account`). */
@DashboardPage('oauth/authorize/:arrival/account')
export class AccountController {
  constructor(
    private readonly visits: Visits,
    private readonly arrivals: Arrivals,
    private readonly sessions: BrowserSessions,
  ) {}

  @Get()
  async show(@Param('arrival') id: string, @CurrentUser() user: User): Promise<Outcome> {
    const { arrival, target } = await this.visits.resume(id);
    const [action, switchAction] = [accountPath(arrival.id), switchPath(arrival.id)];
    return accountPage({ appName: target.client.name, user, action, switchAction });
  }

  @Post()
  async choose(
    @Param('arrival') id: string,
    @CurrentSession() session: BrowserSession,
  ): Promise<Outcome> {
    const { arrival } = await this.visits.resume(id);
    await this.arrivals.chooseAccount(arrival, session.id);
    return redirect(arrivalPath(arrival.id));
  }

  /** "Not you?", here and on the consent page: somebody else signs in for the same request. */
  @Post('switch')
  async switch(
    @Param('arrival') id: string,
    @CurrentSession() session: BrowserSession,
  ): Promise<Outcome> {
    const { arrival } = await this.visits.resume(id);
    return this.sessions.changePerson(session, arrivalPath(arrival.id));
  }
}
