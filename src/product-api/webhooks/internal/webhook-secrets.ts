import { Injectable } from '@nestjs/common';
import { randomOctets } from '../../../kernel/random.js';
import { SecretKey } from '../../../platform/config/secret-key.js';
import { openSealedText, sealText } from '../../../platform/keys/sealed-text.js';

const PREFIX = 'whsec_';
const BYTES = 32;

/** A new secret in the form of Standard Webhooks. */
export const mintWebhookSecret = (): string =>
  PREFIX + Buffer.from(randomOctets(BYTES)).toString('base64');

/** The key of a secret. */
export const keyOfSecret = (secret: string): Buffer =>
  Buffer.from(secret.slice(PREFIX.length), 'base64');

/**
 * Encrypts the secrets of webhooks for the database, since this server signs with them (`sealText`). The header has the
 * webhook's id, so that the ciphertext of one row cannot be used in another.
 */
@Injectable()
export class WebhookSecrets {
  private readonly key: Uint8Array;

  constructor(secretKey: SecretKey) {
    this.key = secretKey.derive('webhook-secrets');
  }

  seal(webhookId: string, secret: string): Promise<string> {
    return sealText(this.key, webhookId, secret);
  }

  /** Null if SECRET_KEY was another one. */
  async open(webhookId: string, sealed: string): Promise<string | null> {
    try {
      return await openSealedText(this.key, webhookId, sealed);
    } catch {
      return null;
    }
  }
}
