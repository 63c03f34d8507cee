import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AppModule } from '../app.module.js';
import { openMigratedDatabase } from '../boot/open-database.js';
import { startLogger } from '../boot/serve.js';
import { loadSecretKey } from '../boot/secret-key-file.js';
import { loadEnvironment } from '../platform/config/load-environment.js';
import { readVariables } from '../platform/config/read-variables.js';

/** Runs `work` with the whole application, on the configured database and without HTTP. */
export async function inApplication<T>(
  work: (app: INestApplicationContext) => Promise<T>,
): Promise<T> {
  // Jobs are left to the server.
  const environment = loadEnvironment({ ...readVariables(process.cwd()), JOB_CONCURRENCY: '0' });
  const secretKey = loadSecretKey(environment);
  const database = await openMigratedDatabase(environment);
  try {
    const platform = { environment, secretKey, databaseUrl: database.runtimeUrl };
    const app = await NestFactory.createApplicationContext(AppModule.with(platform), {
      abortOnError: false,
      logger: startLogger(),
    });
    return await work(app).finally(() => app.close());
  } finally {
    await database.close();
  }
}
