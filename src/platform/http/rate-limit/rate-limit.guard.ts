import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { rateLimitOf } from './rate-limit.decorator.js';
import { RateLimiter, type Stage } from './rate-limiter.service.js';

/** Counts a request in the buckets of one stage of the name that its handler is limited under. */
@Injectable()
abstract class StageGuard implements CanActivate {
  protected abstract readonly stage: Stage;

  constructor(private readonly limiter: RateLimiter) {}

  /** A promise only if the database is asked. @throws TooManyRequestsException */
  canActivate(context: ExecutionContext): true | Promise<true> {
    const name = rateLimitOf(context);
    if (name === undefined) return true;
    return this.limiter.admit(name, this.stage, context.switchToHttp().getRequest<Request>());
  }
}

/** Limits per address. Must run before everything whose cost grows with the body. */
@Injectable()
export class AddressLimitGuard extends StageGuard {
  protected readonly stage = 'address';
}

/** Limits per client or account that a form names. Must run after `FormGuard`. */
@Injectable()
export class FormLimitGuard extends StageGuard {
  protected readonly stage = 'form';
}
