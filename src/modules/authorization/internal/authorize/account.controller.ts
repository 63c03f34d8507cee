import { Get, Param, Post } from '@nestjs/common';
import { redirect, type Outcome } from '../../../../platform/pages/outcome.js';
import type { BrowserSession } from '../../../accounts/browser-session.js';
import { BrowserSessions } from '../../../accounts/browser-sessions.service.js';
import { CurrentSession, CurrentUser } from '../../../accounts/current-session.decorator.js';
import { DashboardPage } from '../../../accounts/dashboard-page.decorator.js';
import type { User } from '../../../accounts/users.service.js';
import {
  accountPath,
  requestPath,
  StoredRequests,
  switchPath,
} from '../requests/stored-requests.js';
import { accountPage } from './account.page.js';
import { ReceiveRequest } from './receive-request.js';

/** The account page, shown when the app asks for it (`prompt=select_account`). */
@DashboardPage('oauth/authorize/:request/account')
export class AccountController {
  constructor(
    private readonly receiving: ReceiveRequest,
    private readonly requests: StoredRequests,
    private readonly sessions: BrowserSessions,
  ) {}

  @Get()
  async show(@Param('request') id: string, @CurrentUser() user: User): Promise<Outcome> {
    const { stored, client } = await this.receiving.resume(id);
    const [action, switchAction] = [accountPath(stored.id), switchPath(stored.id)];
    return accountPage({ appName: client.name, user, action, switchAction });
  }

  @Post()
  async choose(
    @Param('request') id: string,
    @CurrentSession() session: BrowserSession,
  ): Promise<Outcome> {
    const { stored } = await this.receiving.resume(id);
    await this.requests.chooseAccount(stored, session.id);
    return redirect(requestPath(stored.id));
  }

  /** "Not you?", here and on the consent page: signs out, and another person signs in for the same request. */
  @Post('switch')
  async switch(
    @Param('request') id: string,
    @CurrentSession() session: BrowserSession,
  ): Promise<Outcome> {
    const { stored } = await this.receiving.resume(id);
    return this.sessions.changePerson(session, requestPath(stored.id));
  }
}
