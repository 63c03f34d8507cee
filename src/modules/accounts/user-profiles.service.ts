import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { statement } from '../../platform/database/statement.js';
import type { User } from './users.service.js';

/** What a person may let an app know about them. */
export interface UserProfile extends User {
  readonly emailVerified: boolean;
  /** An https address, or null. */
  readonly pictureUrl: string | null;
}

const FIND = statement(
  'accounts.find-profile',
  `SELECT id, email, name, email_verified_at IS NOT NULL AS "emailVerified", picture_url AS "pictureUrl"
   FROM users WHERE id = $1 AND disabled_at IS NULL`,
);

@Injectable()
export class UserProfiles {
  constructor(private readonly database: Database) {}

  /** Null as well for a disabled person. */
  async find(id: string): Promise<UserProfile | null> {
    const [profile] = await this.database.query<UserProfile>(FIND, [id]);
    return profile ?? null;
  }
}
