import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService, Reflector } from '@nestjs/core';
import { JOB, type JobDeclaration } from './job-handler.decorator.js';
import type { JobHandler } from './job.js';

interface RegisteredJob extends JobDeclaration {
  readonly handler: JobHandler<object>;
}

/** Every job handler of the running server, found by its decorator. */
@Injectable()
export class JobRegistry implements OnModuleInit {
  private readonly jobs = new Map<string, RegisteredJob>();

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly reflector: Reflector,
  ) {}

  /** @throws Error if two handlers have one name: one of them would never run */
  onModuleInit(): void {
    for (const { metatype, instance } of this.discovery.getProviders()) {
      if (typeof metatype !== 'function' || !instance) continue;
      const declaration = this.reflector.get<JobDeclaration | undefined>(JOB, metatype);
      if (!declaration) continue;
      if (this.jobs.has(declaration.name)) throw new Error(`Two handlers for ${declaration.name}`);
      const handler = instance as JobHandler<object>;
      this.jobs.set(declaration.name, { ...declaration, handler });
    }
  }

  has(name: string): boolean {
    return this.jobs.has(name);
  }

  all(): RegisteredJob[] {
    return [...this.jobs.values()];
  }
}
