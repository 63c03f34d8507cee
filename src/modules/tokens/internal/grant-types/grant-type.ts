import { OAuthError } from '../../../../kernel/errors/oauth-error.js';
import type { StrictForm } from '../../../../platform/http/strict-form.js';
import type { AuthenticatedClient } from '../../../clients/authenticated-client.js';
import type { ClientGrantType } from '../../../clients/client.js';
import { findResource } from '../../../scopes-and-roles/protected-resource.js';
import type { TokenResponse } from './token-response.js';

/** What every grant type gets: a request from an app that is who it says. */
export interface TokenRequest {
  readonly form: StrictForm;
  /** Authenticated and registered for the grant type. */
  readonly client: AuthenticatedClient;
  /** Thumbprint of the key that it proved: its access token will be bound to that (RFC 9449 §5). Null for a bearer token. */
  readonly dpopJkt: string | null;
}

/** One way of getting tokens: a value of `grant_type` and what it does. */
export interface GrantType {
  readonly name: ClientGrantType;

  /** @throws OAuthError */
  redeem(request: TokenRequest): Promise<TokenResponse>;
}

/**
 * A token has one audience, its grant's. `resource` may be left out; if sent, it must name just that one
 * (RFC 8707 §2.2). @throws OAuthError `invalid_target`
 */
export function checkResource(form: StrictForm, audience: string): void {
  const asked = form.all('resource').map((text) => findResource(text, [audience]));
  if (asked.length > 1 || asked.includes(null)) {
    throw new OAuthError('invalid_target', 'This access is not for that resource.');
  }
}
