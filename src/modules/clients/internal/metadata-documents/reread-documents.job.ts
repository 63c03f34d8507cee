import { OAuthError } from '../../../../kernel/errors/oauth-error.js';
import { Database } from '../../../../platform/database/database.js';
import { column } from '../../../../platform/database/row-shape.js';
import { unprepared } from '../../../../platform/database/statement.js';
import { RecurringJob } from '../../../../platform/jobs/job-handler.decorator.js';
import type { JobHandler } from '../../../../platform/jobs/job.js';
import { walkOn, type Position } from '../../../../platform/jobs/walk.js';
import { MetadataDocuments } from './metadata-documents.service.js';

const BATCH = 40;

// Ordered, so that documents which cannot be fetched do not block the others.
const FIND_NEXT = unprepared(
  `SELECT metadata_uri AS url, created_at::text AS at, id,
     coalesce(metadata_fetched_at < now() - interval '20 hours', true) AS stale
   FROM clients
   WHERE origin = 'metadata_document' AND state = 'approved'
     AND (created_at, id) > (:at::timestamptz, :id::uuid)
   ORDER BY created_at, id LIMIT ${String(BATCH)}`,
  { url: column<string>('text'), at: 'text', id: 'uuid', stale: 'boolean' },
);

/**
 * Fetches the documents of approved clients about once a day (CIMD §5.2), so that a document missing for a month is
 * noticed also when nobody used the client (attack C17).
 */
@RecurringJob('reread-metadata-documents', '*/20 * * * *')
export class RereadDocumentsJob implements JobHandler<object> {
  constructor(
    private readonly database: Database,
    private readonly documents: MetadataDocuments,
  ) {}

  run(): Promise<void> {
    return walkOn(this.database, 'reread-metadata-documents', (position) => this.next(position), 1);
  }

  private async next({ at, id }: Position): Promise<Position | null> {
    const found = await this.database.query(FIND_NEXT, { at, id });
    for (const { url, stale } of found) if (stale) await this.reread(url);
    return found.length < BATCH ? null : (found.at(-1) ?? null);
  }

  private async reread(url: string): Promise<void> {
    try {
      await this.documents.refresh(url);
    } catch (error) {
      // The failure is stored on the row; the next run tries again.
      if (!(error instanceof OAuthError)) throw error;
    }
  }
}
