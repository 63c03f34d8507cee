import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request } from 'express';
import { ProblemError } from '../../../kernel/errors/problem-error.js';
import { Environment } from '../../../platform/config/environment.js';
import { BrowserSessions } from '../browser-sessions.service.js';
import { needsOwnForm } from './state-changing.js';
import { texts } from './texts.js';

/** First guard of every page: refuses forms of other sites, and finds the session. */
@Injectable()
export class PageGuard implements CanActivate {
  private readonly origin: string;

  constructor(
    private readonly sessions: BrowserSessions,
    private readonly reflector: Reflector,
    environment: Environment,
  ) {
    this.origin = new URL(environment.ISSUER_URL).origin;
  }

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<Request>();
    // Before any answer that sets a cookie: a cross-site form comes without ours and must not replace it.
    if (needsOwnForm(context, this.reflector) && !isSameOrigin(request, this.origin)) {
      throw new ProblemError('forbidden', texts.foreignForm, { reason: 'foreign origin' });
    }
    await this.sessions.find(request);
    return true;
  }
}

/**
 * False if the browser says that the request comes from another site (attack D2). Without either header the CSRF token
 * decides. `Origin: null` counts as absent, since our own pages send it under `no-referrer` (Fetch §3.2); a cross-site
 * page then still sends `Sec-Fetch-Site: cross-site`.
 */
function isSameOrigin(request: Request, ownOrigin: string): boolean {
  const { origin, 'sec-fetch-site': site } = request.headers;
  if (origin !== undefined && origin !== 'null' && origin !== ownOrigin) return false;
  return site === undefined || site === 'same-origin';
}
