import { ConsoleLogger, type INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Logger } from 'nestjs-pino';
import { AppModule } from '../app.module.js';
import { configureApp, createAdapter } from '../app.setup.js';
import { ProtectedNames } from '../modules/clients/protected-names.service.js';
import { SigningKeys } from '../modules/openid/signing-keys.service.js';
import { UnreadableKeysError } from '../modules/openid/unreadable-keys-error.js';
import { DocsApp } from '../product-api/docs/docs-app.service.js';
import { BootError } from '../platform/config/boot-error.js';
import { JobWorker } from '../platform/jobs/job-worker.service.js';
import type { PlatformOptions } from '../platform/platform.module.js';

/** Until the server's log exists: warnings only, without Nest's list of modules and routes. */
export const startLogger = (): ConsoleLogger =>
  new ConsoleLogger({ json: true, logLevels: ['warn', 'error', 'fatal'] });

/** The application, configured and initialised, not yet listening. */
export async function createApp(options: PlatformOptions): Promise<NestExpressApplication> {
  const app = await NestFactory.create<NestExpressApplication>(
    AppModule.with(options),
    createAdapter(),
    { bodyParser: false, abortOnError: false, logger: startLogger() },
  );
  await configureApp(app).init();
  app.useLogger(app.get(Logger));
  return app;
}

/** What requests need from the database: signing keys, protected names, the app of the documentation. @throws BootError */
export async function prepare(app: INestApplicationContext): Promise<void> {
  await prepareSigningKeys(app);
  await app.get(DocsApp, { strict: false }).prepare();
  await app.get(ProtectedNames, { strict: false }).renew();
}

/** Generates the signing keys at the first start, and checks that existing ones can be decrypted. */
async function prepareSigningKeys(app: INestApplicationContext): Promise<void> {
  try {
    await app.get(SigningKeys).prepare();
  } catch (error) {
    throw error instanceof UnreadableKeysError ? new BootError(error.message) : error;
  }
}

/** After the server listens: no request waits for the worker. */
export const startJobs = (app: INestApplicationContext): Promise<void> =>
  app.get(JobWorker, { strict: false }).start();
