import { Get, Param, Post, Req, UseFilters } from '@nestjs/common';
import type { Request } from 'express';
import { RateLimit } from '../../../../platform/http/rate-limit/rate-limit.decorator.js';
import { LooseForm } from '../../../../platform/http/form-parameters.js';
import { redirect, type Outcome } from '../../../../platform/pages/outcome.js';
import { queryOf } from '../../../../platform/http/request-query.js';
import type { StrictForm } from '../../../../platform/http/strict-form.js';
import { BrowserSessions } from '../../../accounts/browser-sessions.service.js';
import { AcceptsForeignForms, Page } from '../../../accounts/dashboard-page.decorator.js';
import { arrivalPath } from './arrivals.js';
import { AuthorizationFaultFilter } from './authorization-fault.filter.js';
import { ProceedAuthorization } from './proceed-authorization.js';
import { Visits, type Visit } from './visits.js';

/** The authorization endpoint (RFC 6749 §3.1). */
@Page('oauth/authorize')
export class AuthorizeController {
  constructor(
    private readonly visits: Visits,
    private readonly sessions: BrowserSessions,
    private readonly authorization: ProceedAuthorization,
  ) {}

  @Get()
  @RateLimit('authorize')
  @UseFilters(AuthorizationFaultFilter)
  async authorize(@Req() request: Request): Promise<Outcome> {
    return this.goOn(await this.visits.read(queryOf(request)), request);
  }

  /**
   * The same by form (OpenID Connect Core §3.1.2.1). A form of another site comes without our cookie, so nothing
   * is done with it but to keep it: the GET that follows knows the person.
   */
  @Post()
  @AcceptsForeignForms()
  @RateLimit('authorize')
  async receive(@LooseForm() form: StrictForm): Promise<Outcome> {
    const arrivalId = await this.visits.keep(await this.visits.read(form));
    return redirect(arrivalPath(arrivalId));
  }

  /** After signing in, or changing account. */
  @Get(':arrival')
  @RateLimit('authorize')
  @UseFilters(AuthorizationFaultFilter)
  async resume(@Param('arrival') arrival: string, @Req() request: Request): Promise<Outcome> {
    return this.goOn(await this.visits.resume(arrival), request);
  }

  private async goOn(visit: Visit, request: Request): Promise<Outcome> {
    const session = await this.sessions.open(request);
    return redirect(await this.authorization.proceed(visit, session));
  }
}
