import { Get, Post, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { RateLimit } from '../../../../platform/http/rate-limit/rate-limit.decorator.js';
import { PageForm } from '../../../../platform/http/form-parameters.js';
import { queryOf } from '../../../../platform/http/request-query.js';
import type { StrictForm } from '../../../../platform/http/strict-form.js';
import { presentPerson } from '../../../../platform/pages/page-person.js';
import { renderPage } from '../../../../platform/pages/render-page.js';
import type { BrowserSession } from '../../browser-session.js';
import { CurrentSession, CurrentUser } from '../../current-session.decorator.js';
import { DashboardPage } from '../../dashboard-page.decorator.js';
import { UserProfiles } from '../../user-profiles.service.js';
import type { User } from '../../users.service.js';
import { SecretCookies } from '../secret-cookies.js';
import { waitWords } from '../wait-words.js';
import { AccountPage, type ChangeFaults } from './account.page.js';
import { ChangePassword, type ChangeOutcome } from './change-password.js';
import { faultTexts, passwordTexts as texts } from './password-texts.js';

const ACCOUNT = '/dashboard/account';

/** The person's own account: who they are here, and their password. */
@DashboardPage('dashboard/account')
export class AccountController {
  constructor(
    private readonly profiles: UserProfiles,
    private readonly change: ChangePassword,
    private readonly cookies: SecretCookies,
  ) {}

  @Get()
  async show(
    @CurrentSession() session: BrowserSession,
    @CurrentUser() user: User,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const changed = queryOf(request).get('changed');
    await this.render(response, session, user, { changed });
  }

  @Post('password')
  @RateLimit('sign-in')
  async submit(
    @CurrentSession() session: BrowserSession,
    @CurrentUser() user: User,
    @PageForm() form: StrictForm,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const disconnect = form.get('disconnect') !== undefined;
    const [current, wanted] = [form.get('current') ?? '', form.get('password') ?? ''];
    const browserToken = this.cookies.read(request, 'browser');
    const change = { current, wanted, disconnect, browserToken };
    const outcome = await this.change.execute(session, user, change);
    if (outcome.kind !== 'passed') return this.refuse(response, session, user, outcome);
    this.cookies.write(response, 'session', outcome.value.started.token);
    this.cookies.write(response, 'browser', outcome.value.browserToken);
    response.redirect(303, `${ACCOUNT}?changed=${disconnect ? 'all' : '1'}`);
  }

  private refuse(
    response: Response,
    session: BrowserSession,
    user: User,
    outcome: Exclude<ChangeOutcome, { kind: 'passed' }>,
  ): Promise<void> {
    const [status, faults] = faultsOf(outcome);
    if (outcome.kind === 'wait') response.setHeader('Retry-After', String(outcome.seconds));
    return this.render(response, session, user, { faults }, status);
  }

  private async render(
    response: Response,
    { csrfToken }: BrowserSession,
    { id, name, email }: User,
    state: { changed?: string | undefined; faults?: ChangeFaults },
    status = 200,
  ): Promise<void> {
    presentPerson(response, { name, email, csrfToken });
    const emailVerified = (await this.profiles.find(id))?.emailVerified === true;
    const body = <AccountPage {...{ csrfToken, name, email, emailVerified }} {...state} />;
    renderPage(response, { title: texts.accountTitle, body, status });
  }
}

function faultsOf(
  outcome: Exclude<ChangeOutcome, { kind: 'passed' }>,
): [status: number, ChangeFaults] {
  switch (outcome.kind) {
    case 'failed':
      return [403, { current: texts.wrongCurrent }];
    case 'wait':
      return [429, { current: texts.wait(waitWords(outcome.seconds)) }];
    case 'fault': {
      const { fault } = outcome;
      return [400, { password: fault === 'unchanged' ? texts.unchanged : faultTexts[fault] }];
    }
  }
}
