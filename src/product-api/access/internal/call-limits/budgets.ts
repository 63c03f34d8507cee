import type { Plan } from '../../../../modules/projects/plan.js';
import type { Tier } from '../../../../modules/verification/app-verification.js';
import { TIER_POLICIES } from '../../../../modules/verification/tier-policy.js';
import type { Bucket } from '../../../../platform/http/rate-limit/buckets.js';
import type { LimitClass } from '../../limit-class.decorator.js';

/** Calls a minute of one credential in one project, on the plan `pro`. */
const CALLS_OF_CLASS: Readonly<Record<LimitClass, number>> = {
  ...{ read: 600, search: 120, scroll: 120, aggregate: 30 },
  ...{ ingest: 120, write: 120, send: 60, spec: 300 },
};

const PLAN_FACTOR: Readonly<Record<Plan, number>> = { free: 0.5, pro: 1, max: 5 };

/** Of what a credential may call in a minute, what it may in one second. */
const SECOND_PART = 10;

/** A bucket that one call comes out of, and its bound for a second. */
export interface Budget {
  /** As its headers name it. */
  readonly told: string;
  readonly bucket: Bucket;
  readonly inASecond: number;
}

const budget = (told: string, limit: number, inASecond: number): Budget => ({
  told,
  bucket: { name: `calls-${told}`, limit, seconds: 60, leased: true },
  inASecond,
});

const ofPlan = (plan: Plan): Readonly<Record<LimitClass, Budget>> =>
  Object.fromEntries(
    Object.entries(CALLS_OF_CLASS).map(([name, calls]) => {
      const limit = calls * PLAN_FACTOR[plan];
      return [name, budget(name, limit, limit / SECOND_PART)];
    }),
  ) as Record<LimitClass, Budget>;

/** By plan and class. */
export const CLASS_BUDGETS: Readonly<Record<Plan, Readonly<Record<LimitClass, Budget>>>> = {
  free: ofPlan('free'),
  pro: ofPlan('pro'),
  max: ofPlan('max'),
};

const ofTier = (tier: Tier): Budget => {
  const { callsPerMinute, callsPerSecond } = TIER_POLICIES[tier];
  return budget('app', callsPerMinute, callsPerSecond);
};

/** By tier. */
export const APP_BUDGETS: Readonly<Record<Tier, Budget>> = {
  self_registered: ofTier('self_registered'),
  development: ofTier('development'),
  verified: ofTier('verified'),
  listed: ofTier('listed'),
};
