import { Get, Param, Post, Res } from '@nestjs/common';
import type { Response } from 'express';
import { renderPage } from '../../../../platform/pages/render-page.js';
import type { BrowserSession } from '../../../accounts/browser-session.js';
import { BrowserSessions } from '../../../accounts/browser-sessions.service.js';
import { CurrentSession, CurrentUser } from '../../../accounts/current-session.decorator.js';
import { DashboardPage } from '../../../accounts/dashboard-page.decorator.js';
import type { User } from '../../../accounts/users.service.js';
import { AccountPage } from './account.page.js';
import { accountPath, arrivalPath, Arrivals, switchPath } from './arrivals.js';
import { authorizeTexts as texts } from './authorize-texts.js';
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
  async show(
    @Param('arrival') id: string,
    @CurrentSession() session: BrowserSession,
    @CurrentUser() user: User,
    @Res() response: Response,
  ): Promise<void> {
    const { arrival, target } = await this.visits.resume(id);
    const [appName, action] = [target.client.name, accountPath(arrival.id)];
    const switchAction = switchPath(arrival.id);
    renderPage(response, {
      title: texts.accountTitle,
      body: AccountPage({ appName, session, user, action, switchAction }),
      width: 'narrow',
      mayLeave: true,
    });
  }

  @Post()
  async choose(
    @Param('arrival') id: string,
    @CurrentSession() session: BrowserSession,
    @Res() response: Response,
  ): Promise<void> {
    const { arrival } = await this.visits.resume(id);
    await this.arrivals.chooseAccount(arrival, session.id);
    response.redirect(303, arrivalPath(arrival.id));
  }

  /** "Not you?", here and on the consent page: somebody else signs in for the same request. */
  @Post('switch')
  async switch(
    @Param('arrival') id: string,
    @CurrentSession() session: BrowserSession,
    @Res() response: Response,
  ): Promise<void> {
    const { arrival } = await this.visits.resume(id);
    const path = arrivalPath(arrival.id);
    response.redirect(303, await this.sessions.changePerson(session, path, response));
  }
}
