import { Injectable } from '@nestjs/common';
import type { SignedInSession } from '../../../accounts/signed-in-session.js';
import { ConsentViews, mayGiveRestricted, type ConsentView } from '../consent/consent-view.js';
import { RenewConsent } from '../consent/renew-consent.js';
import {
  AuthorizationRequests,
  type AuthorizationRequest,
} from '../requests/authorization-requests.js';
import type { ReceivedRequest } from './receive-request.js';
import type { CheckedRequest } from './request-checks.js';

/** A consent page to show, a URL with the response, or the error. */
export type PutOutcome =
  | { readonly requestId: string }
  | { readonly location: string }
  | { readonly refusal: 'login_required' | 'consent_required' | 'interaction_required' };

/** Shows the consent page, unless an earlier consent answers the request. */
@Injectable()
export class PutBeforePerson {
  constructor(
    private readonly requests: AuthorizationRequests,
    private readonly views: ConsentViews,
    private readonly renewal: RenewConsent,
  ) {}

  async put(
    received: ReceivedRequest,
    checked: CheckedRequest,
    session: SignedInSession,
  ): Promise<PutOutcome> {
    const request = await this.bind(received, checked, session);
    const view = await this.views.viewOf(request);
    // An old sign-in does not suffice for restricted scopes: the browser may have been left unattended.
    if (request.signInIsOld && mayGiveRestricted(view)) return { refusal: 'login_required' };
    const location = checked.prompt.has('consent') ? null : await this.renewal.renew(view);
    if (location !== null) return { location };
    return checked.prompt.has('none') ? { refusal: whyNot(view) } : { requestId: request.id };
  }

  /** Stores the request, bound to this browser session and person. */
  private bind(
    { form, stored, client, address }: ReceivedRequest,
    { scopes, resource }: CheckedRequest,
    session: SignedInSession,
  ): Promise<AuthorizationRequest> {
    return this.requests.begin(
      { parameters: form.toString(), stored },
      {
        sessionId: session.id,
        userId: session.user.id,
        authTime: session.authenticatedAt,
        clientId: client.id,
        identityVersion: client.identityVersion,
        refreshable: client.grantTypes.includes('refresh_token'),
        redirectUri: address.uri,
        installation: address.installation,
        scopes,
        resource,
      },
    );
  }
}

/** `consent_required`, unless no project exists in which consent could be given. */
const whyNot = ({ projectScopes, offers }: ConsentView) =>
  projectScopes.isEmpty || offers.some(({ bar }) => bar === null)
    ? 'consent_required'
    : 'interaction_required';
