import type { BrowserSession } from './browser-session.js';
import type { User } from './users.service.js';

/** A session with a signed-in person. */
export interface SignedInSession extends BrowserSession {
  readonly user: User;
  readonly authenticatedAt: Date;
}

export const isSignedIn = (session: BrowserSession): session is SignedInSession =>
  session.user !== null && session.authenticatedAt !== null;
