import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database } from '../../platform/database/database.js';
import { statement } from '../../platform/database/statement.js';

const NARROW = statement(
  'grant-project.narrow',
  `UPDATE grant_projects
   SET scopes = ARRAY(SELECT granted FROM unnest(scopes) granted WHERE granted <> ALL (:scopes::text[]))
   WHERE grant_id = :grantId AND project_id = :projectId AND revoked_at IS NULL`,
);

/** Takes scopes from a grant, as the person does who decides again with fewer. */
@Injectable()
export class GrantNarrowing {
  constructor(private readonly database: Database) {}

  async narrow(
    tx: EntityManager,
    grantId: string,
    { projectId, scopes }: { readonly projectId: string; readonly scopes: readonly string[] },
  ): Promise<void> {
    await this.database.queryIn(tx, NARROW, { grantId, projectId, scopes });
  }
}
