import { Post, Res } from '@nestjs/common';
import type { Response } from 'express';
import type { BrowserSession } from '../browser-session.js';
import { CurrentSession } from '../current-session.decorator.js';
import { Page } from '../dashboard-page.decorator.js';
import { SecretCookies } from './secret-cookies.js';
import { SignOut } from './sign-out.js';

@Page('logout')
export class SignOutController {
  constructor(
    private readonly signOut: SignOut,
    private readonly cookies: SecretCookies,
  ) {}

  @Post()
  async submit(
    @CurrentSession() session: BrowserSession,
    @Res() response: Response,
  ): Promise<void> {
    await this.signOut.execute(session);
    this.cookies.clear(response, 'session');
    response.redirect(303, '/');
  }
}
