import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ProblemError } from '../../../kernel/errors/problem-error.js';
import type { BrowserSession } from '../browser-session.js';
import type { User } from '../users.service.js';
import { BrowserSessionStore, type StartedSession } from './browser-session.store.js';
import { SignInReturns } from './sign-in-returns.js';
import { texts } from './texts.js';

/** A new session in place of another one, whenever somebody has proven who they are (attack D4). */
@Injectable()
export class SessionRotation {
  constructor(
    private readonly store: BrowserSessionStore,
    private readonly returns: SignInReturns,
  ) {}

  /** @throws ProblemError `forbidden` if the old one has ended: the form was sent twice */
  async rotate(tx: EntityManager, from: BrowserSession, user: User): Promise<StartedSession> {
    const { id, email, name } = user;
    const started = await this.store.startIn(tx, { id, email, name });
    await this.returns.move(tx, from, started.session);
    if (await this.store.end(tx, from.id)) return started;
    throw new ProblemError('forbidden', texts.staleForm, { reason: 'session ended meanwhile' });
  }
}
