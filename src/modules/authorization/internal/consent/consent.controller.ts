import { Get, Param, Post } from '@nestjs/common';
import { fromWireId } from '../../../../kernel/ids.js';
import { TakesManyBoxes } from '../../../../platform/http/form.guard.js';
import { PageForm } from '../../../../platform/http/form-parameters.js';
import type { StrictForm } from '../../../../platform/http/strict-form.js';
import { reauthenticate, redirect, type Outcome } from '../../../../platform/pages/outcome.js';
import type { BrowserSession } from '../../../accounts/browser-session.js';
import { CurrentSession } from '../../../accounts/current-session.decorator.js';
import { DashboardPage } from '../../../accounts/dashboard-page.decorator.js';
import {
  AuthorizationRequests,
  RequestGoneError,
  type RequestKey,
} from '../requests/authorization-requests.js';
import { requestPath } from '../requests/stored-requests.js';
import { AnswerConsent } from './answer-consent.js';
import { consentPage } from './consent.page.js';
import { ConsentViews } from './consent-view.js';

/** The consent page. Only the POST decides; a prefetch of the page has no effect. */
@DashboardPage('oauth/consent')
export class ConsentController {
  constructor(
    private readonly requests: AuthorizationRequests,
    private readonly views: ConsentViews,
    private readonly answers: AnswerConsent,
  ) {}

  @Get(':request')
  async show(
    @Param('request') request: string,
    @CurrentSession() session: BrowserSession,
  ): Promise<Outcome> {
    const pending = await this.requests.getPending(keyOf(request, session));
    return consentPage({ view: await this.views.viewOf(pending) });
  }

  @Post(':request')
  @TakesManyBoxes()
  async decide(
    @Param('request') request: string,
    @CurrentSession() session: BrowserSession,
    @PageForm(['project', 'scope']) form: StrictForm,
  ): Promise<Outcome> {
    const key = keyOf(request, session);
    const outcome = await this.answers.answer(key, form);
    if ('location' in outcome) return redirect(outcome.location);
    if ('firstId' in outcome) return reauthenticate(requestPath(outcome.firstId));
    return consentPage(outcome, { form });
  }
}

/** The guard has ensured a signed-in session. */
function keyOf(request: string, { id: sessionId, user }: BrowserSession): RequestKey {
  const id = fromWireId('azr', request);
  if (id === null || !user) throw new RequestGoneError();
  return { id, sessionId, userId: user.id };
}
