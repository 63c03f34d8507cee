import { OAuthError } from '../../../../kernel/errors/oauth-error.js';
import { Database } from '../../../../platform/database/database.js';
import { statement } from '../../../../platform/database/statement.js';
import { RecurringJob } from '../../../../platform/jobs/job-handler.decorator.js';
import type { JobHandler } from '../../../../platform/jobs/job.js';
import { MetadataDocuments } from './metadata-documents.service.js';

// By lot, so that documents which cannot be read do not keep the others from their turn.
const FIND_STALE = statement(
  'metadata-clients.find-stale',
  `SELECT metadata_uri AS url FROM clients
    WHERE origin = 'metadata_document' AND approved_at IS NOT NULL AND disabled_at IS NULL
      AND coalesce(metadata_fetched_at < now() - interval '20 hours', true)
    ORDER BY random() LIMIT 40`,
);

/**
 * Reads the documents of apps in use about once a day (CIMD §5.2), so that one which has not been seen for a month
 * is known to have been away, and is not merely an app that nobody connected (attack C17).
 */
@RecurringJob('reread-metadata-documents', '*/20 * * * *')
export class RereadDocumentsJob implements JobHandler<object> {
  constructor(
    private readonly database: Database,
    private readonly documents: MetadataDocuments,
  ) {}

  async run(): Promise<void> {
    const stale = await this.database.query<{ url: string }>(FIND_STALE);
    for (const { url } of stale) await this.reread(url);
  }

  private async reread(url: string): Promise<void> {
    try {
      await this.documents.refresh(url);
    } catch (error) {
      // Noted on the row, as far as it says anything; the next turn asks again.
      if (!(error instanceof OAuthError)) throw error;
    }
  }
}
