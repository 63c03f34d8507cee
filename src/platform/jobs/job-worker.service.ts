import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import type { CronItem, Runner, TaskList } from 'graphile-worker';
import { Environment } from '../config/environment.js';
import { Database } from '../database/database.js';
import { JobRegistry } from './job-registry.js';

/** Runs jobs from the queue while the server runs. Several processes share one queue. */
@Injectable()
export class JobWorker implements BeforeApplicationShutdown {
  private readonly logger = new Logger('jobs');
  private runner: Runner | undefined;

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
    const concurrency = this.environment.JOB_CONCURRENCY;
    if (concurrency === 0) return;
    const { Logger: WorkerLogger, parseCronItems, run } = await import('graphile-worker');
    this.runner = await run({
      pgPool: this.database.pool,
      concurrency,
      // This server handles signals: it drains its requests first.
      noHandleSignals: true,
      taskList: this.tasks(),
      parsedCronItems: parseCronItems(this.schedule()),
      logger: new WorkerLogger(() => (level, message) => this.log(level, message)),
    });
    this.runner.promise.catch((error: unknown) => {
      this.logger.error({ err: error }, 'the worker has stopped');
    });
  }

  /** Once started: resolves when the worker was stopped, rejects if it stops by itself. */
  async ended(): Promise<void> {
    await this.runner?.promise;
  }

  /** Before TypeORM ends the pool. Running jobs are finished, or returned to the queue after a few seconds. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.runner?.stop();
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
