import type { Request } from 'express';
import { presentOn } from '../../../platform/pages/page-context.js';
import type { BrowserSession } from '../browser-session.js';

const sessions = new WeakMap<Request, BrowserSession>();

/** Attaches the session to its request, for guards, parameter decorators and pages. */
export function rememberSession(request: Request, session: BrowserSession): BrowserSession {
  sessions.set(request, session);
  presentOn(request, { csrfToken: session.csrfToken, person: session.user ?? undefined });
  return session;
}

export const recallSession = (request: Request): BrowserSession | undefined =>
  sessions.get(request);
