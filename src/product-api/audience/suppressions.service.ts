import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { SecretKey } from '../../platform/config/secret-key.js';
import { Database } from '../../platform/database/database.js';
import { statement } from '../../platform/database/statement.js';

const FIND = statement(
  'suppression.find',
  `SELECT phone_hash AS "phoneHash" FROM contact_suppressions
   WHERE project_id = :projectId AND phone_hash = ANY (:hashes::bytea[])`,
  { phoneHash: 'bytea' },
);

const STOP = statement(
  'suppression.stop',
  `INSERT INTO contact_suppressions AS known (project_id, phone_hash, stopped_at)
   VALUES (:projectId, :phoneHash, now())
   ON CONFLICT (project_id, phone_hash) DO UPDATE SET stopped_at = coalesce(known.stopped_at, now())`,
);

const KEEP = statement(
  'suppression.keep',
  `INSERT INTO contact_suppressions AS known (project_id, phone_hash, erased_at)
   VALUES (:projectId, :phoneHash, now())
   ON CONFLICT (project_id, phone_hash) DO UPDATE SET erased_at = coalesce(known.erased_at, now())`,
);

const LIFT = statement(
  'suppression.lift',
  `DELETE FROM contact_suppressions
   WHERE project_id = :projectId AND phone_hash = :phoneHash AND (stopped_at IS NOT NULL OR :anyCause)
   RETURNING true AS lifted`,
  { lifted: 'boolean' },
);

/**
 * Numbers to which a project sends nothing: they replied STOP, or a contact with them was erased. Only their HMAC is
 * stored, so that a contact can be erased and yet stays unsubscribed when the same number is imported again.
 *
 * `contacts.sms_blocked_at` says the same of contacts that exist, for statements. A statement that sets `phone_mobile` asks
 * `among` in the same transaction and writes, for a number in the answer, `sms_blocked_at = now()` and
 * `is_subscribed_sms = false`; for another number that replaces a blocked one, `sms_blocked_at = NULL`. The dispatch
 * of messages asks `among` again: a number may be suppressed while it is being imported.
 */
@Injectable()
export class Suppressions {
  private readonly key: KeyObject;

  constructor(
    private readonly database: Database,
    secretKey: SecretKey,
  ) {
    this.key = createSecretKey(secretKey.derive('suppressions'));
  }

  /** Of these numbers (E.164), those to which nothing may be sent. One statement. */
  async among(
    tx: EntityManager,
    projectId: string,
    phones: readonly string[],
  ): Promise<ReadonlySet<string>> {
    if (phones.length === 0) return new Set();
    const byHash = new Map(
      phones.map((phone) => [this.hash(projectId, phone).toString('hex'), phone]),
    );
    const hashes = [...byHash.keys()].map((hex) => `\\x${hex}`);
    const found = await this.database.queryIn(tx, FIND, { projectId, hashes });
    return new Set(found.map(({ phoneHash }) => byHash.get(phoneHash.toString('hex')) as string));
  }

  /** The number replied STOP. Until the end of the transaction it also holds back `lift`. */
  async stop(tx: EntityManager, projectId: string, phone: string): Promise<void> {
    await this.database.queryIn(tx, STOP, { projectId, phoneHash: this.hash(projectId, phone) });
  }

  /** A contact with the number is erased. */
  async keep(tx: EntityManager, projectId: string, phone: string): Promise<void> {
    await this.database.queryIn(tx, KEEP, { projectId, phoneHash: this.hash(projectId, phone) });
  }

  /** @param cause `stop`: only if the number replied STOP. @returns whether it was suppressed */
  async lift(
    tx: EntityManager,
    { projectId, phone, cause }: { projectId: string; phone: string; cause: 'any' | 'stop' },
  ): Promise<boolean> {
    const phoneHash = this.hash(projectId, phone);
    const anyCause = cause === 'any';
    const [row] = await this.database.queryIn(tx, LIFT, { projectId, phoneHash, anyCause });
    return row !== undefined;
  }

  /** Of project and number, so that two projects cannot find a person of both. */
  private hash(projectId: string, phone: string): Buffer {
    return createHmac('sha256', this.key).update(`${projectId} ${phone}`).digest();
  }
}
