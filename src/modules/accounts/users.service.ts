import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ProblemError } from '../../kernel/errors/problem-error.js';
import { newId } from '../../kernel/ids.js';
import { Database } from '../../platform/database/database.js';
import type { ShapedRow } from '../../platform/database/row-shape.js';
import { statement } from '../../platform/database/statement.js';
import { AuditLog } from '../audit/audit-log.service.js';
import { normaliseEmail } from '../../platform/mail/email-address.js';
import { PasswordHasher } from './internal/password-hasher.js';
import { passwordFault } from './internal/password-rules.js';
import { faultTexts } from './internal/password-texts.js';

const USER = { id: 'uuid', email: 'text', name: 'text', isStaff: 'boolean' } as const;
const COLUMNS = 'id, email, name, is_staff AS "isStaff"';

/** A person, as other modules see them. */
export type User = ShapedRow<typeof USER>;

export interface NewUser {
  readonly email: string;
  readonly name: string;
  readonly password: string;
  /** The address was verified. */
  readonly emailVerified?: boolean;
  /** An https URL, for apps that may see the profile. */
  readonly pictureUrl?: string | undefined;
}

const FIND_USER = statement(
  'accounts.find-user',
  `SELECT ${COLUMNS} FROM users WHERE id = :id AND disabled_at IS NULL`,
  USER,
);

const FIND_USER_BY_EMAIL = statement(
  'accounts.find-user-by-email',
  `SELECT ${COLUMNS} FROM users WHERE email = :email AND disabled_at IS NULL`,
  USER,
);

const INSERT_USER = statement(
  'accounts.insert-user',
  `INSERT INTO users (id, email, name, password_hash, email_verified_at, picture_url)
   VALUES (:id, :email, :name, :hash, CASE WHEN :emailVerified::boolean THEN now() END, :pictureUrl)
   ON CONFLICT (email) DO NOTHING RETURNING ${COLUMNS}`,
  USER,
);

const PICTURE = /^https:\/\/[\x21-\x7E]{3,500}$/;

@Injectable()
export class UsersService {
  constructor(
    private readonly database: Database,
    private readonly hasher: PasswordHasher,
    private readonly audit: AuditLog,
  ) {}

  /** Null as well for a disabled person. */
  async find(id: string): Promise<User | null> {
    const [user] = await this.database.query(FIND_USER, { id });
    return user ?? null;
  }

  /** By an address in any spelling. */
  async findByEmail(email: string): Promise<User | null> {
    const address = normaliseEmail(email);
    const [user] = await this.database.query(FIND_USER_BY_EMAIL, { email: address });
    return user ?? null;
  }

  /** @throws ProblemError `invalid_request` for an unusable address or password, `conflict` if the address is taken */
  async create(tx: EntityManager, person: NewUser): Promise<User> {
    const { email, name, password, emailVerified = false, pictureUrl = null } = person;
    const address = normaliseEmail(email);
    if (address === null) throw new ProblemError('invalid_request', 'The e-mail is not valid.');
    if (pictureUrl !== null && !PICTURE.test(pictureUrl)) {
      throw new ProblemError('invalid_request', 'The picture is not an https address.');
    }
    const fault = passwordFault(password, [address, name]);
    if (fault) throw new ProblemError('invalid_request', faultTexts[fault]);
    const hash = await this.hasher.hash(password);
    const values = { id: newId(), email: address, name, hash, emailVerified, pictureUrl };
    const [user] = await this.database.queryIn(tx, INSERT_USER, values);
    if (!user) throw new ProblemError('conflict', 'There is already a user with this e-mail.');
    await this.audit.record(tx, {
      type: 'user.created',
      actor: { kind: 'system' },
      target: { kind: 'user', id: user.id },
    });
    return user;
  }
}
