import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import type { EntityManager } from 'typeorm';
import { redirect, type RedirectOutcome } from '../../platform/pages/outcome.js';
import { BrowserSessionStore } from './internal/browser-session.store.js';
import { rememberSession, recallSession } from './internal/request-session.js';
import { SecretCookies } from './internal/secret-cookies.js';
import { SignInReturns, type SignInWish } from './internal/sign-in-returns.js';
import { SignOut } from './internal/sign-out.js';
import type { BrowserSession } from './browser-session.js';

/** Finds and starts browser sessions, and says which person is signed in. */
@Injectable()
export class BrowserSessions {
  constructor(
    private readonly store: BrowserSessionStore,
    private readonly cookies: SecretCookies,
    private readonly returns: SignInReturns,
    private readonly signOut: SignOut,
  ) {}

  /** The unexpired session that the request's cookie names, or null. */
  async find(request: Request): Promise<BrowserSession | null> {
    const known = recallSession(request);
    if (known) return known;
    const token = this.cookies.read(request, 'session');
    const session = token && (await this.store.find(token));
    if (!session) return null;
    return rememberSession(request, session);
  }

  /** The request's session; if there is none, starts an anonymous one and sets its cookie on the response. */
  async open(request: Request): Promise<BrowserSession> {
    const found = await this.find(request);
    if (found) return found;
    const { session, token } = await this.store.start();
    request.res?.append('Set-Cookie', this.cookies.set('session', token));
    return rememberSession(request, session);
  }

  /**
   * The URL of the sign-in page, which returns to `path` afterwards. The path is stored on the server and the browser
   * only carries its id, so that nobody can make a link that signs in and then redirects elsewhere (attack D9).
   */
  async signInLocation(
    session: BrowserSession,
    path: string,
    wish: SignInWish = {},
  ): Promise<string> {
    return `/login?return=${await this.returns.keep(session, path, wish)}`;
  }

  /**
   * The person's `consent_epoch`, stored with a decision that is made in this session: if the epoch has risen before
   * the decision commits, the decision is void. Null if the session is no longer signed in: signed out, account
   * disabled, or password replaced.
   */
  consentEpoch(tx: EntityManager, sessionId: string, userId: string): Promise<number | null> {
    return this.store.consentEpoch(tx, sessionId, userId);
  }

  /** Whether a sign-in was more than these seconds ago, by the database's clock. */
  isOlder(signedInAt: Date, seconds: number): Promise<boolean> {
    return this.store.isOlder(signedInAt, seconds);
  }

  /** "Not you?": signs the person out and redirects to sign-in, which returns to `path`. */
  async changePerson(session: BrowserSession, path: string): Promise<RedirectOutcome> {
    await this.signOut.execute(session);
    const { session: next, token } = await this.store.start();
    const location = await this.signInLocation(next, path);
    return redirect(location, { cookies: [this.cookies.set('session', token)] });
  }
}
