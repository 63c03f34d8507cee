import type { StrictForm } from '../../../../platform/http/strict-form.js';
import type { AuthenticatedClient } from '../../../clients/authenticated-client.js';
import type { ClientGrantType } from '../../../clients/client.js';
import type { TokenResponse } from '../token-response.js';

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
