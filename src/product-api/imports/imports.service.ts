import { Injectable } from '@nestjs/common';
import { notFound, ProblemError } from '../../kernel/errors/problem-error.js';
import { newId, toWireId } from '../../kernel/ids.js';
import { Database } from '../../platform/database/database.js';
import { JobQueue } from '../../platform/jobs/job-queue.service.js';
import type { EntityEnvelope } from '../access/envelope.js';
import { PlainLists } from '../access/plain-lists.service.js';
import { invalid } from '../access/request.pipe.js';
import type { SourceCaller } from '../data-sources/data-sources.service.js';
import { LIMITS } from '../data-sources/ingest-limits.js';
import { IMPORT_LIST, type Import } from './imports.dto.js';
import { errorLines } from './internal/error-lines.js';
import type { ImportEntity } from './internal/import.entity.js';
import { CANCEL, CREATE, FIND_ERRORS, LOCK_PROJECT } from './internal/imports.statements.js';
import { RUN_IMPORT } from './internal/run-import.job.js';

const MOST_ROWS = 10_000;
/** Of one project. */
const MOST_UNFINISHED = 10;

/** Imports of a project. */
@Injectable()
export class Imports {
  constructor(
    private readonly database: Database,
    private readonly jobs: JobQueue,
    private readonly lists: PlainLists,
  ) {}

  /** @throws ProblemError 400 for no row or too many, 409 if too many imports wait */
  create(projectId: string, dataSourceId: string, ndjson: string): Promise<ImportEntity> {
    const rows = ndjson.split(/\r?\n/).filter((row) => row.trim() !== '');
    if (rows.length < 1 || rows.length > MOST_ROWS) {
      const message = `must have 1 to ${String(MOST_ROWS)} rows`;
      throw invalid([{ pointer: '', code: 'rows', message }]);
    }
    const firstRows = rows.flatMap((_, i) => (i % LIMITS.itemsLimit === 0 ? [i + 1] : []));
    const parts = firstRows.map((first) =>
      rows.slice(first - 1, first - 1 + LIMITS.itemsLimit).join('\n'),
    );
    const id = newId();
    return this.database.transaction(async (tx) => {
      await this.database.queryIn(tx, LOCK_PROJECT, { projectId });
      const [made] = await this.database.queryIn(tx, CREATE, {
        ...{ id, projectId, dataSourceId, total: rows.length, most: MOST_UNFINISHED },
        ...{ firstRows, rows: parts },
      });
      if (!made) throw new ProblemError('conflict', 'Too many imports wait. Try again later.');
      await this.jobs.add(tx, RUN_IMPORT, { projectId, importId: id });
      return made;
    });
  }

  /** @throws ProblemError 404, also for an import of another data source than the caller's */
  async get(
    { projectId, dataSourceId }: SourceCaller,
    id: string,
  ): Promise<EntityEnvelope<Import>> {
    const found = await this.lists.get(IMPORT_LIST, projectId, id);
    const isReached =
      dataSourceId === null || found.entity.datasourceId === toWireId('ds', dataSourceId);
    if (!isReached) throw notFound();
    return found;
  }

  /** @throws ProblemError 404; 409 if it has ended */
  async cancel(caller: SourceCaller, id: string): Promise<ImportEntity> {
    await this.get(caller, id);
    const [cancelled] = await this.database.query(CANCEL, { projectId: caller.projectId, id });
    if (cancelled) return cancelled;
    const { entity } = await this.get(caller, id);
    throw new ProblemError('invalid_state', `It is ${entity.status} already.`);
  }

  /**
   * A line of JSON for each row that was refused.
   * @throws ProblemError 404
   */
  async errorsOf(caller: SourceCaller, importId: string): Promise<string> {
    await this.get(caller, importId);
    const values = { projectId: caller.projectId, importId };
    return errorLines(await this.database.query(FIND_ERRORS, values));
  }
}
