import { Injectable } from '@nestjs/common';
import type { JWK } from 'jose';
import { compactDecrypt } from 'jose/jwe/compact/decrypt';
import { CompactEncrypt } from 'jose/jwe/compact/encrypt';
import { SecretKey } from '../../../platform/config/secret-key.js';
import { UnreadableKeysError } from '../unreadable-keys-error.js';

/**
 * Encrypts private keys for the database: JWE (RFC 7516), `dir` with AES-256-GCM, under a key derived from SECRET_KEY.
 * The protected header has the `kid`, so that the ciphertext of one row cannot be used in another (G13).
 */
@Injectable()
export class KeySeal {
  private readonly key: Uint8Array;

  constructor(secretKey: SecretKey) {
    this.key = secretKey.derive('signing-keys');
  }

  seal(kid: string, privateJwk: JWK): Promise<string> {
    return new CompactEncrypt(new TextEncoder().encode(JSON.stringify(privateJwk)))
      .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', kid })
      .encrypt(this.key);
  }

  /** @throws UnreadableKeysError */
  async open(kid: string, sealed: string): Promise<JWK> {
    try {
      const { plaintext, protectedHeader } = await compactDecrypt(sealed, this.key, {
        keyManagementAlgorithms: ['dir'],
        contentEncryptionAlgorithms: ['A256GCM'],
      });
      if (protectedHeader.kid !== kid) throw new Error('sealed for another key');
      return JSON.parse(new TextDecoder().decode(plaintext)) as JWK;
    } catch (error) {
      throw new UnreadableKeysError(error);
    }
  }
}
