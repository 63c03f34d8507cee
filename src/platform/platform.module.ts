import { Global, Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, DiscoveryModule } from '@nestjs/core';
import { ThrottlerModule } from '@nestjs/throttler';
import type { DestinationStream } from 'pino';
import { Environment } from './config/environment.js';
import { SecretKey } from './config/secret-key.js';
import { DatabaseModule } from './database/database.module.js';
import { DpopModule } from './dpop/dpop.module.js';
import { HealthModule } from './health/health.module.js';
import { FinishedAppRequests } from './http/app-request.js';
import { Draining } from './http/draining.js';
import { FixedAnswers } from './http/fixed-answers.js';
import { OwnServer } from './http/own-server.service.js';
import { ProblemDetailsFilter } from './http/problem-details.filter.js';
import { ClearCountersJob } from './http/rate-limit/clear-counters.job.js';
import { RateLimiter } from './http/rate-limit/rate-limiter.service.js';
import { throttlerOptions } from './http/rate-limit/throttler-options.js';
import { SurfaceCensus } from './http/surface-census.js';
import { CacheHeadersGuard } from './http/surface-headers.js';
import { JobsModule } from './jobs/jobs.module.js';
import { LoggingModule } from './logging/logging.module.js';
import { MailModule } from './mail/mail.module.js';
import { OutboundModule } from './outbound/outbound.module.js';
import { AssetsController } from './pages/assets.controller.js';

/** The options that the composition root passes. */
export interface PlatformOptions {
  readonly environment: Environment;
  readonly secretKey: SecretKey;
  /** The runtime role's connection. */
  readonly databaseUrl: string;
  /** Destination of the log; default: standard output. */
  readonly logDestination?: DestinationStream;
}

/** Configuration, database, error formats and the census, for every module to inject. */
@Global()
@Module({})
export class PlatformModule {
  static with(options: PlatformOptions): DynamicModule {
    const { environment, secretKey, databaseUrl, logDestination } = options;
    return {
      module: PlatformModule,
      imports: [
        DiscoveryModule,
        LoggingModule.with(environment.LOG_LEVEL, logDestination),
        DatabaseModule.connect(databaseUrl, environment.DATABASE_POOL_SIZE),
        ThrottlerModule.forRootAsync({
          inject: [Environment, RateLimiter],
          useFactory: throttlerOptions,
        }),
        DpopModule,
        HealthModule,
        JobsModule,
        MailModule,
        OutboundModule,
      ],
      controllers: [AssetsController],
      providers: [
        { provide: Environment, useValue: environment },
        { provide: SecretKey, useValue: secretKey },
        { provide: APP_FILTER, useClass: ProblemDetailsFilter },
        { provide: APP_GUARD, useClass: CacheHeadersGuard },
        ClearCountersJob,
        Draining,
        FinishedAppRequests,
        FixedAnswers,
        OwnServer,
        RateLimiter,
        SurfaceCensus,
      ],
      exports: [
        ...[Environment, SecretKey, Draining, FinishedAppRequests],
        ...[OwnServer, RateLimiter, SurfaceCensus],
      ],
    };
  }
}
