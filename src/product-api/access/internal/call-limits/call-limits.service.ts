import { Injectable } from '@nestjs/common';
import type { Response } from 'express';
import { Bursts } from '../../../../platform/http/rate-limit/bursts.js';
import {
  RateLimiter,
  TooManyRequestsException,
} from '../../../../platform/http/rate-limit/rate-limiter.service.js';
import type { GuardedRequest } from '../../principal.js';
import { budgetsOf, type CountedBudget } from './counted-call.js';
import { tellLimits, type ToldLimit, type ToldPolicy } from './limit-headers.js';
import { SpentBudgets } from './spent-budgets.js';

interface Told {
  readonly policies: readonly ToldPolicy[];
  readonly limits: readonly ToldLimit[];
}

/** Counts calls, each out of all budgets that it belongs to, and tells what is left of them. */
@Injectable()
export class CallLimits {
  private readonly bursts = new Bursts();
  private readonly spent = new SpentBudgets<Told>();

  constructor(private readonly limiter: RateLimiter) {}

  /** Before the token is verified. @throws TooManyRequestsException if the budget of this call is known to be spent */
  refuseIfSpent(request: GuardedRequest, response: Response, handler: object): void {
    const told = this.spent.find(request, handler, performance.now());
    if (told) refuse(response, told);
  }

  /** Of a request whose access is verified. @throws TooManyRequestsException beyond a limit */
  async count(request: GuardedRequest, response: Response, handler: object): Promise<void> {
    if (this.limiter.isOff) return;
    const budgets = budgetsOf(request, handler);
    const policies = budgets.flatMap((each) => this.policiesOf(each));
    this.checkBursts(response, budgets, policies);
    const { seconds, standings } = await this.limiter.takeEach(
      budgets.map(({ budget, tracker }) => [budget.bucket, tracker]),
    );
    const limits = standings.map((standing, i) => ({ ...standing, name: nameOf(budgets[i]) }));
    if (seconds === 0) return tellLimits(response, policies, limits);
    const endsAt = performance.now() + seconds * 1_000;
    this.spent.add(request, handler, { refusal: { policies, limits }, endsAt });
    refuse(response, { policies, limits });
  }

  private policiesOf(counted: CountedBudget): readonly ToldPolicy[] {
    const { bucket } = counted.budget;
    const name = nameOf(counted);
    return [
      { name, limit: this.limiter.limitFor(bucket), seconds: bucket.seconds },
      { name: `${name}-burst`, limit: this.inASecond(counted), seconds: 1 },
    ];
  }

  private checkBursts(
    response: Response,
    budgets: readonly CountedBudget[],
    policies: readonly ToldPolicy[],
  ): void {
    const now = performance.now();
    for (const counted of budgets) {
      const limit = this.inASecond(counted);
      const name = nameOf(counted);
      if (this.bursts.allows(`${name} ${counted.tracker}`, limit, now)) continue;
      const limits = [{ name: `${name}-burst`, limit, remaining: 0, secondsLeft: 1 }];
      refuse(response, { policies, limits });
    }
  }

  private inASecond({ budget }: CountedBudget): number {
    return this.limiter.limitFor({ ...budget.bucket, limit: budget.inASecond });
  }
}

const nameOf = (counted: CountedBudget | undefined): string => counted?.budget.told ?? '';

/** The response says why, in its headers. */
function refuse(response: Response, { policies, limits }: Told): never {
  tellLimits(response, policies, limits);
  const spent = limits.filter(({ remaining }) => remaining === 0);
  throw new TooManyRequestsException(Math.max(1, ...spent.map(({ secondsLeft }) => secondsLeft)));
}
