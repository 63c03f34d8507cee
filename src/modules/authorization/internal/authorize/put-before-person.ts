import { Injectable } from '@nestjs/common';
import { mayGiveRestricted, type ConsentView } from '../consent/consent-view.js';
import { PendingConsent } from '../consent/pending-consent.js';
import { RenewConsent } from '../consent/renew-consent.js';
import type { CheckedRequest } from './request-checks.js';
import { BeginAuthorization } from './begin-authorization.js';
import type { SignedInSession } from '../../../accounts/signed-in-session.js';
import type { Visit } from './visits.js';

/** A page to show, an answer for the app, or why there is neither. */
export type PutOutcome =
  | { readonly requestId: string }
  | { readonly location: string }
  | { readonly refusal: 'login_required' | 'consent_required' | 'interaction_required' };

/** Puts a request before the person: on the consent page, unless they have answered it already. */
@Injectable()
export class PutBeforePerson {
  constructor(
    private readonly authorization: BeginAuthorization,
    private readonly pending: PendingConsent,
    private readonly renewal: RenewConsent,
  ) {}

  async put(visit: Visit, asked: CheckedRequest, session: SignedInSession): Promise<PutOutcome> {
    const key = await this.authorization.begin(visit, asked, session);
    const view = await this.pending.view(key);
    // A browser left open must not be enough for what is dangerous.
    if (view.request.signInIsOld && mayGiveRestricted(view)) return { refusal: 'login_required' };
    const location = asked.prompt.has('consent') ? null : await this.renewal.renew(key, view);
    if (location !== null) return { location };
    return asked.prompt.has('none') ? { refusal: whyNot(view) } : { requestId: key.id };
  }
}

/** Consent is what is missing, unless there is no project in which it could be given. */
const whyNot = ({ projectScopes, offers }: ConsentView) =>
  projectScopes.isEmpty || offers.some(({ bar }) => bar === null)
    ? 'consent_required'
    : 'interaction_required';
