import { Injectable } from '@nestjs/common';
import { ScopeSet } from '../../../../kernel/scope-set.js';
import { Database } from '../../../../platform/database/database.js';
import { AuditLog } from '../../../audit/audit-log.service.js';
import { isReviewed } from '../../../verification/tier-allowance.js';
import { ProjectsService } from '../../../projects/projects.service.js';
import { AuthorizationRequests } from '../requests/authorization-requests.js';
import { CodeIssuer } from '../../../grants/code-issuer.js';
import { ExistingGrants } from '../../../grants/existing-grants.service.js';
import { grantable } from '../../../grants/consent-choice.js';
import { withOffers, type ConsentView } from './consent-view.js';

/** Answers a request from an earlier consent, without showing the page. */
@Injectable()
export class RenewConsent {
  constructor(
    private readonly database: Database,
    private readonly projects: ProjectsService,
    private readonly grants: ExistingGrants,
    private readonly requests: AuthorizationRequests,
    private readonly codes: CodeIssuer,
    private readonly audit: AuditLog,
  ) {}

  /** @returns the redirect URI with the code, or null if the page must be shown */
  async renew(view: ConsentView): Promise<string | null> {
    if (!isRemembered(view)) return null;
    const { userId, scopes } = view.request;
    return this.database.transaction(async (tx) => {
      const memberships = await this.projects.membershipsIn(tx, userId);
      const grantId = await this.grants.findId(tx, view.request);
      if (grantId === null || !isRemembered(withOffers(view, memberships))) return null;
      await this.requests.consume(tx, view.request, null);
      const code = await this.codes.issue(tx, grantId, view.request);
      await this.audit.record(tx, {
        type: 'code.issued',
        actor: { kind: 'user', userId },
        target: { kind: 'grant', id: grantId },
        reason: 'consent_remembered',
        context: { client_id: view.client.clientId, scopes: scopes.toArray() },
      });
      return view.address.withCode(code);
    });
  }
}

/**
 * Only for a verified app with an https redirect URI, and only for what the same installation may do now (OAuth 2.1
 * §7.3.1): any other app could be impersonated.
 */
function isRemembered({ request, client, app, address, existing, offers }: ConsentView): boolean {
  if (existing === null || !address.isHttps) return false;
  if (!isReviewed(app.tier) || existing.identityVersion !== client.identityVersion) return false;
  // Consent to access that does not persist does not cover persistent access.
  if (request.refreshable && !existing.refreshable) return false;
  const possible = offers.flatMap((offer) => {
    const granted = existing.projects.get(offer.membership.project.id) ?? ScopeSet.empty;
    return offer.bar === null ? grantable(offer, granted).toArray() : [];
  });
  return existing.accountScopes.union(new ScopeSet(possible)).includes(request.scopes);
}
