import { Database } from '../../../../platform/database/database.js';
import { RecurringJob } from '../../../../platform/jobs/job-handler.decorator.js';
import type { JobHandler } from '../../../../platform/jobs/job.js';
import { walk, walkOf } from '../../../../platform/jobs/walk.js';
import { HAS_ENDED } from '../../version-state.js';

/** The last approved version is what the next one is compared with. */
const ENDED = walkOf({
  name: 'ended-app-versions',
  table: 'app_versions',
  time: 'state_changed_at',
  before: `now() - interval '13 months'`,
  among: HAS_ENDED,
  due: `state <> 'approved' OR EXISTS (
    SELECT FROM app_versions later
    WHERE later.client_id = app_versions.client_id AND later.state = 'approved' AND later.id > app_versions.id)`,
});

/** Deletes versions that ended long ago, with their history. The events stay in the audit log. */
@RecurringJob('clear-app-versions', '40 3 * * *')
export class ClearAppVersionsJob implements JobHandler<object> {
  constructor(private readonly database: Database) {}

  run(): Promise<void> {
    return walk(this.database, ENDED);
  }
}
