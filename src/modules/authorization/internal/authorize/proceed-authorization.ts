import { Injectable } from '@nestjs/common';
import { OAuthError, type OAuthErrorCode } from '../../../../kernel/errors/oauth-error.js';
import { toWireId } from '../../../../kernel/ids.js';
import { Environment } from '../../../../platform/config/environment.js';
import type { BrowserSession } from '../../../accounts/browser-session.js';
import { BrowserSessions } from '../../../accounts/browser-sessions.service.js';
import { accountPath, arrivalPath } from './arrivals.js';
import { AuthorizationFaults } from './authorization-faults.js';
import { PutBeforePerson } from './put-before-person.js';
import { checkStageTwo, type CheckedRequest } from './request-checks.js';
import { isSignedInFor, SignInDemand } from './sign-in-demand.js';
import { isSignedIn, type SignedInSession } from '../../../accounts/signed-in-session.js';
import { Visits, type Visit } from './visits.js';

/** Walks a request through sign-in, account and consent; every call says where the browser goes next. */
@Injectable()
export class ProceedAuthorization {
  constructor(
    private readonly environment: Environment,
    private readonly visits: Visits,
    private readonly sessions: BrowserSessions,
    private readonly demand: SignInDemand,
    private readonly faults: AuthorizationFaults,
    private readonly page: PutBeforePerson,
  ) {}

  /** @throws AuthorizationFault */
  async proceed(visit: Visit, session: BrowserSession): Promise<string> {
    if (isSignedIn(session)) return this.withPerson(visit, session);
    // Nothing goes to the app, not even an error, before the person has signed in (RFC 9700 §4.11.2).
    if (visit.form.get('prompt') !== 'none') return this.signIn(visit, session, false);
    await this.read(visit, null);
    throw await this.refusal('login_required', visit, null);
  }

  private async withPerson(visit: Visit, session: SignedInSession): Promise<string> {
    const asked = await this.read(visit, session.user.id);
    if (await this.demand.isOpen(asked, visit.arrival, session)) {
      return this.again(visit, asked, session);
    }
    if (asked.prompt.has('select_account') && !isAccountChosen(visit, session)) {
      return accountPath(await this.visits.keep(visit));
    }
    const outcome = await this.page.put(visit, asked, session);
    if ('location' in outcome) return outcome.location;
    if ('requestId' in outcome) return `/oauth/consent/${toWireId('azr', outcome.requestId)}`;
    if (outcome.refusal === 'login_required') return this.again(visit, asked, session);
    throw await this.refusal(outcome.refusal, visit, session.user.id);
  }

  /** The password once more, unless the app forbids to ask. */
  private async again(
    visit: Visit,
    { prompt }: CheckedRequest,
    session: SignedInSession,
  ): Promise<string> {
    if (prompt.has('none')) throw await this.refusal('login_required', visit, session.user.id);
    return this.signIn(visit, session, true);
  }

  private async signIn(visit: Visit, session: BrowserSession, fresh: boolean): Promise<string> {
    const path = arrivalPath(await this.visits.keep(visit));
    const emailHint = visit.form.get('login_hint') ?? session.user?.email;
    return this.sessions.signInLocation(session, path, { fresh, emailHint });
  }

  private async read(
    { form, target, pushedRequestId }: Visit,
    userId: string | null,
  ): Promise<CheckedRequest> {
    try {
      const { resources } = this.environment;
      const isPushed = pushedRequestId !== null;
      return checkStageTwo({ form, client: target.client, isPushed, resources });
    } catch (error) {
      throw error instanceof OAuthError ? await this.faults.of(error, target, userId) : error;
    }
  }

  private refusal(code: Unasked, { target }: Visit, userId: string | null): Promise<Error> {
    return this.faults.of(new OAuthError(code, UNASKED[code]), target, userId);
  }
}

/** By a button, or by signing in for this request. */
const isAccountChosen = ({ arrival }: Visit, session: SignedInSession): boolean =>
  arrival?.chosenSessionId === session.id || isSignedInFor(arrival, session);

/** What the app learns when it forbids to ask (OpenID Connect Core §3.1.2.6). */
const UNASKED = {
  login_required: 'The person has to sign in, which prompt=none forbids.',
  consent_required: 'The person has to consent, which prompt=none forbids.',
  interaction_required: 'The person has to do something here first, which prompt=none forbids.',
} as const satisfies Partial<Record<OAuthErrorCode, string>>;

type Unasked = keyof typeof UNASKED;
