import { Get, Param, Post, Res } from '@nestjs/common';
import type { Response } from 'express';
import { fromWireId } from '../../../../kernel/ids.js';
import { TakesManyBoxes } from '../../../../platform/http/form.guard.js';
import { PageForm } from '../../../../platform/http/form-parameters.js';
import type { StrictForm } from '../../../../platform/http/strict-form.js';
import { renderPage } from '../../../../platform/pages/render-page.js';
import type { BrowserSession } from '../../../accounts/browser-session.js';
import { BrowserSessions } from '../../../accounts/browser-sessions.service.js';
import { CurrentSession } from '../../../accounts/current-session.decorator.js';
import { DashboardPage } from '../../../accounts/dashboard-page.decorator.js';
import { arrivalPath } from '../authorize/arrivals.js';
import type { RequestKey } from '../authorization-requests.js';
import { AnswerConsent } from './answer-consent.js';
import { RequestGoneError } from './consent-errors.js';
import { ConsentPage } from './consent.page.js';
import { consentTexts } from './consent-texts.js';
import type { ConsentView } from './consent-view.js';
import type { FormState } from '../../choice-form/form-state.js';
import { PendingConsent } from './pending-consent.js';

/** The page where a person lets an app in, or not. Only the POST decides; a prefetch of the page does nothing. */
@DashboardPage('oauth/consent')
export class ConsentController {
  constructor(
    private readonly pending: PendingConsent,
    private readonly answers: AnswerConsent,
    private readonly sessions: BrowserSessions,
  ) {}

  @Get(':request')
  async show(
    @Param('request') request: string,
    @CurrentSession() session: BrowserSession,
    @Res() response: Response,
  ): Promise<void> {
    const view = await this.pending.view(keyOf(request, session));
    this.render(response, view, session, null);
  }

  @Post(':request')
  @TakesManyBoxes()
  async decide(
    @Param('request') request: string,
    @CurrentSession() session: BrowserSession,
    @PageForm() form: StrictForm,
    @Res() response: Response,
  ): Promise<void> {
    const key = keyOf(request, session);
    const outcome = await this.answers.answer(key, form);
    if ('location' in outcome) return response.redirect(303, outcome.location);
    if ('arrivalId' in outcome) {
      return response.redirect(303, await this.again(session, outcome.arrivalId));
    }
    this.render(response, outcome.view, session, {
      fault: outcome.fault,
      projects: form.all('project'),
      scopes: form.all('scope'),
      access: form.get('access'),
    });
  }

  /** The password once more, and then the page anew. */
  private again(session: BrowserSession, arrivalId: string): Promise<string> {
    const emailHint = session.user?.email;
    return this.sessions.signInLocation(session, arrivalPath(arrivalId), {
      fresh: true,
      emailHint,
    });
  }

  private render(
    response: Response,
    view: ConsentView,
    session: BrowserSession,
    filled: FormState | null,
  ): void {
    const { csrfToken, user } = session;
    const person = user ?? { name: '', email: '' };
    renderPage(response, {
      title: consentTexts.title(view.client.name),
      body: ConsentPage({ view, csrfToken, person, filled }),
      status: filled ? 400 : 200,
      // The answer goes to the app, and from there wherever the app likes (CONS-08).
      mayLeave: true,
    });
  }
}

/** The guard has seen to it that somebody is signed in. */
function keyOf(request: string, { id: sessionId, user }: BrowserSession): RequestKey {
  const id = fromWireId('azr', request);
  if (id === null || !user) throw new RequestGoneError();
  return { id, sessionId, userId: user.id };
}
