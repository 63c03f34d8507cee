import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database } from '../../../../platform/database/database.js';
import { statement, type RowOf } from '../../../../platform/database/statement.js';

/** Names of projects that a page shows at most. */
const MOST_NAMES = 50;

const COUNT = statement(
  'portal.count-app-use',
  `SELECT count(DISTINCT g.user_id)::int AS people, count(DISTINCT p.id)::int AS projects,
     count(DISTINCT p.id) FILTER (WHERE p.organisation_id = :organisationId)::int AS "ownProjects",
     coalesce(array_agg(DISTINCT p.name) FILTER (WHERE p.organisation_id = :organisationId), '{}') AS names
   FROM grants g
   JOIN grant_projects gp ON gp.grant_id = g.id AND gp.revoked_at IS NULL
   JOIN projects p ON p.id = gp.project_id
   WHERE g.client_id = :clientId AND g.revoked_at IS NULL AND g.expires_at > now()`,
  { people: 'integer', projects: 'integer', ownProjects: 'integer', names: 'text[]' },
);

const FIND_SERVICES = statement(
  'portal.find-service-grants',
  `SELECT id FROM grants WHERE client_id = :clientId AND kind = 'service' AND revoked_at IS NULL`,
  { id: 'uuid' },
);

export type AppUse = RowOf<typeof COUNT>;

/** Who uses an app now: numbers, and names of projects of its own organisation only. */
@Injectable()
export class AppUses {
  constructor(private readonly database: Database) {}

  async count(clientId: string, organisationId: string): Promise<AppUse> {
    const [use] = await this.database.query(COUNT, { clientId, organisationId });
    if (!use) return { people: 0, projects: 0, ownProjects: 0, names: [] };
    return { ...use, names: use.names.slice(0, MOST_NAMES) };
  }

  /** UUIDs of its live service grants. */
  async servicesOf(tx: EntityManager, clientId: string): Promise<string[]> {
    const rows = await this.database.queryIn(tx, FIND_SERVICES, { clientId });
    return rows.map(({ id }) => id);
  }
}
