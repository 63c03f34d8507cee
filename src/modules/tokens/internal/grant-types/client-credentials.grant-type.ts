import { Injectable } from '@nestjs/common';
import {
  invalidClient,
  invalidRequest,
  OAuthError,
} from '../../../../kernel/errors/oauth-error.js';
import { ScopeSet } from '../../../../kernel/scope-set.js';
import type { StrictForm } from '../../../../platform/http/strict-form.js';
import type { ClientKey } from '../../../clients/shown-client.js';
import { reportEffect } from '../../project-effect.js';
import type { ServiceAccess } from '../../verified-access.js';
import { narrow } from '../access-row.js';
import {
  checkResource,
  toTokenResponse,
  type GrantType,
  type Redeemable,
  type TokenRequest,
  type TokenResponse,
} from './grant-type.js';
import type { IssuedTokens } from './issued-tokens.js';
import { ServiceAccesses, type ServiceRequest } from './service-accesses.js';

/**
 * `grant_type=client_credentials` (OAuth 2.1 §4.2): an app acts in its own name, in the projects whose admins connected
 * it as a service. There is no refresh token: the app can always ask again.
 */
@Injectable()
export class ClientCredentialsGrantType implements GrantType {
  readonly name = 'client_credentials';

  constructor(private readonly services: ServiceAccesses) {}

  async find(_form: StrictForm, key: ClientKey): Promise<Redeemable> {
    const { client, access } = await this.services.find(key);
    return { client, ownAccess: access, redeem: (request) => this.redeem(request, access) };
  }

  /** The grant type implies client authentication: the database allows it to confidential clients only. */
  private async redeem(
    { form, client, dpopJkt }: TokenRequest,
    access: ServiceAccess | null,
  ): Promise<TokenResponse> {
    refuseOtherCredentials(form);
    if (!access) throw notConnected('no live service grant');
    const narrowing = readNarrowing(form, access.scopes);
    checkResource(form, access.audience);
    const effect = reportEffect(narrow(access, narrowing));
    // A token without any effective scope is not issued.
    if (effect.scopes.isEmpty) throw notConnected('nothing is effective any more');
    const wanted = { access, narrowing, credential: client.credential, dpopJkt };
    return toTokenResponse(await this.issue(wanted, effect.scopes), effect, null);
  }

  private async issue(wanted: ServiceRequest, effective: ScopeSet): Promise<IssuedTokens> {
    const { client, grant } = wanted.access;
    const tokens = await this.services.issue(wanted, {
      type: 'token.issued',
      actor: { kind: 'app', clientId: client.clientId, grantId: grant.id },
      target: { kind: 'grant', id: grant.id },
      context: { scopes: effective.toArray() },
    });
    if (!tokens) throw invalidClient('the secret, the key or the connection ended meanwhile');
    return tokens;
  }
}

/** A request has one credential, here the client's own (attack B8). */
function refuseOtherCredentials(form: StrictForm): void {
  for (const name of ['code', 'code_verifier', 'refresh_token']) {
    if (form.get(name) !== undefined) {
      throw invalidRequest(`The parameter ${name} does not belong to this grant type.`);
    }
  }
}

/**
 * The requested scopes; null for all that were granted. Account scopes are refused: a service has no person. @throws
 * OAuthError `invalid_scope`
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

/** One error for never connected, disconnected, expired and withheld: in each case an admin must act, not the app. */
const notConnected = (reason: string): OAuthError =>
  new OAuthError(
    'unauthorized_client',
    'The app is not connected as a service, or nothing works there now. An owner or admin can see why in the dashboard.',
    { reason },
  );
