import type { Request } from 'express';
import { presentOn } from '../../../platform/pages/page-context.js';
import type { BrowserSession } from '../browser-session.js';

const sessions = new WeakMap<Request, BrowserSession>();

/** Keeps the session with its request, for the guards, parameters and pages that come later. */
export function rememberSession(request: Request, session: BrowserSession): BrowserSession {
  sessions.set(request, session);
  presentOn(request, { csrfToken: session.csrfToken, person: session.user ?? undefined });
  return session;
}

export const recallSession = (request: Request): BrowserSession | undefined =>
  sessions.get(request);
