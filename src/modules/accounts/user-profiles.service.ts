import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import type { ShapedRow } from '../../platform/database/row-shape.js';
import { statement } from '../../platform/database/statement.js';

/** SQL: columns of `PROFILE_SHAPE`, of person `u`. */
export const PROFILE_COLUMNS =
  `u.id, u.email, u.name, u.email_verified_at IS NOT NULL AS "emailVerified",
  u.picture_url AS "pictureUrl"` as const;

export const PROFILE_SHAPE = {
  id: 'uuid',
  email: 'text',
  name: 'text',
  emailVerified: 'boolean',
  pictureUrl: 'text?',
} as const;

/** What an app may be told about a person. The picture is an https URL. */
export type UserProfile = ShapedRow<typeof PROFILE_SHAPE>;

const FIND = statement(
  'accounts.find-profile',
  `SELECT ${PROFILE_COLUMNS} FROM users u WHERE u.id = :id AND u.disabled_at IS NULL`,
  PROFILE_SHAPE,
);

@Injectable()
export class UserProfiles {
  constructor(private readonly database: Database) {}

  /** Null as well for a disabled person. */
  async find(id: string): Promise<UserProfile | null> {
    const [profile] = await this.database.query(FIND, { id });
    return profile ?? null;
  }
}
