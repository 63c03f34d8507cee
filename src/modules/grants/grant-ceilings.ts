import type { Tier } from '../verification/app-verification.js';

/** The most that an app may spend in a project under a grant, unless the grant says otherwise. */
export interface GrantCeilings {
  /** Messages per day (UTC). */
  readonly messagesPerDay: number;
  /** Millionths per month (UTC). */
  readonly spendPerMonth: bigint;
}

const euros = (amount: number): bigint => BigInt(amount) * 1_000_000n;

/** An app under development in the organisation that develops it. */
export type CeilingKey = Tier | 'own';

/** All figures in one place (policies N1). Those of a grant are in `grant_projects`. */
export const CEILINGS: Readonly<Record<CeilingKey, GrantCeilings>> = {
  self_registered: { messagesPerDay: 0, spendPerMonth: 0n },
  development: { messagesPerDay: 50, spendPerMonth: euros(25) },
  own: { messagesPerDay: 1_000, spendPerMonth: euros(500) },
  verified: { messagesPerDay: 1_000, spendPerMonth: euros(500) },
  listed: { messagesPerDay: 5_000, spendPerMonth: euros(2_500) },
};
