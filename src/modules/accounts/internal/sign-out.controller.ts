import { Post } from '@nestjs/common';
import { redirect, type Outcome } from '../../../platform/pages/outcome.js';
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
  async submit(@CurrentSession() session: BrowserSession): Promise<Outcome> {
    await this.signOut.execute(session);
    return redirect('/', { cookies: [this.cookies.clear('session')] });
  }
}
