import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { AuditLog } from '../audit/audit-log.service.js';
import { ID_TOKEN_ALGORITHMS } from '../clients/client.js';
import { KeyRing } from './internal/key-ring.js';
import { KeySeal } from './internal/key-seal.js';
import { makeKey } from './internal/make-key.js';
import { SigningKeyStore, type KeyStage } from './internal/signing-key-store.js';
import { SigningKeys } from './signing-keys.service.js';

export interface KeyReport {
  readonly kid: string;
  readonly algorithm: string;
  readonly stage: KeyStage;
}

/** Rotates the signing keys; `npm run keys:rotate`. */
@Injectable()
export class RotateSigningKeys {
  constructor(
    private readonly database: Database,
    private readonly store: SigningKeyStore,
    private readonly seal: KeySeal,
    private readonly keys: SigningKeys,
    private readonly audit: AuditLog,
  ) {}

  /**
   * The next keys sign from now on, and the old ones are published while their tokens may be valid. `discard` deletes
   * every key without decrypting it: for a stolen key, or a lost SECRET_KEY.
   * @throws UnreadableKeysError
   */
  async execute(mode: 'rotate' | 'discard'): Promise<KeyReport[]> {
    if (mode === 'rotate') await this.keys.prepare();
    const next = await this.makeOfEach();
    const current = mode === 'discard' ? await this.makeOfEach() : [];
    const stored = await this.database.transaction(async (tx) => {
      await this.store.lock(tx);
      await (mode === 'discard' ? this.store.discard(tx) : this.store.shift(tx));
      for (const key of current) await this.store.insert(tx, key, 'current');
      for (const key of next) await this.store.insert(tx, key, 'next');
      await this.audit.record(tx, {
        type: mode === 'discard' ? 'signing_keys.discarded' : 'signing_keys.rotated',
        actor: { kind: 'system' },
        target: { kind: 'signing_keys', id: 'all' },
        context: { made: [...current, ...next].map(({ kid }) => kid) },
      });
      const after = await this.store.list(tx);
      await new KeyRing(after, this.seal).checkReadable();
      return after;
    });
    this.keys.forget();
    return stored.map(({ kid, algorithm, stage }) => ({ kid, algorithm, stage }));
  }

  private makeOfEach(): Promise<Awaited<ReturnType<typeof makeKey>>[]> {
    return Promise.all(ID_TOKEN_ALGORITHMS.map((algorithm) => makeKey(algorithm, this.seal)));
  }
}
