import { Injectable } from '@nestjs/common';
import type { JWK } from 'jose';
import { SecretKey } from '../../../platform/config/secret-key.js';
import { openSealedText, sealText } from '../../../platform/keys/sealed-text.js';
import { UnreadableKeysError } from '../unreadable-keys-error.js';

/**
 * Encrypts private keys for the database (`sealText`). The header has the `kid`, so that the ciphertext of one row
 * cannot be used in another (G13).
 */
@Injectable()
export class KeySeal {
  private readonly key: Uint8Array;

  constructor(secretKey: SecretKey) {
    this.key = secretKey.derive('signing-keys');
  }

  seal(kid: string, privateJwk: JWK): Promise<string> {
    return sealText(this.key, kid, JSON.stringify(privateJwk));
  }

  /** @throws UnreadableKeysError */
  async open(kid: string, sealed: string): Promise<JWK> {
    try {
      return JSON.parse(await openSealedText(this.key, kid, sealed)) as JWK;
    } catch (error) {
      throw new UnreadableKeysError(error);
    }
  }
}
