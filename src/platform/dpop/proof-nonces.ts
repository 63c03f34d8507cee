import { createHmac, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Environment } from '../config/environment.js';
import { SecretKey } from '../config/secret-key.js';

/** Where a proof is shown. A nonce of the one is none at the other (RFC 9449 §9). */
export type ProofPlace = 'authorization-server' | 'resource-server';

/** Seconds; a nonce is taken for one to two of them. */
const WINDOW = 60;

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

  current(place: ProofPlace): string {
    return this.nonceOf(place, thisWindow());
  }

  /** The next one too: the replica that gave it may have a clock ahead of ours. */
  accepts(place: ProofPlace, nonce: unknown): boolean {
    if (typeof nonce !== 'string') return false;
    const window = thisWindow();
    return [window - 1, window, window + 1].some((each) =>
      isSame(this.nonceOf(place, each), nonce),
    );
  }

  private nonceOf(place: ProofPlace, window: number): string {
    return createHmac('sha256', this.key)
      .update(`${place} ${String(window)}`)
      .digest('base64url');
  }
}

/** In constant time: the next one is not to be found out by trying. */
function isSame(ours: string, shown: string): boolean {
  const [a, b] = [Buffer.from(ours), Buffer.from(shown)];
  return a.length === b.length && timingSafeEqual(a, b);
}

const thisWindow = (): number => Math.floor(Date.now() / 1_000 / WINDOW);
