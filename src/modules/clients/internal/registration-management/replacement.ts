import { invalidMetadata } from '../../../../kernel/errors/oauth-error.js';
import { timingSafeEqual } from 'node:crypto';
import { toWireId } from '../../../../kernel/ids.js';
import { hashSecret } from '../../../../kernel/secret.js';
import type { ClientEntity } from '../client.entity.js';
import type { MetadataDocument } from '../registration/metadata-members.js';

/** Set by the server; a client must not send them (RFC 7592 §2.2). */
const FORBIDDEN = [
  'registration_access_token',
  'registration_client_uri',
  'client_secret_expires_at',
  'client_id_issued_at',
] as const;

/**
 * Checks the client's identity in a replacement: its own id, and at most its present secret; it cannot choose one.
 * @throws OAuthError `invalid_client_metadata`
 */
export function checkReplacement(document: MetadataDocument, current: ClientEntity): void {
  const forbidden = FORBIDDEN.find((member) => member in document);
  if (forbidden !== undefined) throw invalidMetadata(`${forbidden} must not be sent.`);
  if (document.client_id !== toWireId('app', current.id)) {
    throw invalidMetadata('client_id must be the one in the address.');
  }
  if ('client_secret' in document && !isSecretOf(current, document.client_secret)) {
    throw invalidMetadata('client_secret must be the current one, or be left out.');
  }
}

const isSecretOf = ({ secretHash }: ClientEntity, secret: unknown): boolean =>
  secretHash !== null &&
  typeof secret === 'string' &&
  timingSafeEqual(hashSecret(secret), secretHash);
