import { JobRegistry } from '../../src/platform/jobs/job-registry.js';
import type { TestApp } from './test-app.js';

/** Runs all queued jobs of one kind now, whenever they are due, and those of the kind that they add; leaves the others. */
export async function runQueued(server: TestApp, name: string): Promise<void> {
  const job = server.app
    .get(JobRegistry, { strict: false })
    .all()
    .find((each) => each.name === name);
  for (;;) {
    const jobs = await server.database.query<{ payload: object }>(
      `WITH taken AS (DELETE FROM graphile_worker._private_jobs j USING graphile_worker._private_tasks t
         WHERE t.id = j.task_id AND t.identifier = $1 RETURNING j.payload)
       SELECT payload FROM taken`,
      [name],
    );
    if (jobs.length === 0) return;
    for (const { payload } of jobs) await job?.run(payload);
  }
}
