import type { Client } from './client.js';

/** An app that has just proven who it is, and by what. */
export interface AuthenticatedClient extends Client {
  /**
   * Hash of the secret, or thumbprint of the key (RFC 7638, SHA-256), that it proved; null if it proved nothing. What rests
   * on it ends with it: `hasCredential`.
   */
  readonly credential: Buffer | null;
}
