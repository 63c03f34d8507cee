import { Injectable } from '@nestjs/common';
import { OAuthError, type OAuthErrorCode } from '../../../../kernel/errors/oauth-error.js';
import { toWireId } from '../../../../kernel/ids.js';
import { Environment } from '../../../../platform/config/environment.js';
import type { BrowserSession } from '../../../accounts/browser-session.js';
import { BrowserSessions } from '../../../accounts/browser-sessions.service.js';
import { isSignedIn, type SignedInSession } from '../../../accounts/signed-in-session.js';
import { accountPath, requestPath } from '../requests/stored-requests.js';
import { AuthorizationFaults } from './authorization-faults.js';
import { PutBeforePerson } from './put-before-person.js';
import { ReceiveRequest, type ReceivedRequest } from './receive-request.js';
import { checkStageTwo, type CheckedRequest } from './request-checks.js';

/** Takes a request through sign-in, account and consent; every method returns the next URL for the browser. */
@Injectable()
export class ProceedAuthorization {
  constructor(
    private readonly environment: Environment,
    private readonly requests: ReceiveRequest,
    private readonly sessions: BrowserSessions,
    private readonly faults: AuthorizationFaults,
    private readonly page: PutBeforePerson,
  ) {}

  /** @throws AuthorizationFault */
  async proceed(request: ReceivedRequest, session: BrowserSession): Promise<string> {
    if (isSignedIn(session)) return this.withPerson(request, session);
    // No response is sent to the client, not even an error, before the person has signed in (RFC 9700 §4.11.2).
    if (request.form.get('prompt') !== 'none') return this.signIn(request, session, false);
    await this.check(request, null);
    throw await this.refusal('login_required', request, null);
  }

  private async withPerson(request: ReceivedRequest, session: SignedInSession): Promise<string> {
    const checked = await this.check(request, session.user.id);
    if (await this.mustSignIn(request, checked, session)) {
      return this.signInAgain(request, checked, session);
    }
    if (checked.prompt.has('select_account') && !isAccountChosen(request, session)) {
      return accountPath(await this.requests.store(request));
    }
    const outcome = await this.page.put(request, checked, session);
    if ('location' in outcome) return outcome.location;
    if ('requestId' in outcome) return `/oauth/consent/${toWireId('azr', outcome.requestId)}`;
    if (outcome.refusal === 'login_required') return this.signInAgain(request, checked, session);
    throw await this.refusal(outcome.refusal, request, session.user.id);
  }

  /** The request demands a recent sign-in, and the session was not authenticated for this request. */
  private async mustSignIn(
    request: ReceivedRequest,
    { signInSeconds }: CheckedRequest,
    session: SignedInSession,
  ): Promise<boolean> {
    if (signInSeconds === null || isSignedInFor(request, session)) return false;
    return this.sessions.isOlder(session.authenticatedAt, signInSeconds);
  }

  /** Requires the password again; with `prompt=none` the client gets an error instead. */
  private async signInAgain(
    request: ReceivedRequest,
    { prompt }: CheckedRequest,
    session: SignedInSession,
  ): Promise<string> {
    if (prompt.has('none')) throw await this.refusal('login_required', request, session.user.id);
    return this.signIn(request, session, true);
  }

  private async signIn(
    request: ReceivedRequest,
    session: BrowserSession,
    fresh: boolean,
  ): Promise<string> {
    const path = requestPath(await this.requests.store(request));
    const emailHint = request.form.get('login_hint') ?? session.user?.email;
    return this.sessions.signInLocation(session, path, { fresh, emailHint });
  }

  /** Stage two, whose errors are reported to the client. */
  private async check(request: ReceivedRequest, userId: string | null): Promise<CheckedRequest> {
    const { form, client, stored } = request;
    const { resources } = this.environment;
    const isPushed = stored !== null && stored.uriHash !== null;
    try {
      return checkStageTwo({ form, client, isPushed, resources });
    } catch (error) {
      throw error instanceof OAuthError ? await this.faults.of(error, request, userId) : error;
    }
  }

  private refusal(code: Unasked, request: ReceivedRequest, userId: string | null): Promise<Error> {
    return this.faults.of(new OAuthError(code, UNASKED[code]), request, userId);
  }
}

/**
 * True after a sign-in in this browser that this request required; any other sign-in, however recent, is not an answer
 * to it (D3). It counts for one decision: a request opened after that requires sign-in again, and of several open pages
 * `AuthorizationRequests.consume` lets one be decided.
 */
function isSignedInFor({ stored, isResumed }: ReceivedRequest, session: SignedInSession): boolean {
  if (!stored || !isResumed || session.signedInFor !== requestPath(stored.id)) return false;
  return stored.decidedAt === null || stored.decidedAt < session.authenticatedAt;
}

/** By the button on the account page, or by signing in for this request. */
function isAccountChosen(request: ReceivedRequest, session: SignedInSession): boolean {
  const { stored, isResumed } = request;
  return (isResumed && stored?.chosenSessionId === session.id) || isSignedInFor(request, session);
}

/** The error for a request with `prompt=none` (OpenID Connect Core §3.1.2.6). */
const UNASKED = {
  login_required: 'The person has to sign in, which prompt=none forbids.',
  consent_required: 'The person has to consent, which prompt=none forbids.',
  interaction_required: 'The person has to do something here first, which prompt=none forbids.',
} as const satisfies Partial<Record<OAuthErrorCode, string>>;

type Unasked = keyof typeof UNASKED;
