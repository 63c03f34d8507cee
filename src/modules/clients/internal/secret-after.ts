import { mintSecret } from '../../../kernel/secret.js';
import type { ClientMetadata } from './client-metadata.js';
import type { ClientEntity } from './client.entity.js';

export interface SecretAfter {
  readonly secretHash: Buffer | null;
  /** In clear, if it is new: returned only now. */
  readonly secret: string | null;
}

/** The secret is kept while the method needs one. Only a client without one gets a new one, returned this once. */
export function secretAfter(
  { secretHash }: Pick<ClientEntity, 'secretHash'>,
  { tokenEndpointAuthMethod: method }: Pick<ClientMetadata, 'tokenEndpointAuthMethod'>,
): SecretAfter {
  if (!method.startsWith('client_secret_')) return { secretHash: null, secret: null };
  if (secretHash !== null) return { secretHash, secret: null };
  const { hash, text } = mintSecret('iscs');
  return { secretHash: hash, secret: text };
}
