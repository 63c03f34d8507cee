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

/** Takes the form of the consent page, however often its button is pressed while the app is slow to answer (D15). */
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
   * The answer that the same decision had in the same session, with the same code: nothing is decided or issued. Null
   * once that code was redeemed, for to show it again would end what it brought (OAuth 2.1 §4.1.3), or has run out.
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
