import { Get, Req, Res, UseFilters } from '@nestjs/common';
import type { Request, Response } from 'express';
import { toWireId } from '../../../../kernel/ids.js';
import { RateLimit } from '../../../../platform/http/rate-limit/rate-limit.decorator.js';
import { rawQuery, StrictForm } from '../../../../platform/http/strict-form.js';
import { BrowserSessions } from '../../../accounts/browser-sessions.service.js';
import { Page } from '../../../accounts/dashboard-page.decorator.js';
import { AuthorizationFaultFilter } from './authorization-fault.filter.js';
import { AuthorizeTargets } from './authorize-target.js';
import { BeginAuthorization } from './begin-authorization.js';

/** The authorization endpoint (RFC 6749 §3.1). POST, `prompt` and pushed requests have no room here yet. */
@Page('oauth/authorize')
export class AuthorizeController {
  constructor(
    private readonly targets: AuthorizeTargets,
    private readonly sessions: BrowserSessions,
    private readonly authorization: BeginAuthorization,
  ) {}

  @Get()
  @RateLimit('authorize')
  @UseFilters(AuthorizationFaultFilter)
  async authorize(@Req() request: Request, @Res() response: Response): Promise<void> {
    const query = rawQuery(request);
    const form = StrictForm.parseLoosely(query);
    const target = await this.targets.resolve(form);
    const session = await this.sessions.open(request, response);
    // Nothing goes to the app, not even an error, before the person has signed in (RFC 9700 §4.11.2).
    const { id, user, authenticatedAt } = session;
    const location =
      user && authenticatedAt
        ? consentPath(await this.authorization.begin(form, target, { id, user, authenticatedAt }))
        : await this.sessions.signInLocation(session, `/oauth/authorize?${query}`);
    response.redirect(303, location);
  }
}

const consentPath = (requestId: string): string => `/oauth/consent/${toWireId('azr', requestId)}`;
