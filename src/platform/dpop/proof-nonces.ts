import { createHmac, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Environment } from '../config/environment.js';
import { SecretKey } from '../config/secret-key.js';

/** Where a proof is shown. A nonce of the one is none at the other (RFC 9449 §9). */
export type ProofAudience = 'authorization-server' | 'resource-server';

/** Seconds; a nonce is taken for one to two of them. */
const WINDOW = 60;

/** When a nonce of ours is good, in seconds since 1970. */
export interface NonceLife {
  readonly from: number;
  readonly until: number;
}

/**
 * Nonces that only we can know ahead: whoever can sign with an app's key today cannot make proofs for tomorrow
 * (RFC 9449 §8). Made from our key and the time, so that all replicas know the same ones without asking.
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

  /** Null unless it is one of ours that is good now; the next one too, for the replica that gave it may have a clock ahead of ours. */
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

/** In constant time: the next one is not to be found out by trying. */
function isSame(ours: string, shown: string): boolean {
  const [a, b] = [Buffer.from(ours), Buffer.from(shown)];
  return a.length === b.length && timingSafeEqual(a, b);
}

const thisWindow = (): number => Math.floor(Date.now() / 1_000 / WINDOW);
