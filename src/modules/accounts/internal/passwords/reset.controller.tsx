import { Get, Post, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { RateLimit } from '../../../../platform/http/rate-limit/rate-limit.decorator.js';
import { PageForm } from '../../../../platform/http/form-parameters.js';
import { queryOf } from '../../../../platform/http/request-query.js';
import type { StrictForm } from '../../../../platform/http/strict-form.js';
import { renderPage } from '../../../../platform/pages/render-page.js';
import type { BrowserSession } from '../../browser-session.js';
import { BrowserSessions } from '../../browser-sessions.service.js';
import { CurrentSession } from '../../current-session.decorator.js';
import { Page } from '../../dashboard-page.decorator.js';
import { SecretCookies } from '../secret-cookies.js';
import { PasswordResets } from './password-resets.js';
import { faultTexts, passwordTexts as texts } from './password-texts.js';
import { ResetPassword } from './reset-password.js';
import { LinkGonePage, ResetPage } from './reset.page.js';

const TOKEN = /^[A-Za-z0-9_-]{43}$/;

/**
 * Where the link of the letter leads. Opening it changes nothing, for mail servers open links too; it moves the
 * token out of the address bar, where others could read it, into a cookie.
 */
@Page('password/reset')
export class ResetController {
  constructor(
    private readonly sessions: BrowserSessions,
    private readonly resets: PasswordResets,
    private readonly reset: ResetPassword,
    private readonly cookies: SecretCookies,
  ) {}

  @Get()
  @RateLimit('sign-in-page')
  arrive(@Req() request: Request, @Res() response: Response): void {
    const token = queryOf(request).get('token');
    if (token !== undefined && TOKEN.test(token)) {
      this.cookies.write(response, 'password-reset', token);
    } else {
      // Nor an earlier link that lies here still: it might be for another account.
      this.cookies.clear(response, 'password-reset');
    }
    response.redirect(303, '/password/reset/new');
  }

  @Get('new')
  @RateLimit('sign-in-page')
  async show(@Req() request: Request, @Res() response: Response): Promise<void> {
    const token = this.cookies.read(request, 'password-reset');
    const user = token === null ? null : await this.resets.find(token);
    if (!user) return this.gone(response);
    const { csrfToken } = await this.sessions.open(request, response);
    render(response, { csrfToken, email: user.email });
  }

  @Post('new')
  @RateLimit('sign-in')
  async submit(
    @CurrentSession() { csrfToken }: BrowserSession,
    @PageForm() form: StrictForm,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const token = this.cookies.read(request, 'password-reset');
    const browserToken = this.cookies.read(request, 'browser');
    const wanted = form.get('password') ?? '';
    const outcome = await this.reset.execute({ token, wanted, browserToken });
    if (outcome.kind === 'gone') return this.gone(response);
    if (outcome.kind === 'fault') {
      const { email } = outcome.user;
      return render(response, { csrfToken, email, error: faultTexts[outcome.fault] }, 400);
    }
    this.cookies.clear(response, 'password-reset');
    this.cookies.write(response, 'browser', outcome.browserToken);
    response.redirect(303, '/login?reset=1');
  }

  private gone(response: Response): void {
    this.cookies.clear(response, 'password-reset');
    const [title, body] = [texts.goneTitle, <LinkGonePage />];
    renderPage(response, { title, body, status: 410, width: 'narrow' });
  }
}

function render(response: Response, props: Parameters<typeof ResetPage>[0], status = 200): void {
  const body = <ResetPage {...props} />;
  renderPage(response, { title: texts.resetTitle, body, status, width: 'narrow' });
}
