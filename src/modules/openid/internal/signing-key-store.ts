import { Injectable } from '@nestjs/common';
import type { JWK } from 'jose';
import type { EntityManager } from 'typeorm';
import { Database } from '../../../platform/database/database.js';
import { column } from '../../../platform/database/row-shape.js';
import { statement, type RowOf } from '../../../platform/database/statement.js';
import type { IdTokenAlgorithm } from '../../clients/client.js';
import type { NewKey } from './make-key.js';

/** `next` is published before it signs; `retired` is published until its last token has expired. */
export type KeyStage = 'next' | 'current' | 'retired';

// ID tokens live for an hour at most; a day leaves time for late verification.
const LIST = statement(
  'signing-keys.list',
  `SELECT kid, algorithm, public_jwk AS "publicJwk", sealed_private_key AS "sealedPrivateKey",
     CASE WHEN retired_at IS NOT NULL THEN 'retired' WHEN activated_at IS NULL THEN 'next' ELSE 'current' END AS stage
   FROM signing_keys WHERE retired_at IS NULL OR retired_at > now() - interval '1 day'
   ORDER BY created_at, kid`,
  {
    kid: 'text',
    algorithm: column<IdTokenAlgorithm>('text'),
    publicJwk: column<JWK>('jsonb'),
    sealedPrivateKey: 'text?',
    stage: column<KeyStage>('text'),
  },
);

/** `sealedPrivateKey` is null once retired. */
export type StoredKey = RowOf<typeof LIST>;

const LOCK = statement(
  'signing-keys.lock',
  `SELECT pg_advisory_xact_lock(hashtext('connected-apps/signing-keys'))`,
);
const INSERT = statement(
  'signing-keys.insert',
  `INSERT INTO signing_keys (kid, algorithm, public_jwk, sealed_private_key, activated_at)
   VALUES (:kid, :algorithm, :publicJwk, :sealedPrivateKey, CASE WHEN :isCurrent::boolean THEN now() END)`,
);
const RETIRE = statement(
  'signing-keys.retire',
  `UPDATE signing_keys SET retired_at = now(), sealed_private_key = NULL
   WHERE activated_at IS NOT NULL AND retired_at IS NULL`,
);
const ACTIVATE = statement(
  'signing-keys.activate',
  'UPDATE signing_keys SET activated_at = now() WHERE activated_at IS NULL',
);
const FORGET_RETIRED = statement(
  'signing-keys.forget-retired',
  `DELETE FROM signing_keys WHERE retired_at <= now() - interval '1 day'`,
);
const DISCARD = statement('signing-keys.discard', 'DELETE FROM signing_keys');

/** The rows of the keys. Changes are made under the lock, so that several servers never generate two sets. */
@Injectable()
export class SigningKeyStore {
  constructor(private readonly database: Database) {}

  /** Every published key. */
  list(tx?: EntityManager): Promise<StoredKey[]> {
    return tx ? this.database.queryIn(tx, LIST) : this.database.query(LIST);
  }

  /** Waits for the lock, which lasts until the end of the transaction. */
  async lock(tx: EntityManager): Promise<void> {
    await this.database.queryIn(tx, LOCK);
  }

  async insert(tx: EntityManager, key: NewKey, stage: 'current' | 'next'): Promise<void> {
    await this.database.queryIn(tx, INSERT, { ...key, isCurrent: stage === 'current' });
  }

  /** Retires the current keys and makes the next ones current. */
  async shift(tx: EntityManager): Promise<void> {
    await this.database.queryIn(tx, FORGET_RETIRED);
    await this.database.queryIn(tx, RETIRE);
    await this.database.queryIn(tx, ACTIVATE);
  }

  /** Deletes all keys, the retired ones too. */
  async discard(tx: EntityManager): Promise<void> {
    await this.database.queryIn(tx, DISCARD);
  }
}
