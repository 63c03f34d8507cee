import type { Server } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Environment } from '../platform/config/environment.js';
import { loadEnvironment } from '../platform/config/load-environment.js';
import { readVariables } from '../platform/config/read-variables.js';
import { Draining } from '../platform/http/draining.js';
import { eventLoopTicks } from '../platform/single-use/received-at.js';
import { announce } from './announce.js';
import { checkPort, explainListenError } from './check-port.js';
import type { ClosingOrder } from './closing-order.js';
import { openMigratedDatabase } from './open-database.js';
import { loadSecretKey } from './secret-key-file.js';
import { seedIfAllowed } from './seed-if-allowed.js';
import { startUp } from './start-up.js';

/** No request is answered while the worker's code is loaded: those that waited for the server come first. */
const JOBS_AFTER_MS = 1_000;
const DRAIN_MS = 10_000;
/** Interval of the check for idle connections while requests finish. */
const SWEEP_MS = 50;

/** Starts everything up to a listening server. On a failure, whatever was opened is closed. */
export const boot = (): Promise<void> => startUp(start);

async function start(closing: ClosingOrder, stopping: AbortSignal): Promise<void> {
  const environment = loadEnvironment(readVariables(process.cwd()));
  await checkPort(environment.PORT, environment.HOST);
  const secretKey = loadSecretKey(environment);
  // Its many files are loaded while the database answers.
  const loading = import('./serve.js');
  const database = await openMigratedDatabase(environment);
  closing.add(() => database.close());
  const { createApp, prepare, startJobs } = await loading;
  const app = await createApp({ environment, secretKey, databaseUrl: database.runtimeUrl });
  closing.add(() => app.close());
  const demo = await seedIfAllowed(app, environment);
  await prepare(app);
  eventLoopTicks.start();
  await listen(app, environment);
  closing.add(() => stopServing(app));
  announce(environment, database, demo);
  await sleep(JOBS_AFTER_MS, undefined, { signal: stopping }).catch(() => undefined);
  if (!stopping.aborted) await startJobs(app);
}

async function listen(app: NestExpressApplication, { PORT, HOST }: Environment): Promise<void> {
  try {
    await app.listen(PORT, HOST);
  } catch (error) {
    throw explainListenError(error as Error, PORT, HOST);
  }
}

function stopServing(app: NestExpressApplication): Promise<void> {
  app.get(Draining).begin();
  return drain(app.getHttpServer());
}

/** Stops accepting, waits for the requests that have begun, and closes the remaining connections at the deadline. */
async function drain(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  const sweep = setInterval(() => server.closeIdleConnections(), SWEEP_MS);
  const deadline = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
  await closed;
  clearInterval(sweep);
  clearTimeout(deadline);
}
