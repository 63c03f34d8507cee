import { EventEmitter, once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import type { CronItem, Runner, TaskList } from 'graphile-worker';
import { Environment } from '../config/environment.js';
import { Database } from '../database/database.js';
import { statement } from '../database/statement.js';
import { JobRegistry } from './job-registry.js';

/** Otherwise jobs of a lost one are taken up after four hours, as those of a process that was killed. */
const RETURN_JOBS = statement(
  'jobs.return',
  `SELECT true AS done FROM graphile_worker.force_unlock_workers(ARRAY[:worker])`,
  { done: 'boolean' },
);

/**
 * graphile-worker writes down the end of a job without waiting for it, unless ends are gathered for this long: a
 * connection that is lost just then would be an unhandled rejection, which ends the process.
 */
const GATHERED_MS = 0;

/**
 * For running jobs, and what was gathered. graphile-worker counts wrong when it could not write down ends of jobs several
 * times, and then waits for ever for the rest of them.
 */
const LONGEST_SHUTDOWN_MS = 15_000;

const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 30_000;

/** What takes jobs from the queue. */
interface RunningQueue {
  readonly runner: Runner;
  /** Settles once it has ended, or does not end in time. */
  readonly ended: Promise<void>;
  /** The name that its jobs are locked by. */
  readonly worker: string;
}

/** Runs jobs from the queue while the server runs. Several processes share one queue. */
@Injectable()
export class JobWorker implements BeforeApplicationShutdown {
  private readonly logger = new Logger('jobs');
  private readonly stopping = new AbortController();
  private ended: Promise<void> = Promise.resolve();

  constructor(
    private readonly environment: Environment,
    private readonly database: Database,
    private readonly registry: JobRegistry,
  ) {}

  /**
   * Called once the server listens, since no request needs it and its code is loaded here. It uses one connection of
   * the pool permanently for LISTEN; others as needed.
   */
  async start(): Promise<void> {
    if (this.environment.JOB_CONCURRENCY === 0) return;
    this.ended = this.keepRunning(await this.run());
  }

  /** Before TypeORM ends the pool. Running jobs are finished, or returned to the queue after a few seconds. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await this.ended;
  }

  /** graphile-worker stops by itself where it cannot write down the end of a job. */
  private async keepRunning(first: RunningQueue): Promise<void> {
    const { signal } = this.stopping;
    for (let queue: RunningQueue | null = first; queue; queue = await this.runAgain(queue.worker)) {
      const { runner, ended } = queue;
      const stop = (): void => void runner.stop().catch(() => undefined);
      signal.addEventListener('abort', stop, { once: true });
      if (signal.aborted) stop();
      await ended.catch((error: unknown) => this.logger.error({ err: error }, 'jobs'));
      signal.removeEventListener('abort', stop);
      if (signal.aborted) return;
      // Its schedule may go on.
      stop();
      this.logger.error('the queue has stopped by itself; it is started again');
    }
  }

  /** Tries until it succeeds; null if the process is stopped. */
  private async runAgain(lost: string): Promise<RunningQueue | null> {
    const { signal } = this.stopping;
    for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MS)) {
      await sleep(pause, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return null;
      try {
        await this.database.query(RETURN_JOBS, { worker: lost });
        return await this.run();
      } catch (error) {
        this.logger.error({ err: error }, 'the queue cannot be started');
      }
    }
  }

  private async run(): Promise<RunningQueue> {
    const { Logger: WorkerLogger, parseCronItems, run } = await import('graphile-worker');
    const events = new EventEmitter();
    let worker = '';
    events.once('pool:create', ({ workerPool }: { workerPool: { id: string } }) => {
      worker = workerPool.id;
    });
    const runner = await run({
      ...{ pgPool: this.database.pool, events, concurrency: this.environment.JOB_CONCURRENCY },
      preset: { worker: { completeJobBatchDelay: GATHERED_MS, failJobBatchDelay: GATHERED_MS } },
      // This server handles signals: it drains its requests first.
      noHandleSignals: true,
      taskList: this.tasks(),
      parsedCronItems: parseCronItems(this.schedule()),
      logger: new WorkerLogger(() => (level, message) => this.log(level, message)),
    });
    const late = once(events, 'pool:gracefulShutdown').then(() =>
      sleep(LONGEST_SHUTDOWN_MS, undefined, { ref: false }),
    );
    return { runner, worker, ended: Promise.race([runner.promise, late]) };
  }

  private tasks(): TaskList {
    return Object.fromEntries(
      this.registry.all().map(({ name, run }) => [name, (payload) => run(payload as object)]),
    );
  }

  private schedule(): CronItem[] {
    return this.registry
      .all()
      .flatMap(({ name, schedule }) => (schedule ? [{ task: name, match: schedule }] : []));
  }

  private log(level: string, message: string): void {
    if (level === 'error') this.logger.error(message);
    else if (level === 'warning') this.logger.warn(message);
    else this.logger.debug(message);
  }
}
