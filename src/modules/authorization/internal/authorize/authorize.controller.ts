import { Get, Param, Post, Req, Res, UseFilters } from '@nestjs/common';
import type { Request, Response } from 'express';
import { RateLimit } from '../../../../platform/http/rate-limit/rate-limit.decorator.js';
import { LooseForm } from '../../../../platform/http/form-parameters.js';
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
  async authorize(@Req() request: Request, @Res() response: Response): Promise<void> {
    await this.goOn(await this.visits.read(queryOf(request)), request, response);
  }

  /**
   * The same by form (OpenID Connect Core §3.1.2.1). A form of another site comes without our cookie, so nothing
   * is done with it but to keep it: the GET that follows knows the person.
   */
  @Post()
  @AcceptsForeignForms()
  @RateLimit('authorize')
  async receive(@LooseForm() form: StrictForm, @Res() response: Response): Promise<void> {
    const arrivalId = await this.visits.keep(await this.visits.read(form));
    response.redirect(303, arrivalPath(arrivalId));
  }

  /** After signing in, or changing account. */
  @Get(':arrival')
  @RateLimit('authorize')
  @UseFilters(AuthorizationFaultFilter)
  async resume(
    @Param('arrival') arrival: string,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    await this.goOn(await this.visits.resume(arrival), request, response);
  }

  private async goOn(visit: Visit, request: Request, response: Response): Promise<void> {
    const session = await this.sessions.open(request, response);
    response.redirect(303, await this.authorization.proceed(visit, session));
  }
}
