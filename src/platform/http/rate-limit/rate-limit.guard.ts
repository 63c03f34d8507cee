import { Injectable, type ExecutionContext } from '@nestjs/common';
import { ThrottlerGuard, type ThrottlerLimitDetail } from '@nestjs/throttler';
import { TooManyRequestsException } from './rate-limiter.service.js';
import type { StagedThrottler } from './throttler-options.js';

/** Throttler's guard for some of the buckets, with this server's refusals. */
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

/** Limits per address. Must run before everything whose cost grows with the body. */
@Injectable()
export class AddressLimitGuard extends StageGuard {
  protected readonly readsForm = false;
}

/** Limits per client or account that a form names. Must run after `FormGuard`. */
@Injectable()
export class FormLimitGuard extends StageGuard {
  protected readonly readsForm = true;
}
