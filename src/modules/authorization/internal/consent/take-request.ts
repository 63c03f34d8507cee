import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { BrowserSessions } from '../../../accounts/browser-sessions.service.js';
import {
  AuthorizationRequests,
  type AuthorizationRequest,
  type RequestKey,
} from '../authorization-requests.js';
import { PushedRequests } from '../pushed/pushed-requests.js';
import { RequestGoneError } from './consent-errors.js';

/** The first step of every decision: from here on nobody else can decide on this request. */
@Injectable()
export class TakeRequest {
  constructor(
    private readonly requests: AuthorizationRequests,
    private readonly pushed: PushedRequests,
    private readonly sessions: BrowserSessions,
  ) {}

  /**
   * @param decision hash of what was decided on the page; null if nobody was asked
   * @returns the `consent_epoch` that the decision rests on
   * @throws RequestGoneError if it was decided or ran out, also by another visit with the same `request_uri` or on the same sign-in, and
   * if the person was signed out meanwhile
   */
  async take(
    tx: EntityManager,
    key: RequestKey,
    {
      pushedRequestId,
      signInSeconds,
    }: Pick<AuthorizationRequest, 'pushedRequestId' | 'signInSeconds'>,
    decision: Buffer | null,
  ): Promise<number> {
    const consentEpoch = await this.sessions.consentEpoch(tx, key.sessionId, key.userId);
    if (consentEpoch === null) throw new RequestGoneError();
    if (!(await this.requests.take(tx, key, { decision, signInSeconds })))
      throw new RequestGoneError();
    if (pushedRequestId === null) return consentEpoch;
    if (!(await this.pushed.spend(tx, pushedRequestId))) throw new RequestGoneError();
    return consentEpoch;
  }
}
