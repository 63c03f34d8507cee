import type { AuthMethod } from './client.js';

/**
 * The client has no credential that it has ever used, so its tokens need other protection. Many clients omit the method
 * at registration, get `client_secret_basic` by RFC 7591 §2 and then act as public ones. Once used, the secret is
 * required.
 */
export const isPublicClient = (client: {
  readonly tokenEndpointAuthMethod: AuthMethod;
  readonly authMethodDefaulted: boolean;
  readonly authenticatedAt: Date | null;
}): boolean =>
  client.tokenEndpointAuthMethod === 'none' ||
  (client.authMethodDefaulted && client.authenticatedAt === null);

/** SQL: the same of client `c`. */
export const CLIENT_IS_PUBLIC = `(c.token_endpoint_auth_method = 'none'
  OR c.auth_method_defaulted AND c.authenticated_at IS NULL)`;

/** SQL: thumbprint of the JWK `key`, a `jsonb` (RFC 7638 §3). Null for an unsupported key type. */
const THUMBPRINT = `sha256(convert_to(CASE key ->> 'kty'
  WHEN 'RSA' THEN format('{"e":"%s","kty":"RSA","n":"%s"}', key ->> 'e', key ->> 'n')
  WHEN 'EC' THEN format('{"crv":"%s","kty":"EC","x":"%s","y":"%s"}', key ->> 'crv', key ->> 'x', key ->> 'y')
  WHEN 'OKP' THEN format('{"crv":"%s","kty":"OKP","x":"%s"}', key ->> 'crv', key ->> 'x')
END, 'UTF8'))`;

/**
 * SQL: client `c` has this credential now (`AuthenticatedClient.credential`): its secret, or a key of its key set. One
 * update that replaces a secret or key ends all tokens that depend on the old one, without waiting for their use.
 */
export const hasCredential = (credential: string): string => `(c.secret_hash = ${credential}
  OR EXISTS (
    SELECT FROM jsonb_array_elements(
      coalesce(c.jwks, (SELECT s.keys FROM client_key_sets s WHERE s.uri = c.jwks_uri)) -> 'keys') AS key
    WHERE ${THUMBPRINT} = ${credential}))`;
