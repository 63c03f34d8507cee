import type { ScopeSet } from '../../kernel/scope-set.js';

/** Tiers of verification, lowest first. */
export const TIERS = ['self_registered', 'development', 'verified', 'listed'] as const;
export type Tier = (typeof TIERS)[number];

export interface AppVerification {
  readonly tier: Tier;
  /** Scopes that the review allowed; empty below `verified`. */
  readonly approvedScopes: ScopeSet;
  /** The domain whose ownership the organisation proved, or null. */
  readonly verifiedDomain: string | null;
}
