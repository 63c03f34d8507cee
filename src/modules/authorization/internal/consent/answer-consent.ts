import { Injectable } from '@nestjs/common';
import type { StrictForm } from '../../../../platform/http/strict-form.js';
import {
  AuthorizationRequests,
  RequestGoneError,
  type RequestKey,
} from '../requests/authorization-requests.js';
import { CodeIssuer } from '../../../grants/code-issuer.js';
import { ConsentViews } from './consent-view.js';
import { DecideConsent, type Outcome } from './decide-consent.js';
import { decisionOf, denialTo, hashDecision } from './decision.js';

/** Processes the consent form, also when it is submitted again while the first response is pending (D15). */
@Injectable()
export class AnswerConsent {
  constructor(
    private readonly decisions: DecideConsent,
    private readonly requests: AuthorizationRequests,
    private readonly views: ConsentViews,
    private readonly codes: CodeIssuer,
  ) {}

  /** @throws RequestGoneError, ReachLimitError */
  async answer(key: RequestKey, form: StrictForm): Promise<Outcome> {
    try {
      return await (decisionOf(form) === 'allow'
        ? this.decisions.allow(key, form)
        : this.decisions.deny(key, form));
    } catch (error) {
      const location = error instanceof RequestGoneError ? await this.repeat(key, form) : null;
      if (location === null) throw error;
      return { location };
    }
  }

  /**
   * The response that the same decision already had in the same session, with the same code; nothing is decided or
   * issued. Null if that code was redeemed, since a second use would revoke its tokens (OAuth 2.1 §4.1.3), or has
   * expired.
   */
  private async repeat(key: RequestKey, form: StrictForm): Promise<string | null> {
    const request = await this.requests.find(key);
    if (!request?.freshDecision?.equals(hashDecision(form))) return null;
    const { address } = await this.views.contextOf(request);
    if (decisionOf(form) === 'deny') return denialTo(address);
    const code = await this.codes.reissue(request);
    return code === null ? null : address.withCode(code);
  }
}
