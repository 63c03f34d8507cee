import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import type { ShapedRow } from '../../../platform/database/row-shape.js';
import { statement } from '../../../platform/database/statement.js';
import { PasswordHasher } from './password-hasher.js';

const COLUMNS =
  'id, email, name, password_hash AS "passwordHash", password_epoch AS "passwordEpoch"';
const CREDENTIALS = {
  id: 'uuid',
  email: 'text',
  name: 'text',
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

/** A person, the hash that a password is held against, and which of their passwords it is: what is begun with it rests on that. */
export type Credentials = ShapedRow<typeof CREDENTIALS>;

/** Who knows which password. */
@Injectable()
export class CredentialsStore {
  constructor(
    private readonly database: Database,
    private readonly hasher: PasswordHasher,
  ) {}

  /** By an address as `normaliseEmail` gives it; null finds nobody, by the same statement. */
  async findByEmail(email: string | null): Promise<Credentials | null> {
    const [found] = await this.database.query(FIND_BY_EMAIL, { email });
    return found ?? null;
  }

  async findById(id: string): Promise<Credentials | null> {
    const [found] = await this.database.query(FIND_BY_ID, { id });
    return found ?? null;
  }

  /** Known or not, the same work (attack D6). */
  async fit(found: Credentials | null, password: string): Promise<Credentials | null> {
    const fits = await this.hasher.verify(found?.passwordHash ?? null, password);
    return found && fits ? found : null;
  }
}
