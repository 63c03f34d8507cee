import { Injectable } from '@nestjs/common';
import { compactDecrypt } from 'jose/jwe/compact/decrypt';
import { CompactEncrypt } from 'jose/jwe/compact/encrypt';
import { randomOctets } from '../../../kernel/random.js';
import { SecretKey } from '../../../platform/config/secret-key.js';

const PREFIX = 'whsec_';
const BYTES = 32;

/** A new secret in the form of Standard Webhooks. */
export const mintWebhookSecret = (): string =>
  PREFIX + Buffer.from(randomOctets(BYTES)).toString('base64');

/** The key of a secret. */
export const keyOfSecret = (secret: string): Buffer =>
  Buffer.from(secret.slice(PREFIX.length), 'base64');

/**
 * Encrypts the secrets of webhooks for the database, since this server signs with them: JWE (RFC 7516), `dir` with
 * AES-256-GCM, under a key derived from SECRET_KEY. The header has the webhook's id, so that the ciphertext of one row
 * cannot be used in another.
 */
@Injectable()
export class WebhookSecrets {
  private readonly key: Uint8Array;

  constructor(secretKey: SecretKey) {
    this.key = secretKey.derive('webhook-secrets');
  }

  seal(webhookId: string, secret: string): Promise<string> {
    return new CompactEncrypt(new TextEncoder().encode(secret))
      .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', kid: webhookId })
      .encrypt(this.key);
  }

  /** Null if SECRET_KEY was another one. */
  async open(webhookId: string, sealed: string): Promise<string | null> {
    try {
      const { plaintext, protectedHeader } = await compactDecrypt(sealed, this.key, {
        keyManagementAlgorithms: ['dir'],
        contentEncryptionAlgorithms: ['A256GCM'],
      });
      return protectedHeader.kid === webhookId ? new TextDecoder().decode(plaintext) : null;
    } catch {
      return null;
    }
  }
}
