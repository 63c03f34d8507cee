import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database } from '../../platform/database/database.js';
import { statement } from '../../platform/database/statement.js';
import { JobQueue } from '../../platform/jobs/job-queue.service.js';
import { REACH_NOTICE } from './internal/reach-notice.job.js';
import { REACH_NOTICES } from './tier-policy.js';

const REMEMBER = statement(
  'outside-projects.remember',
  `INSERT INTO app_outside_projects (client_id, project_id)
   SELECT :clientId::uuid, id FROM unnest(:projectIds::uuid[]) AS chosen (id)
   ON CONFLICT (client_id, project_id) DO NOTHING RETURNING project_id AS id`,
  { id: 'uuid' },
);
const COUNT = statement(
  'outside-projects.count',
  'SELECT count(*)::int AS count FROM app_outside_projects WHERE client_id = :clientId',
  { count: 'integer' },
);

/**
 * The projects outside of its organisation that an unverified app was ever connected to. Nothing deletes a row before the
 * app, so that the limit is not reset by disconnecting it.
 */
@Injectable()
export class OutsideProjects {
  constructor(
    private readonly database: Database,
    private readonly jobs: JobQueue,
  ) {}

  /**
   * Adds projects; the caller holds a lock on decisions on the app, and rolls back beyond the limit. Near it, the
   * developers get a mail. @returns how many projects there are now, and how many of them are new
   */
  async remember(
    tx: EntityManager,
    clientId: string,
    projectIds: readonly string[],
    limit: number,
  ): Promise<{ readonly count: number; readonly added: number }> {
    const { length: added } = await this.database.queryIn(tx, REMEMBER, { clientId, projectIds });
    const [row] = await this.database.queryIn(tx, COUNT, { clientId });
    const count = row?.count ?? 0;
    if (REACH_NOTICES.some((notice) => count >= notice && count - added < notice)) {
      await this.jobs.add(tx, REACH_NOTICE, { clientId, count, limit });
    }
    return { count, added };
  }

  async count(clientId: string): Promise<number> {
    const [row] = await this.database.query(COUNT, { clientId });
    return row?.count ?? 0;
  }
}
