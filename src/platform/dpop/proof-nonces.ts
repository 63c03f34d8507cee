import { createHmac, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Environment } from '../config/environment.js';
import { SecretKey } from '../config/secret-key.js';

/** Where a proof is used. A nonce of one is invalid at the other (RFC 9449 §9). */
export type ProofAudience = 'authorization-server' | 'resource-server';

/** Seconds; a nonce is accepted for one to two windows. */
const WINDOW = 60;

/** Validity of a nonce, in seconds since 1970. */
export interface NonceLife {
  readonly from: number;
  readonly until: number;
}

/**
 * Unpredictable nonces: somebody who can use a client's key for a time cannot prepare proofs for later (RFC 9449 §8).
 * Derived from the server key and the time, so that all replicas accept the same ones without communication.
 */
@Injectable()
export class ProofNonces {
  readonly areRequired: boolean;
  private readonly key: Uint8Array;

  constructor(environment: Environment, secretKey: SecretKey) {
    this.areRequired = environment.DPOP_NONCE;
    this.key = secretKey.derive('dpop-nonce');
  }

  current(audience: ProofAudience): string {
    return this.nonceOf(audience, thisWindow());
  }

  /**
   * Null unless it is a nonce that is valid now; also the next one, since the clock of the replica that issued it may
   * be ahead.
   */
  findLife(audience: ProofAudience, nonce: unknown): NonceLife | null {
    if (typeof nonce !== 'string') return null;
    const now = thisWindow();
    const window = [now - 1, now, now + 1].find((each) =>
      isSame(this.nonceOf(audience, each), nonce),
    );
    if (window === undefined) return null;
    return { from: (window - 1) * WINDOW, until: (window + 2) * WINDOW };
  }

  private nonceOf(audience: ProofAudience, window: number): string {
    return createHmac('sha256', this.key)
      .update(`${audience} ${String(window)}`)
      .digest('base64url');
  }
}

/** In constant time, so that the next nonce cannot be guessed by timing. */
function isSame(ours: string, shown: string): boolean {
  const [a, b] = [Buffer.from(ours), Buffer.from(shown)];
  return a.length === b.length && timingSafeEqual(a, b);
}

const thisWindow = (): number => Math.floor(Date.now() / 1_000 / WINDOW);
