import { timingSafeEqual } from 'node:crypto';
import { invalidClient, OAuthError } from '../../../kernel/errors/oauth-error.js';
import { hashSecret, mintSecret } from '../../../kernel/secret.js';
import type { AuthMethod } from '../client.js';
import { isPublicClient } from '../client-credential.js';
import { isLive } from '../client-state.js';
import type { ShownClient } from '../shown-client.js';
import type { ClientCredentials } from './client-credentials.js';
import { isMetadataUrl } from './metadata-url.js';

/** Compared when there is no stored hash, so that an unknown client takes as long as a known one. */
const NOBODYS_HASH = mintSecret('iscs').hash;

/**
 * @returns the client that is authenticated, provided that its assertion verifies
 * @throws OAuthError `invalid_client`
 */
export function checkClientCredentials(
  stored: ShownClient | null,
  credentials: ClientCredentials,
): ShownClient {
  const { secret } = credentials;
  const fits = secret !== undefined && isSecretOf(stored, secret);
  if (stored === null) throw unknownClient(credentials);
  if (!isLive(stored)) throw invalidClient(`${stored.state} client`);
  const fault = faultOf(stored, credentials, fits);
  if (fault !== null) throw invalidClient(fault);
  return stored;
}

/** A document is fetched at the authorization endpoint, not here; and its URL is not a secret. */
const unknownClient = ({ clientId }: ClientCredentials): OAuthError =>
  isMetadataUrl(clientId)
    ? new OAuthError(
        'invalid_client',
        'No app with this client_id is known yet: send the person to the authorization endpoint first, where its document is read.',
        { reason: 'unknown document' },
      )
    : invalidClient('unknown client');

function faultOf(
  client: ShownClient,
  credentials: ClientCredentials,
  fits: boolean,
): string | null {
  const { tokenEndpointAuthMethod: registered } = client;
  if (credentials.method === 'private_key_jwt') {
    return registered === 'private_key_jwt' ? null : `registered for ${registered}, not for a key`;
  }
  if (credentials.secret !== undefined) return faultWithSecret(client, credentials, fits);
  return isPublicClient(client) ? null : 'the client has a secret or a key and used none';
}

function faultWithSecret(
  client: ShownClient,
  { method }: ClientCredentials,
  fits: boolean,
): string | null {
  if (!fits) return 'wrong secret';
  const { tokenEndpointAuthMethod: registered } = client;
  return isSecretMethod(registered) ? null : `registered for ${registered}, used ${method}`;
}

/**
 * Header and body are equivalent: libraries use one for the token request and the other for revocation, and a
 * revocation must not fail for that.
 */
const isSecretMethod = (method: AuthMethod): boolean => method.startsWith('client_secret_');

function isSecretOf(client: ShownClient | null, secret: string): boolean {
  const shown = hashSecret(secret);
  // Both are always compared, so that the time does not say which one it is.
  const fits = [client?.secretHash, client?.olderSecret].map(
    (expected) => timingSafeEqual(shown, expected ?? NOBODYS_HASH) && Boolean(expected),
  );
  return fits.includes(true);
}
