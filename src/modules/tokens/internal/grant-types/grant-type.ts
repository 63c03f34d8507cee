import type { StrictForm } from '../../../../platform/http/strict-form.js';
import type { Client, ClientGrantType } from '../../../clients/client.js';
import type { TokenResponse } from '../token-response.js';

/** One way of getting tokens: a value of `grant_type` and what it does. */
export interface GrantType {
  readonly name: ClientGrantType;

  /** `client` is authenticated and registered for this grant type. @throws OAuthError */
  redeem(form: StrictForm, client: Client): Promise<TokenResponse>;
}
