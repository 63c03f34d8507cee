import { Injectable } from '@nestjs/common';
import type { JWK } from 'jose';
import type { IdTokenAlgorithm } from '../clients/client.js';
import { FillKeyRing } from './internal/fill-key-ring.js';
import { KeyRing, type SigningKey } from './internal/key-ring.js';
import { KeySeal } from './internal/key-seal.js';
import { SigningKeyStore } from './internal/signing-key-store.js';

/**
 * How long a server goes on with the keys it has read. A key is published long before it signs and long after,
 * so nobody notices when two servers rotate a minute apart.
 */
const KNOWN_FOR_MS = 60_000;

/** The keys that sign ID tokens. They live in the database: every server has the same. */
@Injectable()
export class SigningKeys {
  private known: { readonly ring: Promise<KeyRing>; readonly until: number } | null = null;

  constructor(
    private readonly store: SigningKeyStore,
    private readonly seal: KeySeal,
    private readonly fill: FillKeyRing,
  ) {}

  /** The key that signs now. @throws UnreadableKeysError */
  async current(algorithm: IdTokenAlgorithm): Promise<SigningKey> {
    return (await this.ring()).current(algorithm);
  }

  /** Public keys, those that are about to sign and those that did so lately included. */
  async published(): Promise<readonly JWK[]> {
    return (await this.ring()).published;
  }

  /** Makes the keys at the first start and proves that they can be used. @throws UnreadableKeysError */
  async prepare(): Promise<void> {
    await (await this.ring()).checkReadable();
  }

  /** Reads the keys anew at the next question. */
  forget(): void {
    this.known = null;
  }

  private ring(): Promise<KeyRing> {
    if (this.known && performance.now() < this.known.until) return this.known.ring;
    const ring = this.load();
    const known = { ring, until: performance.now() + KNOWN_FOR_MS };
    this.known = known;
    // A failure is not worth remembering.
    ring.catch(() => {
      if (this.known === known) this.known = null;
    });
    return ring;
  }

  private async load(): Promise<KeyRing> {
    const ring = new KeyRing(await this.store.list(), this.seal);
    return ring.gaps.length === 0 ? ring : this.fill.execute(ring);
  }
}
