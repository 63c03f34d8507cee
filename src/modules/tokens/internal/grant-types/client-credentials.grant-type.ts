import { Injectable } from '@nestjs/common';
import {
  invalidClient,
  invalidRequest,
  OAuthError,
} from '../../../../kernel/errors/oauth-error.js';
import { ScopeSet } from '../../../../kernel/scope-set.js';
import { Database } from '../../../../platform/database/database.js';
import type { StrictForm } from '../../../../platform/http/strict-form.js';
import { AuditLog } from '../../../audit/audit-log.service.js';
import type { AuthenticatedClient } from '../../../clients/authenticated-client.js';
import type { Client } from '../../../clients/client.js';
import type { ServiceAccess } from '../../verified-access.js';
import { checkResource } from '../resource-parameter.js';
import { ServiceAccesses, type StandingService } from '../service-accesses.js';
import { TokenFamilies, type FamilyOrigin } from '../token-families.js';
import {
  reportEffect,
  toTokenResponse,
  type EffectReport,
  type IssuedTokens,
  type TokenResponse,
} from '../token-response.js';
import type { GrantType, TokenRequest } from './grant-type.js';

/**
 * `grant_type=client_credentials` (OAuth 2.1 §4.2): an app acts in its own name, in the projects whose admins connected
 * it as a service. There is no refresh token: the app can always ask again.
 */
@Injectable()
export class ClientCredentialsGrantType implements GrantType {
  readonly name = 'client_credentials';

  constructor(
    private readonly database: Database,
    private readonly services: ServiceAccesses,
    private readonly families: TokenFamilies,
    private readonly audit: AuditLog,
  ) {}

  async redeem({ form, client, dpopJkt }: TokenRequest): Promise<TokenResponse> {
    refuseOtherCredentials(form);
    const service = await this.requireService(client);
    const narrowing = readNarrowing(form, service.scopes);
    const access = service.accessWith(narrowing);
    checkResource(form, access.audience);
    const effect = effectOf(access);
    const wanted = { grantId: access.grant.id, scopes: service.scopes, narrowing, dpopJkt };
    const tokens = await this.issue(client, wanted, effect);
    return toTokenResponse(tokens, effect, null);
  }

  /** That the client has proven who it is, the grant type says: the database gives it to nobody else. */
  private async requireService(client: Client): Promise<StandingService> {
    const service = await this.services.find(client.id);
    if (!service) throw notConnected('no live service grant');
    return service;
  }

  private issue(
    client: AuthenticatedClient,
    wanted: Pick<FamilyOrigin, 'grantId' | 'scopes' | 'narrowing' | 'dpopJkt'>,
    effect: EffectReport,
  ): Promise<IssuedTokens> {
    const { credential } = client;
    const origin = { codeId: null, authTime: null, refreshable: false, credential };
    return this.database.transaction(async (tx) => {
      const tokens = await this.families.begin(tx, { ...origin, ...wanted });
      if (!tokens) throw invalidClient('the secret, the key or the connection ended meanwhile');
      await this.audit.record(tx, {
        type: 'token.issued',
        actor: { kind: 'app', clientId: client.clientId, grantId: wanted.grantId },
        target: { kind: 'grant', id: wanted.grantId },
        context: { scopes: effect.scopes.toArray() },
      });
      return tokens;
    });
  }
}

/** One request shows one credential, and here that is the client's own (attack B8). */
function refuseOtherCredentials(form: StrictForm): void {
  for (const name of ['code', 'code_verifier', 'refresh_token']) {
    if (form.get(name) !== undefined) {
      throw invalidRequest(`The parameter ${name} does not belong to this grant type.`);
    }
  }
}

/**
 * What the app wants of what it was granted; null for all. The scopes of an account are never in that: a service has
 * no person. @throws OAuthError `invalid_scope`
 */
function readNarrowing(form: StrictForm, granted: ScopeSet): ScopeSet | null {
  const text = form.get('scope');
  if (text === undefined) return null;
  const narrowing = ScopeSet.parse(text);
  if (!narrowing || !granted.includes(narrowing)) {
    throw new OAuthError(
      'invalid_scope',
      'The scope is malformed or goes beyond what this service was granted.',
    );
  }
  return narrowing;
}

/** A token that could do nothing is not issued. @throws OAuthError `unauthorized_client` */
function effectOf(access: ServiceAccess): EffectReport {
  const effect = reportEffect(access);
  if (effect.scopes.isEmpty) throw notConnected('nothing is effective any more');
  return effect;
}

/** One answer for never connected, disconnected, run out and withheld: in each case an admin must act, not the app. */
const notConnected = (reason: string): OAuthError =>
  new OAuthError(
    'unauthorized_client',
    'The app is not connected as a service, or nothing works there now. An owner or admin can see why in the dashboard.',
    { reason },
  );
