import { Get, Post, Req } from '@nestjs/common';
import type { Request } from 'express';
import { RateLimit } from '../../../../platform/http/rate-limit/rate-limit.decorator.js';
import { PageForm } from '../../../../platform/http/form-parameters.js';
import { queryOf } from '../../../../platform/http/request-query.js';
import type { StrictForm } from '../../../../platform/http/strict-form.js';
import { redirect, type Outcome, type Refusal } from '../../../../platform/pages/outcome.js';
import type { BrowserSession } from '../../browser-session.js';
import { CurrentSession, CurrentUser } from '../../current-session.decorator.js';
import { DashboardPage } from '../../dashboard-page.decorator.js';
import { UserProfiles } from '../../user-profiles.service.js';
import type { User } from '../../users.service.js';
import { SecretCookies } from '../secret-cookies.js';
import { waitWords } from '../wait-words.js';
import { accountPage } from './account.page.js';
import { ChangePassword, type ChangeOutcome } from './change-password.js';
import { faultTexts, passwordTexts as texts } from '../password-texts.js';

const ACCOUNT = '/dashboard/account';

/** The signed-in person's own account: name, address and password. */
@DashboardPage('dashboard/account')
export class AccountController {
  constructor(
    private readonly profiles: UserProfiles,
    private readonly change: ChangePassword,
    private readonly cookies: SecretCookies,
  ) {}

  @Get()
  async show(@CurrentUser() user: User, @Req() request: Request): Promise<Outcome> {
    return accountPage({
      ...(await this.accountOf(user)),
      changed: queryOf(request).get('changed'),
    });
  }

  @Post('password')
  @RateLimit('sign-in')
  async submit(
    @CurrentSession() session: BrowserSession,
    @CurrentUser() user: User,
    @PageForm() form: StrictForm,
    @Req() request: Request,
  ): Promise<Outcome> {
    const disconnect = form.get('disconnect') !== undefined;
    const [current, wanted] = [form.get('current') ?? '', form.get('password') ?? ''];
    const browserToken = this.cookies.read(request, 'browser');
    const change = { current, wanted, disconnect, browserToken };
    const outcome = await this.change.execute(session, user, change);
    if (outcome.kind !== 'passed')
      return accountPage(await this.accountOf(user), refusalOf(outcome));
    const cookies = this.cookies.ofSignIn(outcome.value);
    return redirect(`${ACCOUNT}?changed=${disconnect ? 'all' : '1'}`, { cookies });
  }

  private async accountOf({ id, name, email }: User) {
    const emailVerified = (await this.profiles.find(id))?.emailVerified === true;
    return { name, email, emailVerified };
  }
}

function refusalOf(outcome: Exclude<ChangeOutcome, { kind: 'passed' }>): Refusal {
  switch (outcome.kind) {
    case 'failed':
      return { status: 403, faults: { current: texts.wrongCurrent } };
    case 'wait': {
      const { seconds } = outcome;
      const faults = { current: texts.wait(waitWords(seconds)) };
      return { status: 429, faults, retryAfter: seconds };
    }
    case 'fault': {
      const { fault } = outcome;
      return { faults: { password: fault === 'unchanged' ? texts.unchanged : faultTexts[fault] } };
    }
  }
}
