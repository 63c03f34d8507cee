import { hkdfSync } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { compactDecrypt } from 'jose/jwe/compact/decrypt';
import { CompactEncrypt } from 'jose/jwe/compact/encrypt';
import { SecretKey } from '../../../../platform/config/secret-key.js';
import type { KeyedCall } from './keyed-call.js';

/** What is stored of an answer. */
export interface StoredAnswer {
  readonly status: number;
  /** Those that the handler set. */
  readonly headers: Readonly<Record<string, string>>;
  /** Absent: without a body. */
  readonly body?: unknown;
  /** The effective scopes of the caller, which the body depends on. */
  readonly scopes: readonly string[];
}

/**
 * Encrypts answers: JWE (RFC 7516), `dir` with AES-256-GCM. The encryption key is derived from SECRET_KEY and from the
 * `Idempotency-Key`, which is stored as a hash only. So secrets that are shown once, and personal data that are erased
 * meanwhile, are readable for a caller who repeats the request with its key, and not for this server.
 */
@Injectable()
export class AnswerSeal {
  private readonly root: Uint8Array;

  constructor(secretKey: SecretKey) {
    this.root = secretKey.derive('idempotency');
  }

  seal(call: KeyedCall, answer: StoredAnswer): Promise<string> {
    return new CompactEncrypt(new TextEncoder().encode(JSON.stringify(answer)))
      .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
      .encrypt(this.keyFor(call));
  }

  /** Null if SECRET_KEY was another one. */
  async open(call: KeyedCall, sealed: string): Promise<StoredAnswer | null> {
    try {
      const { plaintext } = await compactDecrypt(sealed, this.keyFor(call), {
        keyManagementAlgorithms: ['dir'],
        contentEncryptionAlgorithms: ['A256GCM'],
      });
      return JSON.parse(new TextDecoder().decode(plaintext)) as StoredAnswer;
    } catch {
      return null;
    }
  }

  private keyFor({ caller, key }: KeyedCall): Uint8Array {
    const { projectId, credential } = caller;
    const context = JSON.stringify([projectId, credential.kind, credential.id]);
    return new Uint8Array(hkdfSync('sha256', this.root, key, context, 32));
  }
}
