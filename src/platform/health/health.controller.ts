import { Get } from '@nestjs/common';
import { Public } from '../http/surface.decorator.js';
import { Readiness, type ReadyReport } from './readiness.service.js';

/** Probes for load balancers and process managers. */
@Public('')
export class HealthController {
  constructor(private readonly readiness: Readiness) {}

  /** Liveness: if this fails, restart the process. */
  @Get('healthz')
  alive(): { status: 'ok' } {
    return { status: 'ok' };
  }

  /** Readiness: database, migrations and queue are available; if this fails, send requests elsewhere. */
  @Get('readyz')
  ready(): Promise<ReadyReport> {
    return this.readiness.get();
  }
}
