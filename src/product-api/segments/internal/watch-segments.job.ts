import { Logger } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import { RecurringJob } from '../../../platform/jobs/job-handler.decorator.js';
import type { JobHandler } from '../../../platform/jobs/job.js';
import { SegmentWatch } from './segment-watch.service.js';
import { DEFER_SEGMENT } from './watch.statements.js';

/** Of one run; the others are first in the next. */
const MOST_SEGMENTS = 500;

/** Compares watched segments with their snapshots, those first that have waited longest. */
@RecurringJob('segments-entered', '* * * * *')
export class WatchSegments implements JobHandler<object> {
  private readonly logger = new Logger('segments');

  constructor(
    private readonly database: Database,
    private readonly watch: SegmentWatch,
  ) {}

  async run(): Promise<void> {
    for (let compared = 0; compared < MOST_SEGMENTS; compared++) {
      const [due] = await this.watch.findDue();
      if (!due) return;
      try {
        if (!(await this.watch.compare(due))) return;
      } catch (error) {
        // Its rule is no longer valid or too expensive: the others must not wait for it.
        this.logger.warn({ err: error, ...due }, 'a watched segment was not compared');
        await this.database.query(DEFER_SEGMENT, due);
      }
    }
  }
}
