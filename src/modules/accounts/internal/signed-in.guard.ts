import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { RateLimiter } from '../../../platform/http/rate-limit/rate-limiter.service.js';
import { PageRedirect } from '../../../platform/pages/page-redirect.js';
import { BrowserSessions } from '../browser-sessions.service.js';
import { changesSomething } from './changes-something.js';

/** No page of ours has a longer one; a stranger must not make us keep kilobytes of their making. */
const LONGEST_PATH = 1_000;

/** Sends whoever is not signed in to sign in, and back to the page they wanted to see. */
@Injectable()
export class SignedInGuard implements CanActivate {
  constructor(
    private readonly sessions: BrowserSessions,
    private readonly limiter: RateLimiter,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<Request>();
    if ((await this.sessions.find(request))?.user) return true;
    const path = request.originalUrl;
    if (changesSomething(request) || path.length > LONGEST_PATH) throw new PageRedirect('/login');
    if (!(await this.limiter.allows('signed-out-page', request))) throw new PageRedirect('/login');
    const session = await this.sessions.open(request);
    throw new PageRedirect(await this.sessions.signInLocation(session, path));
  }
}
