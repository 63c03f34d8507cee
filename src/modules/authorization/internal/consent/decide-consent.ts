import { Injectable } from '@nestjs/common';
import { ScopeSet } from '../../../../kernel/scope-set.js';
import { Database } from '../../../../platform/database/database.js';
import type { StrictForm } from '../../../../platform/http/strict-form.js';
import { AuditLog } from '../../../audit/audit-log.service.js';
import { isAppScope } from '../../../scopes-and-roles/scope-catalogue.js';
import { isRestricted } from '../../../scopes-and-roles/sensitivity.js';
import {
  AuthorizationRequests,
  RequestGoneError,
  type RequestKey,
} from '../requests/authorization-requests.js';
import { GrantDecision } from '../../../grants/grant-decision.js';
import { grantable, readChoice, type ConsentChoice } from '../../../grants/consent-choice.js';
import { isHostConfirmed } from './confirmed-host.js';
import { ConsentChoiceError, OldSignInError } from './consent-errors.js';
import {
  ConsentViews,
  durationsOf,
  type ConsentContext,
  type ConsentView,
} from './consent-view.js';
import { consentOf } from './consent-of.js';
import { denialTo, hashDecision } from './decision.js';

/** The URL of the response, or why the page must be shown again. */
export type Outcome =
  | { readonly location: string }
  | Pick<ConsentChoiceError, 'fault' | 'view'>
  | Pick<OldSignInError, 'firstId'>;

/** The single decision on a request: all its effects are in one transaction. */
@Injectable()
export class DecideConsent {
  constructor(
    private readonly database: Database,
    private readonly requests: AuthorizationRequests,
    private readonly views: ConsentViews,
    private readonly consents: GrantDecision,
    private readonly audit: AuditLog,
  ) {}

  /**
   * Grants what the form says. For a form that must be corrected, returns the view, and nothing is stored.
   * @throws RequestGoneError, ReachLimitError
   */
  async allow(key: RequestKey, form: StrictForm): Promise<Outcome> {
    const context = await this.contextOf(key);
    try {
      return { location: await this.grant(context, form) };
    } catch (error) {
      if (error instanceof ConsentChoiceError || error instanceof OldSignInError) return error;
      throw error;
    }
  }

  /** Denies, and returns the URL of the error response: the page has named the host, so it redirects (§4.1.2.1). */
  async deny(key: RequestKey, form: StrictForm): Promise<Outcome> {
    const { address, client, request } = await this.contextOf(key);
    await this.database.transaction(async (tx) => {
      await this.requests.consume(tx, request, hashDecision(form));
      await this.audit.record(tx, {
        type: 'consent.denied',
        actor: { kind: 'user', userId: request.userId },
        target: { kind: 'client', id: client.id },
        context: { scopes: request.scopes.toArray() },
      });
    });
    return { location: denialTo(address) };
  }

  private grant(context: ConsentContext, form: StrictForm): Promise<string> {
    return this.database.transaction(async (tx) => {
      const decision = hashDecision(form);
      const consentEpoch = await this.requests.consume(tx, context.request, decision);
      const view = await this.views.renewIn(tx, context);
      const consent = consentOf(view, choiceOf(form, view), consentEpoch);
      const code = await this.consents.consent(tx, consent);
      if (code === null) throw new RequestGoneError();
      return view.address.withCode(code);
    });
  }

  private async contextOf(key: RequestKey): Promise<ConsentContext> {
    return this.views.contextOf(await this.requests.getPending(key));
  }
}

function choiceOf(form: StrictForm, view: ConsentView): ConsentChoice {
  const choice = readChoice(form, view, durationsOf(view));
  if (typeof choice === 'string') throw new ConsentChoiceError(choice, view);
  if (givesNothing(view, choice)) throw new ConsentChoiceError('nothing-asked', view);
  if (!isHostConfirmed(form, view, choice.scopes))
    throw new ConsentChoiceError('unconfirmed', view);
  const { signInIsOld, firstId } = view.request;
  if (signInIsOld && [...choice.scopes].some(isRestricted)) throw new OldSignInError(firstId);
  return choice;
}

/** Only scopes granted before are ticked and none of the requested ones: the code would grant nothing new. */
function givesNothing({ request }: ConsentView, { offers, scopes }: ConsentChoice): boolean {
  const asked = new ScopeSet([...request.scopes].filter(isAppScope));
  return (
    !asked.isEmpty && offers.every((offer) => grantable(offer, scopes).intersect(asked).isEmpty)
  );
}
