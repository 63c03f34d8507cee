import type { Tier } from './app-verification.js';

/** The tier of an app, as pages name it. */
export const TIER_NAMES: Record<Tier, string> = {
  self_registered: 'Self-registered',
  development: 'In development',
  verified: 'Verified',
  listed: 'Listed',
};
