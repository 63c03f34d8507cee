import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database } from '../../platform/database/database.js';
import { statement, type RowOf } from '../../platform/database/statement.js';
import { LOCK_ORGANISATION } from '../projects/lock-organisation.js';

/** The most apps of an organisation that were not deleted, */
export const MOST_APPS = 100;
/** and the most that it may register within 24 hours, deleted ones included. */
export const MOST_APPS_A_DAY = 50;

const COUNT = statement(
  'portal-app-census.count',
  `SELECT count(*) FILTER (WHERE state <> 'deleted')::int AS apps,
     count(*) FILTER (WHERE created_at > now() - interval '24 hours')::int AS today,
     coalesce(array_agg(name) FILTER (WHERE state <> 'deleted'), '{}') AS names
   FROM clients WHERE organisation_id = :organisationId AND origin = 'portal'`,
  { apps: 'integer', today: 'integer', names: 'text[]' },
);

/** The number of apps of an organisation, and their names. */
@Injectable()
export class PortalAppCensus {
  constructor(private readonly database: Database) {}

  /** Registrations of the organisation wait for each other until the commit. */
  async count(tx: EntityManager, organisationId: string): Promise<RowOf<typeof COUNT>> {
    await this.database.queryIn(tx, LOCK_ORGANISATION, { organisationId });
    const [counted] = await this.database.queryIn(tx, COUNT, { organisationId });
    return counted ?? { apps: 0, today: 0, names: [] };
  }
}
