import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { BrowserSession } from '../browser-session.js';
import {
  BrowserSessionStore,
  type SessionOwner,
  type StartedSession,
} from './browser-session.store.js';
import { SignInReturns } from './sign-in-returns.js';
import { StaleFormError } from './stale-form-error.js';

/** Replaces the session whenever a person has proven their identity, against session fixation (attack D4). */
@Injectable()
export class SessionRotation {
  constructor(
    private readonly store: BrowserSessionStore,
    private readonly returns: SignInReturns,
  ) {}

  /**
   * Null if the password was replaced meanwhile, or the account disabled.
   * @param goal path of the page that required the sign-in; null if none did
   * @throws StaleFormError if the old session has ended: the form was sent twice, or from two tabs
   */
  async rotate(
    tx: EntityManager,
    from: BrowserSession,
    owner: SessionOwner,
    goal: string | null,
  ): Promise<StartedSession | null> {
    const started = await this.store.startIn(tx, owner, goal);
    if (!started) return null;
    await this.returns.move(tx, from, started.session);
    if (await this.store.end(tx, from.id)) return started;
    throw new StaleFormError('session ended meanwhile');
  }
}
