import { hash } from 'node:crypto';
import type { Request } from 'express';
import type { RateLimitRule } from './rate-limits.js';

/** A name may have several rules; each counts apart. */
export const ruleName = (name: string, index: number): string => `${name}-${String(index)}`;

/** Hashed: addresses and e-mails do not lie about in a table of counters. */
export const counterKey = (rule: string, tracker: string): string =>
  hash('sha256', `${rule} ${tracker}`, 'base64url');

/** How many of such requests the rule lets pass, `RATE_LIMIT_SCALE` taken in. */
export function limitFor(
  { limit }: Pick<RateLimitRule, 'limit'>,
  request: Request,
  scale: number,
): number {
  const unscaled = typeof limit === 'number' ? limit : limit(request);
  return Math.max(1, Math.ceil(unscaled * scale));
}
