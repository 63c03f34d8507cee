import { applyDecorators, Injectable, SetMetadata } from '@nestjs/common';
import type { JobHandler, JobKind } from './job.js';

export const JOB = Symbol('job');

/** The metadata of a job handler. */
export interface JobDeclaration {
  readonly name: string;
  /** For recurring jobs: a crontab line, in UTC. */
  readonly schedule?: string;
}

type HandlerClass<Payload extends object> = new (...parameters: never[]) => JobHandler<Payload>;

/** A provider that handles one kind of job. List it among the providers of its module; the worker finds it. */
export const HandlesJob =
  <Payload extends object>(kind: JobKind<Payload>) =>
  (target: HandlerClass<Payload>): void => {
    declare({ name: kind.name }, target);
  };

/** A provider whose `run` is scheduled. `schedule` is a crontab line: minute, hour, day, month, weekday. */
export const RecurringJob =
  (name: string, schedule: string) =>
  (target: HandlerClass<object>): void => {
    declare({ name, schedule }, target);
  };

function declare(declaration: JobDeclaration, target: HandlerClass<never>): void {
  applyDecorators(Injectable(), SetMetadata(JOB, declaration))(target);
}
