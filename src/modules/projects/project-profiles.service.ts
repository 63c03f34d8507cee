import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { statement, type RowOf } from '../../platform/database/statement.js';

const GET = statement(
  'project.profile',
  `SELECT locale, timezone, default_country AS "defaultCountry", created_at AS "createdAt"
   FROM projects WHERE id = :projectId`,
  {
    // BCP 47 language tag, IANA time zone, and the ISO 3166-1 alpha-2 country for phone numbers without a country code.
    ...{ locale: 'text', timezone: 'text', defaultCountry: 'text' },
    createdAt: 'timestamptz',
  },
);

/** Settings of a project beside its name and plan. */
export type ProjectProfile = RowOf<typeof GET>;

/** Settings of projects that no access decision needs, so the guard's statement does not read them. */
@Injectable()
export class ProjectProfiles {
  constructor(private readonly database: Database) {}

  /** `projectId` must exist. */
  async get(projectId: string): Promise<ProjectProfile> {
    const [row] = await this.database.query(GET, { projectId });
    if (!row) throw new Error('There is no such project.');
    return row;
  }
}
