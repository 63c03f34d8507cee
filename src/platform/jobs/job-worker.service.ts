import {
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import {
  Logger as WorkerLogger,
  parseCronItems,
  run,
  type Runner,
  type TaskList,
} from 'graphile-worker';
import { Environment } from '../config/environment.js';
import { Database } from '../database/database.js';
import { JobRegistry } from './job-registry.js';

/** Runs jobs from the queue while the server runs. Several processes share one queue. */
@Injectable()
export class JobWorker implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('jobs');
  private runner: Runner | undefined;

  constructor(
    private readonly environment: Environment,
    private readonly database: Database,
    private readonly registry: JobRegistry,
  ) {}

  /** It uses one connection of the pool permanently for LISTEN; others as needed. */
  async onApplicationBootstrap(): Promise<void> {
    const concurrency = this.environment.JOB_CONCURRENCY;
    if (concurrency === 0) return;
    this.runner = await run({
      pgPool: this.database.pool,
      concurrency,
      // This server handles signals: it drains its requests first.
      noHandleSignals: true,
      taskList: this.tasks(),
      parsedCronItems: this.schedule(),
      logger: this.workerLogger(),
    });
    this.runner.promise.catch((error: unknown) => {
      this.logger.error({ err: error }, 'the worker has stopped');
    });
  }

  /** Before TypeORM ends the pool. Running jobs are finished, or returned to the queue after a few seconds. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.runner?.stop();
  }

  private tasks(): TaskList {
    return Object.fromEntries(
      this.registry
        .all()
        .map(({ name, handler }) => [name, (payload) => handler.run(payload as object)]),
    );
  }

  private schedule(): ReturnType<typeof parseCronItems> {
    return parseCronItems(
      this.registry
        .all()
        .flatMap(({ name, schedule }) => (schedule ? [{ task: name, match: schedule }] : [])),
    );
  }

  private workerLogger(): WorkerLogger {
    return new WorkerLogger(() => (level, message) => {
      if (level === 'error') this.logger.error(message);
      else if (level === 'warning') this.logger.warn(message);
      else this.logger.debug(message);
    });
  }
}
