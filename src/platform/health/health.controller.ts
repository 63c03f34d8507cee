import { Get, Header } from '@nestjs/common';
import { Public } from '../http/public-endpoint.decorator.js';
import { Readiness, type ReadyReport } from './readiness.service.js';

/** For load balancers and process managers. */
@Public('')
export class HealthController {
  constructor(private readonly readiness: Readiness) {}

  /** The process is alive; if this fails, restart it. */
  @Get('healthz')
  @Header('Cache-Control', 'no-store')
  alive(): { status: 'ok' } {
    return { status: 'ok' };
  }

  /** It can serve: database, migrations and queue are there; if this fails, send requests elsewhere. */
  @Get('readyz')
  @Header('Cache-Control', 'no-store')
  ready(): Promise<ReadyReport> {
    return this.readiness.get();
  }
}
