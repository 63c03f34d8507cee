import { Module } from '@nestjs/common';
import { HealthController } from './health.controller.js';
import { Readiness } from './readiness.service.js';

/** `/healthz` and `/readyz`. */
@Module({ controllers: [HealthController], providers: [Readiness] })
export class HealthModule {}
