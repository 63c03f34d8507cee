import { hkdfSync } from 'node:crypto';

/** The purpose of a derived key. A key never serves two purposes. */
export type KeyPurpose =
  | 'consent-code'
  | 'cursor'
  | 'domain-proof'
  | 'dpop-nonce'
  | 'flow-trials'
  | 'idempotency'
  | 'refresh-replay'
  | 'sandbox-carrier'
  | 'signing-keys'
  | 'suppressions'
  | 'webhook-secrets';

/**
 * The root secret, from which each purpose gets its own 256-bit key (HKDF, RFC 5869).
 * Replacing the root invalidates cursors, makes the keys that sign ID tokens unreadable (`npm run keys:rotate`),
 * forgets which numbers of erased contacts get nothing, ends trials of the flow, and stops webhooks until their secrets
 * are rotated; nothing else: access and refresh tokens are random, not signed.
 */
export class SecretKey {
  constructor(private readonly root: string) {}

  derive(purpose: KeyPurpose): Uint8Array {
    return new Uint8Array(hkdfSync('sha256', this.root, '', `connected-apps/${purpose}`, 32));
  }
}
