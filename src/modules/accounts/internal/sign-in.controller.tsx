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
import { SignInReturns, type SignInReturn } from './sign-in-returns.js';
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
  @RateLimit('sign-in-page')
  async show(@Req() request: Request, @Res() response: Response): Promise<void> {
    const session = await this.sessions.open(request, response);
    const returnId = StrictForm.parseLoosely(rawQuery(request)).get('return');
    const goal = await this.returns.find(session, returnId);
    const again = isAskedAgain(goal, session);
    if (session.user && !again) return response.redirect(303, goal?.path ?? HOME);
    const email = goal?.emailHint ?? undefined;
    this.render(response, { csrfToken: session.csrfToken, returnId, email, again });
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
      const retry = { csrfToken: session.csrfToken, returnId, email, failed: true };
      return this.render(response, retry, 401);
    }
    this.cookie.write(response, started.token);
    const goal = await this.returns.find(started.session, returnId);
    response.redirect(303, goal?.path ?? HOME);
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

/** Signed in they are, but not since it was asked for: only the password helps. */
const isAskedAgain = (goal: SignInReturn | null, { authenticatedAt }: BrowserSession): boolean =>
  goal?.fresh === true && authenticatedAt !== null && authenticatedAt <= goal.createdAt;
