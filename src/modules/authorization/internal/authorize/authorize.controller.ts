import { Get, Param, Post, Req, UseFilters } from '@nestjs/common';
import type { Request } from 'express';
import { RateLimit } from '../../../../platform/http/rate-limit/rate-limit.decorator.js';
import { LooseForm } from '../../../../platform/http/form-parameters.js';
import { redirect, type Outcome } from '../../../../platform/pages/outcome.js';
import { queryOf } from '../../../../platform/http/request-query.js';
import type { StrictForm } from '../../../../platform/http/strict-form.js';
import { BrowserSessions } from '../../../accounts/browser-sessions.service.js';
import { AcceptsForeignForms, Page } from '../../../accounts/dashboard-page.decorator.js';
import { requestPath } from '../requests/stored-requests.js';
import { AuthorizationFaultFilter } from './authorization-fault.filter.js';
import { ProceedAuthorization } from './proceed-authorization.js';
import { ReceiveRequest, type ReceivedRequest } from './receive-request.js';

/** The authorization endpoint (RFC 6749 §3.1). */
@Page('oauth/authorize')
export class AuthorizeController {
  constructor(
    private readonly requests: ReceiveRequest,
    private readonly sessions: BrowserSessions,
    private readonly authorization: ProceedAuthorization,
  ) {}

  @Get()
  @RateLimit('authorize')
  @UseFilters(AuthorizationFaultFilter)
  async authorize(@Req() request: Request): Promise<Outcome> {
    return this.goOn(await this.requests.read(queryOf(request)), request);
  }

  /**
   * The same request as a form (OpenID Connect Core §3.1.2.1). A cross-site form comes without the session cookie, so
   * it is only stored; the GET that follows has the cookie.
   */
  @Post()
  @AcceptsForeignForms()
  @RateLimit('authorize')
  async receive(@LooseForm() form: StrictForm): Promise<Outcome> {
    const id = await this.requests.store(await this.requests.read(form));
    return redirect(requestPath(id));
  }

  /** After sign-in or a change of account. */
  @Get(':request')
  @RateLimit('authorize')
  @UseFilters(AuthorizationFaultFilter)
  async resume(@Param('request') id: string, @Req() request: Request): Promise<Outcome> {
    return this.goOn(await this.requests.resume(id), request);
  }

  private async goOn(received: ReceivedRequest, request: Request): Promise<Outcome> {
    const session = await this.sessions.open(request);
    return redirect(await this.authorization.proceed(received, session));
  }
}
