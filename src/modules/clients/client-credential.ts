import type { AuthMethod } from './client.js';

/**
 * Without a secret or key of its own that it has ever used: what is given to it must be guarded otherwise. Many leave the
 * method out at registration, get `client_secret_basic` by RFC 7591 §2 and then act as public ones. Once used, it binds.
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

/** SQL: thumbprint of the JWK `key`, a `jsonb` (RFC 7638 §3). Null for a key of a kind that no client signs with. */
const THUMBPRINT = `sha256(convert_to(CASE key ->> 'kty'
  WHEN 'RSA' THEN format('{"e":"%s","kty":"RSA","n":"%s"}', key ->> 'e', key ->> 'n')
  WHEN 'EC' THEN format('{"crv":"%s","kty":"EC","x":"%s","y":"%s"}', key ->> 'crv', key ->> 'x', key ->> 'y')
  WHEN 'OKP' THEN format('{"crv":"%s","kty":"OKP","x":"%s"}', key ->> 'crv', key ->> 'x')
END, 'UTF8'))`;

/**
 * SQL: client `c` has this credential now (`AuthenticatedClient.credential`): its secret, or a key of its key set. Whoever
 * replaces a secret or key ends by that one update what rests on the old one, and waits for nobody who uses it.
 */
export const hasCredential = (credential: string): string => `(c.secret_hash = ${credential}
  OR EXISTS (
    SELECT FROM jsonb_array_elements(
      coalesce(c.jwks, (SELECT s.keys FROM client_key_sets s WHERE s.uri = c.jwks_uri)) -> 'keys') AS key
    WHERE ${THUMBPRINT} = ${credential}))`;
