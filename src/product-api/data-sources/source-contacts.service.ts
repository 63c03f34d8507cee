import { Injectable } from '@nestjs/common';
import { notFound } from '../../kernel/errors/problem-error.js';
import { Database } from '../../platform/database/database.js';
import { sharedLookup } from '../../platform/database/shared-statement.js';
import type { Principal } from '../access/principal.js';
import { AudienceStream } from '../audience/audience-stream.service.js';
import { AudienceService } from '../audience/audience.service.js';
import { DataSources } from './data-sources.service.js';

const FIND = sharedLookup(
  'data-source.find-contact',
  { projectId: 'uuid', dataSourceId: 'uuid', userId: 'text', onlyOwn: 'boolean' },
  // A data source token sees those only that its source has brought.
  `SELECT c.id FROM contacts c WHERE c.project_id = :projectId AND c.deleted_at IS NULL AND c.id = coalesce(
     (SELECT n.contact_id FROM contact_identities n
      WHERE n.project_id = :projectId AND n.data_source_id = :dataSourceId AND n.user_id = :userId),
     (SELECT o.id FROM contacts o WHERE o.project_id = :projectId AND o.user_id = :userId
       AND (NOT :onlyOwn OR o.data_source_id = :dataSourceId)))`,
  { id: 'uuid' },
);

/** Contacts by the ids that a data source has for them. */
@Injectable()
export class SourceContacts {
  constructor(
    private readonly database: Database,
    private readonly sources: DataSources,
    private readonly audience: AudienceService,
    private readonly stream: AudienceStream,
  ) {}

  /** @throws ProblemError 404 */
  async get(caller: Principal, source: string, userId: string) {
    return this.audience.get(caller, await this.find(caller, source, userId));
  }

  /** @throws ProblemError 404 */
  async erase(caller: Principal, source: string, userId: string) {
    return this.stream.erase(caller, await this.find(caller, source, userId));
  }

  private async find(caller: Principal, source: string, userId: string): Promise<string> {
    const { projectId } = caller;
    const { id: dataSourceId } = await this.sources.get(caller, source);
    const values = { projectId, dataSourceId, userId, onlyOwn: caller.dataSourceId !== null };
    const found = await this.database.queryShared(FIND, values);
    if (!found) throw notFound();
    return found.id;
  }
}
