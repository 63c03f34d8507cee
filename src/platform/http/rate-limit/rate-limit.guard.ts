import { Injectable, type ExecutionContext } from '@nestjs/common';
import { ThrottlerGuard, type ThrottlerLimitDetail } from '@nestjs/throttler';
import { TooManyRequestsException } from './rate-limiter.service.js';
import type { StagedThrottler } from './throttler-options.js';

/** Throttler's guard, saying its refusals our way, for some of the buckets. */
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
