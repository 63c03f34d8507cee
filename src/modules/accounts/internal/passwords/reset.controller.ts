import { Get, Post, Req } from '@nestjs/common';
import type { Request } from 'express';
import { RateLimit } from '../../../../platform/http/rate-limit/rate-limit.decorator.js';
import { PageForm } from '../../../../platform/http/form-parameters.js';
import { queryOf } from '../../../../platform/http/request-query.js';
import type { StrictForm } from '../../../../platform/http/strict-form.js';
import { redirect, type Outcome } from '../../../../platform/pages/outcome.js';
import { Page } from '../../dashboard-page.decorator.js';
import { SecretCookies } from '../secret-cookies.js';
import { PasswordResets } from './password-resets.js';
import { faultTexts } from '../password-texts.js';
import { ResetPassword } from './reset-password.js';
import { linkGonePage, resetPage } from './reset.page.js';

const TOKEN = /^[A-Za-z0-9_-]{43}$/;

/**
 * The page that the mail's link opens. GET changes nothing, since mail servers fetch links too; it moves the token from
 * the URL, which history and logs keep, into a cookie.
 */
@Page('password/reset')
export class ResetController {
  constructor(
    private readonly resets: PasswordResets,
    private readonly reset: ResetPassword,
    private readonly cookies: SecretCookies,
  ) {}

  @Get()
  @RateLimit('sign-in-page')
  open(@Req() request: Request): Outcome {
    const token = queryOf(request).get('token');
    const cookie =
      token !== undefined && TOKEN.test(token)
        ? this.cookies.set('password-reset', token)
        : // Deletes the cookie of an earlier link too: it might be for another account.
          this.cookies.clear('password-reset');
    return redirect('/password/reset/new', { cookies: [cookie] });
  }

  @Get('new')
  @RateLimit('sign-in-page')
  async show(@Req() request: Request): Promise<Outcome> {
    const token = this.cookies.read(request, 'password-reset');
    const user = token === null ? null : await this.resets.find(token);
    return user ? resetPage(user.email) : this.gone();
  }

  @Post('new')
  @RateLimit('sign-in')
  async submit(@PageForm() form: StrictForm, @Req() request: Request): Promise<Outcome> {
    const token = this.cookies.read(request, 'password-reset');
    const browserToken = this.cookies.read(request, 'browser');
    const wanted = form.get('password') ?? '';
    const outcome = await this.reset.execute({ token, wanted, browserToken });
    if (outcome.kind === 'gone') return this.gone();
    if (outcome.kind === 'fault') {
      return resetPage(outcome.user.email, { faults: { password: faultTexts[outcome.fault] } });
    }
    const cookies = [
      this.cookies.clear('password-reset'),
      this.cookies.set('browser', outcome.browserToken),
    ];
    return redirect('/login?reset=1', { cookies });
  }

  private gone(): Outcome {
    return linkGonePage([this.cookies.clear('password-reset')]);
  }
}
