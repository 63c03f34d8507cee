import { Post, Res } from '@nestjs/common';
import type { Response } from 'express';
import { PageForm, type StrictForm } from '../../../platform/http/strict-form.js';
import type { BrowserSession } from '../browser-session.js';
import { CurrentSession } from '../current-session.decorator.js';
import { Page } from '../dashboard-page.decorator.js';
import { BrowserSessionStore } from './browser-session.store.js';
import { SecretCookies } from './secret-cookies.js';
import { SignInReturns } from './sign-in-returns.js';
import { SignOut } from './sign-out.js';

@Page('logout')
export class SignOutController {
  constructor(
    private readonly signOut: SignOut,
    private readonly returns: SignInReturns,
    private readonly store: BrowserSessionStore,
    private readonly cookies: SecretCookies,
  ) {}

  /** With a `return` (from `BrowserSessions.keepReturn`) somebody else can sign in and go on: "not you?". */
  @Post()
  async submit(
    @CurrentSession() session: BrowserSession,
    @PageForm() form: StrictForm,
    @Res() response: Response,
  ): Promise<void> {
    const path = (await this.returns.find(session, form.get('return')))?.path ?? null;
    await this.signOut.execute(session);
    response.redirect(
      303,
      path === null ? this.leave(response) : await this.change(response, path),
    );
  }

  private leave(response: Response): string {
    this.cookies.clear(response, 'session');
    return '/';
  }

  private async change(response: Response, path: string): Promise<string> {
    const { session, token } = await this.store.start();
    this.cookies.write(response, 'session', token);
    return `/login?return=${await this.returns.keep(session, path)}`;
  }
}
