import { Logger } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Logger as PinoLogger } from 'nestjs-pino';
import { AppModule } from '../app.module.js';
import type { Environment } from '../platform/config/environment.js';
import { loadEnvironment } from '../platform/config/load-environment.js';
import { readVariables } from '../platform/config/read-variables.js';
import { JobWorker } from '../platform/jobs/job-worker.service.js';
import type { ClosingOrder } from './closing-order.js';
import { openMigratedDatabase } from './open-database.js';
import { loadSecretKey } from './secret-key-file.js';
import { startLogger } from './serve.js';
import { startUp } from './start-up.js';

/**
 * Starts a process that runs jobs and serves nothing. Any number of them share the queue. It ends in order on a signal,
 * after its running jobs.
 */
export const bootWorker = (): Promise<void> => startUp(start);

async function start(closing: ClosingOrder): Promise<void> {
  const environment = environmentOfWorker();
  const secretKey = loadSecretKey(environment);
  const database = await openMigratedDatabase(environment);
  closing.add(() => database.close());
  const platform = { environment, secretKey, databaseUrl: database.runtimeUrl };
  const app = await NestFactory.createApplicationContext(AppModule.with(platform), {
    abortOnError: false,
    logger: startLogger(),
  });
  closing.add(() => app.close());
  app.useLogger(app.get(PinoLogger));
  await app.get(JobWorker, { strict: false }).start();
  tell(environment, database.description);
}

/** `JOB_CONCURRENCY` is that of processes that serve, and may be 0 in the same file of variables. */
function environmentOfWorker(): Environment {
  const environment = loadEnvironment(readVariables(process.cwd()));
  environment.JOB_CONCURRENCY = environment.WORKER_CONCURRENCY;
  return environment;
}

function tell({ WORKER_CONCURRENCY, isProduction }: Environment, database: string): void {
  const line = `The worker is ready: ${String(WORKER_CONCURRENCY)} jobs at once, on ${database}`;
  if (isProduction) new Logger('start').log(line);
  else process.stdout.write(`\n  ${line}\n  Stop       Ctrl-C\n\n`);
}
