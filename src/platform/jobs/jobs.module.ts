import { Global, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { JobQueue } from './job-queue.service.js';
import { JobRegistry } from './job-registry.js';
import { JobWorker } from './job-worker.service.js';

/** The queue, for every module to add to; modules bring their own handlers (`@HandlesJob`, `@RecurringJob`). */
@Global()
@Module({
  imports: [DiscoveryModule],
  providers: [JobQueue, JobRegistry, JobWorker],
  exports: [JobQueue],
})
export class JobsModule {}
