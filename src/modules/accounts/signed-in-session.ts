import type { BrowserSession } from './browser-session.js';
import type { User } from './users.service.js';

/** The browser and the person in front of it. */
export interface SignedInSession extends BrowserSession {
  readonly user: User;
  readonly authenticatedAt: Date;
}

export const isSignedIn = (session: BrowserSession): session is SignedInSession =>
  session.user !== null && session.authenticatedAt !== null;
