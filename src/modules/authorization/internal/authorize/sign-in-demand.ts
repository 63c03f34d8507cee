import { Injectable } from '@nestjs/common';
import { BrowserSessions } from '../../../accounts/browser-sessions.service.js';
import { arrivalPath, type Arrival } from './arrivals.js';
import type { CheckedRequest } from './request-checks.js';
import type { SignedInSession } from '../../../accounts/signed-in-session.js';

/** Whether the person must give their password again, because the app wants that. */
@Injectable()
export class SignInDemand {
  constructor(private readonly sessions: BrowserSessions) {}

  /** Not after the sign-in that it brought about, which has done what was asked. */
  async isOpen(
    { signInSeconds: seconds }: CheckedRequest,
    arrival: Arrival | null,
    session: SignedInSession,
  ): Promise<boolean> {
    if (isSignedInFor(arrival, session)) return false;
    return seconds !== null && (await this.sessions.isOlder(session.authenticatedAt, seconds));
  }
}

/**
 * True after a sign-in that this very arrival has brought about, in this browser; any other one is not about it, however
 * recent (D3). It is good for one answer: whoever comes back after that is asked again, and of several pages that were open
 * already `AuthorizationRequests.take` lets one be decided.
 */
export function isSignedInFor(arrival: Arrival | null, session: SignedInSession): boolean {
  if (arrival === null || session.signedInFor !== arrivalPath(arrival.id)) return false;
  return arrival.answeredAt === null || arrival.answeredAt < session.authenticatedAt;
}
