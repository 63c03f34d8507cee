import { Get } from '@nestjs/common';
import { Public } from '../http/surface.decorator.js';
import { Readiness, type ReadyReport } from './readiness.service.js';

/** For load balancers and process managers. */
@Public('')
export class HealthController {
  constructor(private readonly readiness: Readiness) {}

  /** The process is alive; if this fails, restart it. */
  @Get('healthz')
  alive(): { status: 'ok' } {
    return { status: 'ok' };
  }

  /** It can serve: database, migrations and queue are there; if this fails, send requests elsewhere. */
  @Get('readyz')
  ready(): Promise<ReadyReport> {
    return this.readiness.get();
  }
}
