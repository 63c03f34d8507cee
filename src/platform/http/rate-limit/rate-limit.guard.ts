import { Injectable, type ExecutionContext } from '@nestjs/common';
import { ThrottlerGuard, type ThrottlerLimitDetail } from '@nestjs/throttler';
import type { Request } from 'express';
import { hasBody } from '../form-body.js';
import type { RateLimitName, StagedThrottler } from './rate-limits.js';
import { TooManyRequestsException } from './too-many-requests.js';

export const RATE_LIMIT = Symbol('rate limit');

/** The name a handler is limited under, if any. A body has a limit wherever it is sent. */
export function rateLimitOf(context: ExecutionContext): RateLimitName | undefined {
  const name: unknown = Reflect.getMetadata(RATE_LIMIT, context.getHandler());
  if (name !== undefined) return name as RateLimitName;
  return hasBody(context.switchToHttp().getRequest<Request>()) ? 'other-body' : undefined;
}

/** Throttler's guard, saying its refusals our way, for some of the rules. */
abstract class StageGuard extends ThrottlerGuard {
  protected abstract readonly readsForm: boolean;

  override async onModuleInit(): Promise<void> {
    await super.onModuleInit();
    this.throttlers = (this.throttlers as StagedThrottler[]).filter(
      ({ readsForm }) => readsForm === this.readsForm,
    );
  }

  protected override throwThrottlingException(
    _context: ExecutionContext,
    { timeToExpire }: ThrottlerLimitDetail,
  ): Promise<void> {
    return Promise.reject(new TooManyRequestsException(timeToExpire));
  }
}

/** What an address may do. Stands before everything whose cost grows with the body. */
@Injectable()
export class AddressLimitGuard extends StageGuard {
  protected readonly readsForm = false;
}

/** What the client or account that a form names may do. Stands behind `FormGuard`. */
@Injectable()
export class FormLimitGuard extends StageGuard {
  protected readonly readsForm = true;
}
