import type { Client } from './client.js';

/** An authenticated client, and its credential. */
export interface AuthenticatedClient extends Client {
  /**
   * Hash of the secret, or thumbprint of the key (RFC 7638, SHA-256), that it proved; null for none. Tokens that depend
   * on the credential end with it: `hasCredential`.
   */
  readonly credential: Buffer | null;
}
