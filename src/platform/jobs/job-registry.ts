import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService, Reflector } from '@nestjs/core';
import { JOB, type JobDeclaration } from './job-handler.decorator.js';
import type { JobHandler } from './job.js';

interface RegisteredJob extends JobDeclaration {
  readonly run: JobHandler<object>['run'];
}

/** Every job handler of the running server, found by its decorator. */
@Injectable()
export class JobRegistry implements OnModuleInit {
  private readonly jobs = new Map<string, RegisteredJob>();

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly reflector: Reflector,
  ) {}

  /** @throws Error if a recurring job has the name of another job: its runs would be mixed up with the other's */
  onModuleInit(): void {
    for (const { metatype, instance } of this.discovery.getProviders()) {
      if (typeof metatype !== 'function' || !instance) continue;
      const declaration = this.reflector.get<JobDeclaration | undefined>(JOB, metatype);
      if (!declaration) continue;
      this.register(declaration, instance as JobHandler<object>);
    }
  }

  private register(declaration: JobDeclaration, handler: JobHandler<object>): void {
    const { name, schedule } = declaration;
    const known = this.jobs.get(name);
    if (known && (schedule ?? known.schedule) !== undefined) {
      throw new Error(`Two handlers for the recurring job ${name}`);
    }
    const run = (payload: object): Promise<void> => handler.run(payload);
    this.jobs.set(name, { ...declaration, run: known ? both(known.run, run) : run });
  }

  has(name: string): boolean {
    return this.jobs.has(name);
  }

  all(): RegisteredJob[] {
    return [...this.jobs.values()];
  }
}

type Run = RegisteredJob['run'];

/**
 * Several modules may handle one announcement. One that fails does not keep the others from running; the queue then
 * repeats all of them.
 */
const both =
  (one: Run, other: Run): Run =>
  async (payload) => {
    const results = await Promise.allSettled([one(payload), other(payload)]);
    for (const result of results) if (result.status === 'rejected') throw result.reason;
  };
