import type { TokenScheme } from '../../../../kernel/errors/bearer-error.js';
import { OAuthError } from '../../../../kernel/errors/oauth-error.js';
import type { StrictForm } from '../../../../platform/http/strict-form.js';
import type { AuthenticatedClient } from '../../../clients/authenticated-client.js';
import type { ClientGrantType } from '../../../clients/client.js';
import type { ClientKey, ShownClient } from '../../../clients/shown-client.js';
import type { Fault } from '../../../verification/fault-lab/faults.js';
import { findResource } from '../../../scopes-and-roles/protected-resource.js';
import type { EffectReport, ProjectReport } from '../../project-effect.js';
import type { Access } from '../../verified-access.js';
import type { IssuedTokens } from './issued-tokens.js';

/** Input of every grant type: the request of an authenticated client. */
export interface TokenRequest {
  readonly form: StrictForm;
  /** Authenticated and registered for the grant type. */
  readonly client: AuthenticatedClient;
  /**
   * Thumbprint of the key that it proved, to which its access token will be bound (RFC 9449 §5). Null for a bearer
   * token.
   */
  readonly dpopJkt: string | null;
  /** What is simulated for it, in a sandbox project. */
  readonly fault: Fault | null;
}

/** A successful answer of the token endpoint (OAuth 2.1 §3.2.3). */
export interface TokenResponse {
  readonly access_token: string;
  /** `DPoP` if it is bound to a key (RFC 9449 §5). */
  readonly token_type: TokenScheme;
  /** Seconds. */
  readonly expires_in: number;
  readonly refresh_token?: string;
  /** Effective now in at least one project: information, not a limit. */
  readonly scope: string;
  /** The ID token, if `openid` was granted (OpenID Core §3.1.3.3). */
  readonly id_token?: string;
  /** Our extension: the effective scopes by project. */
  readonly projects: readonly ProjectReport[];
}

/** What a request redeems, and the client that it names, as one statement has read them. Nothing is checked yet. */
export interface Redeemable {
  readonly client: ShownClient | null;
  /** The access that it is redeemed for, if that is of the client. */
  readonly ownAccess: Access | null;

  /** Issues the tokens, once the client is authenticated. @throws OAuthError */
  readonly redeem: (request: TokenRequest) => Promise<TokenResponse>;
}

/** A grant type: the value of `grant_type` and its handler. */
export interface GrantType {
  readonly name: ClientGrantType;

  find(form: StrictForm, client: ClientKey): Promise<Redeemable>;
}

/**
 * A token has one audience, its grant's. `resource` is optional; if sent, it must name exactly that one (RFC 8707
 * §2.2). @throws OAuthError `invalid_target`
 */
export function checkResource(form: StrictForm, audience: string): void {
  const asked = form.all('resource').map((text) => findResource(text, [audience]));
  if (asked.length > 1 || asked.includes(null)) {
    throw new OAuthError('invalid_target', 'This access is not for that resource.');
  }
}

/** @throws OAuthError `unauthorized_client` */
export function requireRegistered({ grantTypes }: AuthenticatedClient, { name }: GrantType): void {
  if (grantTypes.includes(name)) return;
  throw new OAuthError('unauthorized_client', 'The app is not registered for this grant type.');
}

export const toTokenResponse = (
  tokens: IssuedTokens,
  effect: EffectReport,
  idToken: string | null,
): TokenResponse => ({
  access_token: tokens.accessToken,
  token_type: tokens.dpopJkt === null ? 'Bearer' : 'DPoP',
  expires_in: tokens.expiresInSeconds,
  ...(tokens.refreshToken === null ? {} : { refresh_token: tokens.refreshToken }),
  ...(idToken === null ? {} : { id_token: idToken }),
  scope: effect.scopes.toString(),
  projects: effect.projects,
});
