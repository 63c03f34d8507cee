import { applyDecorators, Injectable, SetMetadata } from '@nestjs/common';
import type { JobHandler, JobKind } from './job.js';

export const JOB = Symbol('job');

/** What a handler's decorator says of it. */
export interface JobDeclaration {
  readonly name: string;
  /** For recurring ones: when, in UTC. */
  readonly schedule?: string;
}

type HandlerClass<Payload extends object> = new (...parameters: never[]) => JobHandler<Payload>;

/** The provider that does one kind of job. List it among the providers of its module; the worker finds it. */
export const HandlesJob =
  <Payload extends object>(kind: JobKind<Payload>) =>
  (target: HandlerClass<Payload>): void => {
    declare({ name: kind.name }, target);
  };

/** A provider whose `run` is called by the clock. `schedule` is a crontab line: minute, hour, day, month, weekday. */
export const RecurringJob =
  (name: string, schedule: string) =>
  (target: HandlerClass<object>): void => {
    declare({ name, schedule }, target);
  };

function declare(declaration: JobDeclaration, target: HandlerClass<never>): void {
  applyDecorators(Injectable(), SetMetadata(JOB, declaration))(target);
}
