import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import type { ShapedRow } from '../../../platform/database/row-shape.js';
import { statement } from '../../../platform/database/statement.js';
import { PasswordHasher } from './password-hasher.js';

const COLUMNS =
  'id, email, name, is_staff AS "isStaff", password_hash AS "passwordHash", password_epoch AS "passwordEpoch"';
const CREDENTIALS = {
  id: 'uuid',
  email: 'text',
  name: 'text',
  isStaff: 'boolean',
  passwordHash: 'text',
  passwordEpoch: 'integer',
} as const;

const FIND_BY_EMAIL = statement(
  'accounts.find-credentials',
  `SELECT ${COLUMNS} FROM users WHERE email = :email AND disabled_at IS NULL`,
  CREDENTIALS,
);

const FIND_BY_ID = statement(
  'accounts.find-credentials-by-id',
  `SELECT ${COLUMNS} FROM users WHERE id = :id AND disabled_at IS NULL`,
  CREDENTIALS,
);

/** A person, their password hash, and its `password_epoch`, which whatever is begun with the password is bound to. */
export type Credentials = ShapedRow<typeof CREDENTIALS>;

/** Finds and verifies passwords. */
@Injectable()
export class CredentialsStore {
  constructor(
    private readonly database: Database,
    private readonly hasher: PasswordHasher,
  ) {}

  /** By an address as `normaliseEmail` gives it. Null runs the same statement and finds nobody. */
  async findByEmail(email: string | null): Promise<Credentials | null> {
    const [found] = await this.database.query(FIND_BY_EMAIL, { email });
    return found ?? null;
  }

  async findById(id: string): Promise<Credentials | null> {
    const [found] = await this.database.query(FIND_BY_ID, { id });
    return found ?? null;
  }

  /** Does the same work whether the account exists or not (attack D6). */
  async fit(found: Credentials | null, password: string): Promise<Credentials | null> {
    const fits = await this.hasher.verify(found?.passwordHash ?? null, password);
    return found && fits ? found : null;
  }
}
