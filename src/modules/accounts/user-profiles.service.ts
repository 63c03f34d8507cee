import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { statement, type RowOf } from '../../platform/database/statement.js';

const FIND = statement(
  'accounts.find-profile',
  `SELECT id, email, name, email_verified_at IS NOT NULL AS "emailVerified", picture_url AS "pictureUrl"
   FROM users WHERE id = :id AND disabled_at IS NULL`,
  {
    ...{ id: 'uuid', email: 'text', name: 'text' },
    ...{ emailVerified: 'boolean', pictureUrl: 'text?' },
  },
);

/** What an app may be told about a person. The picture is an https URL. */
export type UserProfile = RowOf<typeof FIND>;

@Injectable()
export class UserProfiles {
  constructor(private readonly database: Database) {}

  /** Null as well for a disabled person. */
  async find(id: string): Promise<UserProfile | null> {
    const [profile] = await this.database.query(FIND, { id });
    return profile ?? null;
  }
}
