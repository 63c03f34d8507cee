import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database } from '../../platform/database/database.js';
import { statement } from '../../platform/database/statement.js';
import { AppTesters, type RemovedTester } from '../verification/app-testers.service.js';
import { GrantEndings } from './grant-endings.service.js';
import { POLICY_KEY_OF_GRANT } from './grant-tier.sql.js';

// Not of a verified app: everybody may use that.
const FIND_OUTSIDE = statement(
  'tester.find-outside-projects',
  `SELECT gp.grant_id AS "grantId", gp.project_id AS "projectId"
   FROM grants g
   JOIN clients c ON c.id = g.client_id
   LEFT JOIN app_verifications v ON v.client_id = c.id
   JOIN grant_projects gp ON gp.grant_id = g.id AND gp.revoked_at IS NULL
   JOIN projects p ON p.id = gp.project_id
   WHERE g.client_id = :clientId AND g.user_id = :userId AND g.revoked_at IS NULL
     AND ${POLICY_KEY_OF_GRANT} = 'development'
   ORDER BY gp.grant_id, gp.project_id`,
  { grantId: 'uuid', projectId: 'uuid' },
);

/**
 * Ends what a person may do as a tester of an app, with the access of the app to their projects outside of its
 * organisation, in one transaction. It locks the tester first, as decisions do: one that began before is seen and ended.
 */
@Injectable()
export class TesterEndings {
  constructor(
    private readonly database: Database,
    private readonly testers: AppTesters,
    private readonly endings: GrantEndings,
  ) {}

  /** By a developer of the app. False for an unknown tester. */
  async remove(
    tx: EntityManager,
    tester: { readonly clientId: string; readonly testerId: string },
    by: string,
  ): Promise<boolean> {
    return this.end(tx, await this.testers.remove(tx, tester, by), by);
  }

  /** By the person, who declines or stops testing. False if they are not named. */
  async leave(tx: EntityManager, testerId: string, userId: string): Promise<boolean> {
    return this.end(tx, await this.testers.leave(tx, testerId, userId), userId);
  }

  private async end(
    tx: EntityManager,
    removed: RemovedTester | null,
    by: string,
  ): Promise<boolean> {
    if (removed === null) return false;
    const { clientId, userId } = removed;
    if (userId === null) return true;
    const actor = { kind: 'user', userId: by } as const;
    for (const { grantId, projectId } of await this.database.queryIn(tx, FIND_OUTSIDE, {
      clientId,
      userId,
    })) {
      await this.endings.revokeProject(tx, grantId, projectId, { reason: 'tester_removed', actor });
    }
    return true;
  }
}
