import { Injectable, type ExecutionContext } from '@nestjs/common';
import { ThrottlerGuard, type ThrottlerLimitDetail } from '@nestjs/throttler';
import type { RateLimitName } from './buckets.js';
import { rateLimitOf } from './rate-limit.decorator.js';
import { TooManyRequestsException } from './rate-limiter.service.js';
import type { StagedThrottler } from './throttler-options.js';

const ADMITTED = Promise.resolve(true);

/** Throttler's guard for the buckets of one stage, with this server's refusals. */
abstract class StageGuard extends ThrottlerGuard {
  protected abstract readonly readsForm: boolean;
  private readonly throttlersOf = new Map<RateLimitName, StagedThrottler[]>();

  override async onModuleInit(): Promise<void> {
    await super.onModuleInit();
    for (const throttler of this.throttlers as StagedThrottler[]) {
      if (throttler.readsForm !== this.readsForm || throttler.isOff) continue;
      const others = this.throttlersOf.get(throttler.of) ?? [];
      this.throttlersOf.set(throttler.of, [...others, throttler]);
    }
  }

  /** Looks at the throttlers of the handler's name. Throttler's own decorators, which nothing here uses, are not read. */
  override canActivate(context: ExecutionContext): Promise<boolean> {
    const name = rateLimitOf(context);
    const throttlers = name && this.throttlersOf.get(name);
    return throttlers ? this.countIn(throttlers, context) : ADMITTED;
  }

  protected override throwThrottlingException(
    _context: ExecutionContext,
    { timeToExpire }: ThrottlerLimitDetail,
  ): Promise<void> {
    return Promise.reject(new TooManyRequestsException(timeToExpire));
  }

  private async countIn(
    throttlers: readonly StagedThrottler[],
    context: ExecutionContext,
  ): Promise<boolean> {
    for (const throttler of throttlers) {
      const { ttl, getTracker } = throttler;
      const { generateKey } = this.commonOptions as Required<typeof this.commonOptions>;
      const limits = { limit: throttler.limit(context), ttl, blockDuration: ttl };
      await this.handleRequest({ context, throttler, ...limits, getTracker, generateKey });
    }
    return true;
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
