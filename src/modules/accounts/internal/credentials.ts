import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database } from '../../../platform/database/database.js';
import { statement } from '../../../platform/database/statement.js';
import type { User } from '../users.service.js';
import { PasswordHasher } from './password-hasher.js';

const COLUMNS = 'id, email, name, password_hash AS "passwordHash"';

const FIND_BY_EMAIL = statement(
  'accounts.find-credentials',
  `SELECT ${COLUMNS} FROM users WHERE email = $1 AND disabled_at IS NULL`,
);

const FIND_BY_ID = statement(
  'accounts.find-credentials-by-id',
  `SELECT ${COLUMNS} FROM users WHERE id = $1 AND disabled_at IS NULL`,
);

// Somebody who begins a session and somebody who replaces the password wait for each other here, in this order
// before anything else: a session begun with the old password is either seen and ended, or never begun.
const HOLD = statement(
  'accounts.hold-credentials',
  'SELECT id FROM users WHERE id = $1 AND password_hash = $2 AND disabled_at IS NULL FOR SHARE',
);

const LOCK = statement(
  'accounts.lock-credentials',
  `SELECT id FROM users WHERE id = $1 AND password_hash = coalesce($2, password_hash)
     AND disabled_at IS NULL FOR NO KEY UPDATE`,
);

/** A person, and the hash that a password is held against. */
export interface Credentials extends User {
  readonly passwordHash: string;
}

/** Who knows which password. */
@Injectable()
export class CredentialsStore {
  constructor(
    private readonly database: Database,
    private readonly hasher: PasswordHasher,
  ) {}

  /** By an address as `normaliseEmail` gives it; null finds nobody, by the same statement. */
  async findByEmail(email: string | null): Promise<Credentials | null> {
    const [found] = await this.database.query<Credentials>(FIND_BY_EMAIL, [email]);
    return found ?? null;
  }

  async findById(id: string): Promise<Credentials | null> {
    const [found] = await this.database.query<Credentials>(FIND_BY_ID, [id]);
    return found ?? null;
  }

  /** Known or not, the same work (attack D6). */
  async fit(found: Credentials | null, password: string): Promise<Credentials | null> {
    const fits = await this.hasher.verify(found?.passwordHash ?? null, password);
    return found && fits ? found : null;
  }

  /** False if the password was replaced meanwhile; if true, it is not until the transaction ends. */
  async hold(tx: EntityManager, { id, passwordHash }: Credentials): Promise<boolean> {
    return (await this.database.queryIn(tx, HOLD, [id, passwordHash])).length > 0;
  }

  /** Before the password is replaced. `passwordHash`: only if it is still this one. */
  async lock(tx: EntityManager, id: string, passwordHash: string | null): Promise<boolean> {
    return (await this.database.queryIn(tx, LOCK, [id, passwordHash])).length > 0;
  }
}
