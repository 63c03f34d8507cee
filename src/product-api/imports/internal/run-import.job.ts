import type { EntityManager } from 'typeorm';
import { toWireId } from '../../../kernel/ids.js';
import { AmbientTransaction } from '../../../platform/database/ambient-transaction.js';
import { Database } from '../../../platform/database/database.js';
import { HandlesJob } from '../../../platform/jobs/job-handler.decorator.js';
import { defineJob, type JobHandler } from '../../../platform/jobs/job.js';
import { ContactIngest } from '../../data-sources/contact-ingest.service.js';
import { DataSources } from '../../data-sources/data-sources.service.js';
import { WebhookEvents } from '../../webhooks/webhook-events.service.js';
import { BEGIN_PART, COMPLETE, DROP_PARTS, END_PART, TAKE_PART } from './imports.statements.js';

interface RunningImport {
  readonly projectId: string;
  readonly importId: string;
}

export const RUN_IMPORT = defineJob<RunningImport>('run-import');

/**
 * Brings in an import part by part, each in one transaction with what says that it is done: a worker that is killed
 * leaves the part for the next one. Two workers at the same import take turns.
 */
@HandlesJob(RUN_IMPORT)
export class RunImportJob implements JobHandler<RunningImport> {
  constructor(
    private readonly database: Database,
    private readonly sources: DataSources,
    private readonly contacts: ContactIngest,
    private readonly webhooks: WebhookEvents,
  ) {}

  async run(running: RunningImport): Promise<void> {
    let more = true;
    while (more) {
      more = await this.database.transaction((tx) =>
        // What is read on the way needs no second connection.
        AmbientTransaction.around(tx, () => this.next(tx, running)),
      );
    }
  }

  /** @returns whether there may be more */
  private async next(tx: EntityManager, running: RunningImport): Promise<boolean> {
    const [begun] = await this.database.queryIn(tx, BEGIN_PART, { ...running });
    if (!begun) {
      await this.database.queryIn(tx, DROP_PARTS, { ...running });
      return false;
    }
    const [part] = await this.database.queryIn(tx, TAKE_PART, { ...running });
    if (part) await this.bringIn(tx, running, begun.dataSourceId, part);
    else await this.complete(tx, running);
    return part !== undefined;
  }

  private async complete(tx: EntityManager, running: RunningImport): Promise<void> {
    const [done] = await this.database.queryIn(tx, COMPLETE, { ...running });
    if (!done) return;
    const { id: subjectId, projectId, status, total, completed, failed } = done;
    const dataSourceId = toWireId('ds', done.dataSourceId);
    const data = { status, dataSourceId, total, completed, failed };
    await this.webhooks.announce(tx, { projectId, type: 'import.completed', subjectId, data });
  }

  private async bringIn(
    tx: EntityManager,
    running: RunningImport,
    dataSourceId: string,
    { firstRow, rows }: { readonly firstRow: number; readonly rows: string },
  ): Promise<void> {
    const source = await this.sources.get(
      { projectId: running.projectId, dataSourceId },
      toWireId('ds', dataSourceId),
    );
    const items = rows.split('\n').map(parsed);
    const results = await this.contacts.ingestIn(tx, source, items);
    const errors = results
      .filter(({ status }) => status === 'error')
      .map(({ position, _user_id: user_id, errors }) => ({
        ...{ row_number: firstRow + position, user_id, errors },
      }));
    await this.database.queryIn(tx, END_PART, {
      ...{ ...running, errors: JSON.stringify(errors) },
      ...{ completed: results.length - errors.length, failed: errors.length },
    });
  }
}

/** A row that is no JSON is no object, and has the error of one. */
function parsed(row: string): unknown {
  try {
    return JSON.parse(row);
  } catch {
    return undefined;
  }
}
