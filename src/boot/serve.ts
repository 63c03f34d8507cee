import { ConsoleLogger } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Logger } from 'nestjs-pino';
import { AppModule } from '../app.module.js';
import { configureApp, createAdapter } from '../app.setup.js';
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
