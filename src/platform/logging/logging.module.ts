import { Global, Module, type DynamicModule } from '@nestjs/common';
import { LoggerModule } from 'nestjs-pino';
import type { DestinationStream } from 'pino';
import { RequestLog } from './request-log.js';

/** nestjs-pino over this server's logger, without its middleware: `RequestLog` observes requests. */
@Global()
@Module({})
export class LoggingModule {
  static with(level: string, destination?: DestinationStream): DynamicModule {
    const log = new RequestLog(level, destination);
    return {
      module: LoggingModule,
      imports: [
        LoggerModule.forRoot({
          useExisting: true,
          forRoutes: [],
          pinoHttp: { logger: log.logger },
        }),
      ],
      providers: [{ provide: RequestLog, useValue: log }],
      exports: [RequestLog],
    };
  }
}
