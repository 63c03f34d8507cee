import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ProblemError } from '../../../kernel/errors/problem-error.js';
import { Database } from '../../../platform/database/database.js';
import type { StrictForm } from '../../../platform/http/strict-form.js';
import { Environment } from '../../../platform/config/environment.js';
import { BrowserSessions } from '../../accounts/browser-sessions.service.js';
import { PortalApps } from '../../clients/portal-apps.service.js';
import type { SignedInSession } from '../../accounts/signed-in-session.js';
import { ALL_DURATIONS } from '../../grants/access-duration.js';
import { readChoice, type ChoiceFault, type ConsentChoice } from '../../grants/consent-choice.js';
import type { Decider, ServiceConsent } from '../../grants/grant.js';
import { GrantDecision } from '../../grants/grant-decision.js';
import { isRestricted } from '../../scopes-and-roles/sensitivity.js';
import { connectTexts, SERVICE_WORDING } from './service-texts.js';
import { runsAll, type ServiceView } from './service-view.js';
import { ServiceViews } from './service-views.js';

/** `password`: sign-in is required first. A fault: the form must be corrected, and nothing was stored. */
export type ConnectOutcome =
  'connected' | 'password' | { readonly fault: ChoiceFault; readonly view: ServiceView };

/** Maximum age in seconds of the sign-in for scopes that spend or delete. */
const RECENT = 600;

/** One admin's decision on a service: all its effects are in one transaction. */
@Injectable()
export class ConnectService {
  constructor(
    private readonly environment: Environment,
    private readonly database: Database,
    private readonly sessions: BrowserSessions,
    private readonly apps: PortalApps,
    private readonly views: ServiceViews,
    private readonly consents: GrantDecision,
  ) {}

  /** @throws ProblemError `conflict` if the person was signed out meanwhile, or the app has changed */
  async execute(
    session: SignedInSession,
    shown: ServiceView,
    form: StrictForm,
  ): Promise<ConnectOutcome> {
    const signInIsOld = await this.sessions.isOlder(session.authenticatedAt, RECENT);
    return this.database.transaction(async (tx) => {
      const consentEpoch = await this.lock(tx, session, shown);
      const view = await this.views.renew(tx, shown, session.user.id);
      const choice = readChoice(form, view, ALL_DURATIONS);
      if (typeof choice === 'string') return { fault: choice, view };
      // An app that declared no scope cannot be connected.
      if (choice.offers.length === 0) return { fault: 'no-project', view };
      if (signInIsOld && [...choice.scopes].some(isRestricted)) return 'password';
      const by = { userId: session.user.id, consentEpoch };
      await this.consents.connectService(tx, this.consentOf(view, choice, by));
      return 'connected';
    });
  }

  /** Locks decisions on the same app. @returns the `consent_epoch` on which the decision depends */
  private async lock(
    tx: EntityManager,
    { id, user }: SignedInSession,
    { client }: ServiceView,
  ): Promise<number> {
    await this.consents.lockService(tx, client);
    const consentEpoch = await this.sessions.consentEpoch(tx, id, user.id);
    if (consentEpoch === null || !(await this.apps.mayBeService(tx, client.id))) {
      throw new ProblemError('conflict', connectTexts.gone);
    }
    return consentEpoch;
  }

  /** The admin's decision, with everything that was shown, for the receipt. */
  private consentOf(view: ServiceView, choice: ConsentChoice, by: Decider): ServiceConsent {
    const { client, app, offers, existing } = view;
    return {
      client,
      by,
      offers,
      choice,
      requestedScopes: choice.scopes,
      resource: this.environment.apiResource,
      current: [...(existing?.projects.keys() ?? [])],
      movesEnd: runsAll(view),
      shown: {
        kind: 'service',
        wording: SERVICE_WORDING,
        app: { id: client.clientId, name: client.name, tier: app.tier },
        admin: by.userId,
      },
    };
  }
}
