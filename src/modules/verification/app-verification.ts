import type { ScopeSet } from '../../kernel/scope-set.js';

/** How far we know an app, from least to most. */
export const TIERS = ['self_registered', 'development', 'verified', 'listed'] as const;
export type Tier = (typeof TIERS)[number];

export interface AppVerification {
  readonly tier: Tier;
  /** What the review allowed; empty below `verified`. */
  readonly approvedScopes: ScopeSet;
  /** The domain the organisation proved to own, or null. */
  readonly verifiedDomain: string | null;
}
