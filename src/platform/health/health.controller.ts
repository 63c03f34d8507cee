import { Get } from '@nestjs/common';
import { FixedAnswer } from '../http/fixed-answers.js';
import { Public } from '../http/surface.decorator.js';
import { Readiness, type ReadyReport } from './readiness.service.js';

const ALIVE = { status: 'ok' } as const;

/** Probes for load balancers and process managers. */
@Public('')
export class HealthController {
  constructor(private readonly readiness: Readiness) {}

  /** Liveness: if this fails, restart the process. */
  @Get('healthz')
  @FixedAnswer()
  alive(): { status: 'ok' } {
    return ALIVE;
  }

  /** Readiness: database, migrations and queue are available; if this fails, send requests elsewhere. */
  @Get('readyz')
  ready(): Promise<ReadyReport> {
    return this.readiness.get();
  }
}
