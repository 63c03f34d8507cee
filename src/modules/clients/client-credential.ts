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

/** SQL: the older secret of a client (its alias), as long as it has not ended. */
export const olderSecretOf = (alias: string): string =>
  `CASE WHEN ${alias}.older_secret_ends_at > now() THEN ${alias}.older_secret_hash END`;

/** SQL: the credentials of client `c` now: its secrets, or the keys of its key set. */
export const CREDENTIALS_OF_CLIENT = `(array_remove(ARRAY[c.secret_hash, ${olderSecretOf('c')}], NULL)
  || client_key_thumbprints(c.jwks, c.jwks_uri))`;

/**
 * SQL: client `c` has this credential now (`AuthenticatedClient.credential`): one of its secrets, or a key of its key set. One
 * update that replaces a secret or key ends all tokens that depend on the old one, without waiting for their use.
 */
export const hasCredential = (credential: string): string =>
  `(${hasSecret(credential)} OR ${hasKey(credential)} AND NOT ${isOfSuspension('c.id', credential)})`;

/** SQL: the same, also of a key that no longer counts since the client was suspended. */
export const holdsCredential = (credential: string): string =>
  `(${hasSecret(credential)} OR ${hasKey(credential)})`;

const hasSecret = (credential: string): string =>
  `(c.secret_hash = ${credential} OR c.older_secret_hash = ${credential} AND c.older_secret_ends_at > now())`;

const hasKey = (credential: string): string => `client_has_key(c.jwks, c.jwks_uri, ${credential})`;

/**
 * SQL: the client had the key when it was suspended, so that others may have it too. It never counts again, even if the
 * client publishes it once more. Secrets are made by this server, and no earlier one comes back.
 */
export const isOfSuspension = (clientId: string, thumbprint: string): string =>
  `EXISTS (SELECT FROM client_suspensions x WHERE x.client_id = ${clientId} AND ${thumbprint} = ANY (x.credentials))`;
