import { Get, Post, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { RateLimit } from '../../../platform/http/rate-limit/rate-limit.decorator.js';
import { PageForm, rawQuery, StrictForm } from '../../../platform/http/strict-form.js';
import { renderPage } from '../../../platform/pages/render-page.js';
import type { BrowserSession } from '../browser-session.js';
import { BrowserSessions } from '../browser-sessions.service.js';
import { CurrentSession } from '../current-session.decorator.js';
import { Page } from '../dashboard-page.decorator.js';
import { SessionCookie } from './session-cookie.js';
import { SignInPage } from './sign-in.page.js';
import { SignInReturns } from './sign-in-returns.js';
import { SignInService } from './sign-in.service.js';
import { texts } from './texts.js';

const HOME = '/dashboard/connected-apps';

@Page('login')
export class SignInController {
  constructor(
    private readonly sessions: BrowserSessions,
    private readonly returns: SignInReturns,
    private readonly signIn: SignInService,
    private readonly cookie: SessionCookie,
  ) {}

  @Get()
  async show(@Req() request: Request, @Res() response: Response): Promise<void> {
    const session = await this.sessions.open(request, response);
    const returnId = StrictForm.parseLoosely(rawQuery(request)).get('return');
    if (session.user) return response.redirect(303, await this.destination(session, returnId));
    this.render(response, { csrfToken: session.csrfToken, returnId });
  }

  @Post()
  @RateLimit('sign-in')
  async submit(
    @CurrentSession() session: BrowserSession,
    @PageForm() form: StrictForm,
    @Res() response: Response,
  ): Promise<void> {
    const email = form.get('email') ?? '';
    const returnId = form.get('return');
    const started = await this.signIn.signIn(session, email, form.get('password') ?? '');
    if (!started) {
      const again = { csrfToken: session.csrfToken, returnId, email, failed: true };
      return this.render(response, again, 401);
    }
    this.cookie.write(response, started.token);
    response.redirect(303, await this.destination(started.session, returnId));
  }

  private async destination(session: BrowserSession, returnId?: string): Promise<string> {
    return (await this.returns.find(session, returnId)) ?? HOME;
  }

  /** The sign-in may go on to authorize and from there to an app, hence `mayLeave`. */
  private render(response: Response, props: Parameters<typeof SignInPage>[0], status = 200): void {
    const body = <SignInPage {...props} />;
    renderPage(response, {
      title: texts.signInTitle,
      body,
      status,
      width: 'narrow',
      mayLeave: true,
    });
  }
}
