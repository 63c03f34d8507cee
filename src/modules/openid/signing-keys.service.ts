import { Injectable } from '@nestjs/common';
import type { JWK } from 'jose';
import type { IdTokenAlgorithm } from '../clients/client.js';
import { FillKeyRing } from './internal/fill-key-ring.js';
import { KeyRing, type SigningKey } from './internal/key-ring.js';
import { KeySeal } from './internal/key-seal.js';
import { SigningKeyStore } from './internal/signing-key-store.js';

/**
 * How long a server caches the keys. A key is published long before it signs and long after, so a rotation may be seen
 * a minute late.
 */
const KNOWN_FOR_MS = 60_000;

/** The keys that sign ID tokens. They are in the database, so that every server has the same. */
@Injectable()
export class SigningKeys {
  private known: { readonly ring: Promise<KeyRing>; readonly until: number } | null = null;

  constructor(
    private readonly store: SigningKeyStore,
    private readonly seal: KeySeal,
    private readonly fill: FillKeyRing,
  ) {}

  /** The current signing key. @throws UnreadableKeysError */
  async current(algorithm: IdTokenAlgorithm): Promise<SigningKey> {
    return (await this.ring()).current(algorithm);
  }

  /** Public keys: the current ones, the next ones and those retired lately. */
  async published(): Promise<readonly JWK[]> {
    return (await this.ring()).published;
  }

  /** Generates the keys at the first start and checks that they can be decrypted. @throws UnreadableKeysError */
  async prepare(): Promise<void> {
    await (await this.ring()).checkReadable();
  }

  /** Drops the cache. */
  forget(): void {
    this.known = null;
  }

  private ring(): Promise<KeyRing> {
    if (this.known && performance.now() < this.known.until) return this.known.ring;
    const ring = this.load();
    const known = { ring, until: performance.now() + KNOWN_FOR_MS };
    this.known = known;
    // Failures are not cached.
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
