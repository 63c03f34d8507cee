import type { Client } from './client.js';

/** An app that has just proven who it is, and what it was registered to prove that with. */
export interface AuthenticatedClient extends Client {
  /** Hash of the secret; null if it has keys, or nothing to prove. */
  readonly secretHash: Buffer | null;
}
