import type { Response } from 'express';

/** A limit as its headers tell it. */
export interface ToldLimit {
  readonly name: string;
  readonly limit: number;
  readonly remaining: number;
  readonly secondsLeft: number;
}

/** The policy of a limit: `limit` in each `seconds`. */
export interface ToldPolicy {
  readonly name: string;
  readonly limit: number;
  readonly seconds: number;
}

/**
 * `X-RateLimit-*` of the tightest limit, its reset in seconds since 1970; and the fields of
 * draft-ietf-httpapi-ratelimit-headers-10: all policies, and what is left of each limit.
 */
export function tellLimits(
  response: Response,
  policies: readonly ToldPolicy[],
  limits: readonly ToldLimit[],
): void {
  const [tightest] = [...limits].sort((a, b) => a.remaining - b.remaining);
  if (!tightest) return;
  response.setHeader('X-RateLimit-Limit', tightest.limit);
  response.setHeader('X-RateLimit-Remaining', tightest.remaining);
  response.setHeader('X-RateLimit-Reset', Math.ceil(Date.now() / 1_000) + tightest.secondsLeft);
  response.setHeader('RateLimit-Policy', policies.map(policyText).join(', '));
  response.setHeader('RateLimit', limits.map(limitText).join(', '));
}

const policyText = ({ name, limit, seconds }: ToldPolicy): string =>
  `"${name}";q=${String(limit)};w=${String(seconds)}`;

const limitText = ({ name, remaining, secondsLeft }: ToldLimit): string =>
  `"${name}";r=${String(remaining)};t=${String(secondsLeft)}`;
