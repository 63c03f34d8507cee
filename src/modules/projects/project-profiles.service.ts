import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { statement } from '../../platform/database/statement.js';

/** What a project says of itself, beside its name and plan. */
export interface ProjectProfile {
  /** BCP 47. */
  readonly locale: string;
  /** IANA name. */
  readonly timezone: string;
  /** ISO 3166-1 alpha-2; phone numbers without a country code are read as its. */
  readonly defaultCountry: string;
  readonly createdAt: Date;
}

const GET = statement(
  'project.profile',
  `SELECT locale, timezone, default_country AS "defaultCountry", created_at AS "createdAt"
   FROM projects WHERE id = $1`,
);

/** Settings of projects that no access decision needs, and the guard's statement so does not read. */
@Injectable()
export class ProjectProfiles {
  constructor(private readonly database: Database) {}

  /** `projectId` must exist. */
  async get(projectId: string): Promise<ProjectProfile> {
    const [row] = await this.database.query<ProjectProfile>(GET, [projectId]);
    if (!row) throw new Error('There is no such project.');
    return row;
  }
}
