import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Logger } from 'nestjs-pino';
import { AppModule } from '../app.module.js';
import { configureApp, createAdapter } from '../app.setup.js';
import type { PlatformOptions } from '../platform/platform.module.js';

/** The whole application, wired and configured, not yet listening. */
export async function createApp(options: PlatformOptions): Promise<NestExpressApplication> {
  const app = await NestFactory.create<NestExpressApplication>(
    AppModule.with(options),
    createAdapter(),
    { bodyParser: false, abortOnError: false, bufferLogs: true },
  );
  app.useLogger(app.get(Logger));
  return configureApp(app);
}
