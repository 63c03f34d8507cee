import type { Request } from 'express';
import type { BrowserSession } from '../browser-session.js';

const sessions = new WeakMap<Request, BrowserSession>();

/** Keeps the session with its request, for the guards and parameters that come later. */
export function rememberSession(request: Request, session: BrowserSession): BrowserSession {
  sessions.set(request, session);
  return session;
}

export const recallSession = (request: Request): BrowserSession | undefined =>
  sessions.get(request);
