import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { column } from '../../platform/database/row-shape.js';
import { sharedLookup, type SharedRow } from '../../platform/database/shared-statement.js';
import type { Plan } from './plan.js';
import type { ProjectKind } from './project-kind.js';

const GET = sharedLookup(
  'project.profile',
  { projectId: 'uuid' },
  `SELECT p.id, p.name, p.plan, p.kind, p.locale, p.timezone, p.default_country AS "defaultCountry",
     p.created_at AS "createdAt", o.id AS "organisationId", o.name AS "organisationName"
   FROM projects p JOIN organisations o ON o.id = p.organisation_id WHERE p.id = :projectId`,
  {
    ...{ id: 'uuid', name: 'text', plan: column<Plan>('text') },
    kind: column<ProjectKind>('text'),
    // BCP 47 language tag, IANA time zone, and the ISO 3166-1 alpha-2 country for phone numbers without a country code.
    ...{ locale: 'text', timezone: 'text', defaultCountry: 'text' },
    createdAt: 'timestamptz',
    ...{ organisationId: 'uuid', organisationName: 'text' },
  },
);

/** What a project tells about itself. */
export interface ProjectProfile extends Omit<
  SharedRow<typeof GET>,
  'organisationId' | 'organisationName'
> {
  readonly organisation: { readonly id: string; readonly name: string };
}

/**
 * Profiles of projects. The guard's statement does not read them: the columns and the organisation would cost every call
 * more than this statement costs the few that need it.
 */
@Injectable()
export class ProjectProfiles {
  constructor(private readonly database: Database) {}

  /** `projectId` must exist. */
  async get(projectId: string): Promise<ProjectProfile> {
    const row = await this.database.queryShared(GET, { projectId });
    if (!row) throw new Error('There is no such project.');
    const { organisationId: id, organisationName: name, ...profile } = row;
    return { ...profile, organisation: { id, name } };
  }
}
