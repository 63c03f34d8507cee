import type { CryptoKey, JWK } from 'jose';
import { importJWK } from 'jose/key/import';
import { ID_TOKEN_ALGORITHMS, type IdTokenAlgorithm } from '../../clients/client.js';
import type { KeySeal } from './key-seal.js';
import type { KeyStage, StoredKey } from './signing-key-store.js';

/** A key ready to sign with. */
export interface SigningKey {
  readonly kid: string;
  readonly algorithm: IdTokenAlgorithm;
  readonly privateKey: CryptoKey;
}

/** An algorithm and stage without a key. */
export interface KeyGap {
  readonly algorithm: IdTokenAlgorithm;
  readonly stage: 'current' | 'next';
}

/** A snapshot of the keys. Private keys are decrypted at their first use. */
export class KeyRing {
  /** The public keys. */
  readonly published: readonly JWK[];
  private readonly opened = new Map<string, Promise<SigningKey>>();

  constructor(
    private readonly keys: readonly StoredKey[],
    private readonly seal: KeySeal,
  ) {
    this.published = keys.map(({ publicJwk }) => publicJwk);
  }

  /** Empty except at the first start, or at the first start with a new algorithm. */
  get gaps(): readonly KeyGap[] {
    return ID_TOKEN_ALGORITHMS.flatMap((algorithm) =>
      (['current', 'next'] as const)
        .map((stage) => ({ algorithm, stage }))
        .filter((gap) => !this.find(gap.algorithm, gap.stage)),
    );
  }

  current(algorithm: IdTokenAlgorithm): Promise<SigningKey> {
    const stored = this.find(algorithm, 'current');
    if (!stored) throw new Error(`There is no current key for ${algorithm}.`);
    return this.open(stored);
  }

  /** @throws UnreadableKeysError unless every private key can be decrypted */
  async checkReadable(): Promise<void> {
    const unretired = this.keys.filter(({ stage }) => stage !== 'retired');
    await Promise.all(unretired.map((key) => this.open(key)));
  }

  private find(algorithm: IdTokenAlgorithm, stage: KeyStage): StoredKey | undefined {
    return this.keys.find((key) => key.algorithm === algorithm && key.stage === stage);
  }

  private open(stored: StoredKey): Promise<SigningKey> {
    const known = this.opened.get(stored.kid);
    if (known) return known;
    const opening = this.import(stored);
    this.opened.set(stored.kid, opening);
    return opening;
  }

  private async import({ kid, algorithm, sealedPrivateKey }: StoredKey): Promise<SigningKey> {
    const jwk = await this.seal.open(kid, sealedPrivateKey ?? '');
    return { kid, algorithm, privateKey: (await importJWK(jwk, algorithm)) as CryptoKey };
  }
}
