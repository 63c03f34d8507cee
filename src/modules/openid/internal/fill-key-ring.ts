import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import { AuditLog } from '../../audit/audit-log.service.js';
import { KeyRing, type KeyGap } from './key-ring.js';
import { KeySeal } from './key-seal.js';
import { makeKey } from './make-key.js';
import { SigningKeyStore } from './signing-key-store.js';

/** Generates the missing keys. Of several servers that start at once, one generates them and all use them. */
@Injectable()
export class FillKeyRing {
  constructor(
    private readonly database: Database,
    private readonly store: SigningKeyStore,
    private readonly seal: KeySeal,
    private readonly audit: AuditLog,
  ) {}

  /** @throws UnreadableKeysError: if existing keys cannot be decrypted it generates no others */
  async execute(ring: KeyRing): Promise<KeyRing> {
    await ring.checkReadable();
    // Before the transaction: generating an RSA key is slow, and a server that waits for the lock keeps a connection.
    const made = await Promise.all(
      ring.gaps.map(async (gap) => ({ gap, key: await makeKey(gap.algorithm, this.seal) })),
    );
    return this.database.transaction(async (tx) => {
      await this.store.lock(tx);
      const { gaps } = new KeyRing(await this.store.list(tx), this.seal);
      const missing = made.filter(({ gap }) => gaps.some((other) => isSame(gap, other)));
      for (const { gap, key } of missing) await this.store.insert(tx, key, gap.stage);
      if (missing.length > 0) {
        await this.audit.record(tx, {
          type: 'signing_keys.made',
          actor: { kind: 'system' },
          target: { kind: 'signing_keys', id: 'all' },
          context: { made: missing.map(({ key }) => key.kid) },
        });
      }
      return new KeyRing(await this.store.list(tx), this.seal);
    });
  }
}

const isSame = (a: KeyGap, b: KeyGap): boolean =>
  a.algorithm === b.algorithm && a.stage === b.stage;
