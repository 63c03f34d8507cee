import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { RateLimiter } from '../../../platform/http/rate-limit/rate-limiter.service.js';
import { PageRedirect } from '../../../platform/pages/page-redirect.js';
import { BrowserSessions } from '../browser-sessions.service.js';
import { isStateChanging } from './state-changing.js';

/** Longer than any path of our pages; an anonymous request must not make the server store more. */
const LONGEST_PATH = 1_000;

/** Redirects a request without a signed-in person to sign-in, which returns to the page. */
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
    if (isStateChanging(request) || path.length > LONGEST_PATH) throw new PageRedirect('/login');
    if (!(await this.limiter.allows('signed-out-page', request))) throw new PageRedirect('/login');
    const session = await this.sessions.open(request);
    throw new PageRedirect(await this.sessions.signInLocation(session, path));
  }
}
