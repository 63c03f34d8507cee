import { JobRegistry } from '../../src/platform/jobs/job-registry.js';
import { Database } from '../../src/platform/database/database.js';
import type { TestApp } from './test-app.js';

/** A job that is never done would keep a test from ending. */
const MOST_ROUNDS = 200;

/**
 * Runs queued jobs in this process, also those that are due later, until `isDone`, or none are left. For a server whose
 * worker is off.
 */
export async function runJobs(
  server: TestApp,
  isDone: () => Promise<boolean> = () => Promise.resolve(false),
): Promise<void> {
  for (let round = 0; round < MOST_ROUNDS; round++) {
    await server.database.query(
      "UPDATE graphile_worker._private_jobs SET run_at = now() - interval '1 second'",
    );
    const [queued] = await server.database.query<{ count: number }>(
      'SELECT count(*)::int AS count FROM graphile_worker._private_jobs WHERE attempts < max_attempts',
    );
    if (queued?.count === 0 || (await isDone())) return;
    await runDue(server);
  }
  throw new Error('There are still jobs.');
}

async function runDue({ app }: TestApp): Promise<void> {
  const { Logger, runOnce } = await import('graphile-worker');
  const tasks = app.get(JobRegistry, { strict: false }).all();
  await runOnce({
    pgPool: app.get(Database, { strict: false }).pool,
    noHandleSignals: true,
    taskList: Object.fromEntries(
      tasks.map(({ name, run }) => [name, (payload: unknown) => run(payload as object)]),
    ),
    logger: new Logger(() => () => undefined),
  });
}
