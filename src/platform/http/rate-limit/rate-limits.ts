import type { ThrottlerOptions } from '@nestjs/throttler';
import type { Request } from 'express';
import { addressRanges } from '../../config/address-ranges.js';
import type { Environment } from '../../config/environment.js';
import { accountOf, addressOf, clientOf } from './request-traits.js';

/** What is limited: the name that `@RateLimit` takes. */
export type RateLimitName =
  | 'register'
  | 'manage-registration'
  | 'sign-in'
  | 'sign-in-page'
  | 'signed-out-page'
  | 'password-reset'
  | 'password-reset-letter'
  | 'token'
  | 'authorize'
  | 'par'
  | 'revoke'
  | 'introspect'
  | 'leaked'
  | 'user-info'
  | 'other-body';

/** At most `limit` requests per `seconds` for everything that `per` says is the same. */
export interface RateLimitRule {
  readonly limit: number | ((request: Request) => number);
  readonly seconds: number;
  readonly per: (request: Request) => string;
  /** `per` looks at the form. Default: only at the address, so that it is counted before the body is read. */
  readonly readsForm?: true;
}

/** A rule as Throttler wants it, and what it has to wait for. */
export interface StagedThrottler extends ThrottlerOptions {
  readonly readsForm: boolean;
}

const MINUTE = 60;
const HOUR = 3_600;

/** Tokens a minute from one address that are no live ones (attack B10). */
const FAILURES = 300;
/** Calls a minute by leave of one grant. */
const CALLS_OF_GRANT = 600;

/** Registrations an hour from an address that stands for all who use an assistant (attack C7). */
const REGISTRATIONS_FROM_SHARED_EGRESS = 600;
/** How many usual addresses such an address is worth at the endpoints that apps call. */
const SHARED_EGRESS_FACTOR = 10;

/**
 * Every limit there is, before `RATE_LIMIT_SCALE`. A name with several rules obeys all of them.
 * What apps call counts per client *and* address: one address may be thousands of people behind a hosted app. A
 * `client_id` costs nothing, so the address alone has a limit too, which only many apps together reach.
 */
export const rateLimits = (
  environment: Environment,
): Record<RateLimitName, readonly RateLimitRule[]> => ({
  register: [{ limit: registrationsFrom(environment), seconds: HOUR, per: addressOf }],
  'manage-registration': [{ limit: 60, seconds: MINUTE, per: addressOf }],
  // Whatever hashes a password. Guessing at one account is slowed down apart: `SignInAttempts`.
  'sign-in': [{ limit: 30, seconds: MINUTE, per: addressOf }],
  // Shown to a stranger, it starts a session.
  'sign-in-page': [{ limit: 120, seconds: MINUTE, per: addressOf }],
  // The same, and it keeps where they wanted to go; beyond it they are just sent to sign in.
  'signed-out-page': [{ limit: 60, seconds: MINUTE, per: addressOf }],
  'password-reset': [{ limit: 20, seconds: HOUR, per: addressOf }],
  // Beyond it no letter is sent, and nobody told: the last link is younger than this, and works.
  'password-reset-letter': [{ limit: 3, seconds: 15 * MINUTE, per: accountOf, readsForm: true }],
  token: appRules(120, 1_200, environment),
  authorize: [{ limit: 60, seconds: MINUTE, per: addressOf }],
  // A resource server may ask at every request it serves.
  introspect: appRules(1_200, 6_000, environment),
  leaked: [{ limit: 30, seconds: MINUTE, per: addressOf }],
  par: appRules(120, 600, environment),
  revoke: appRules(60, 600, environment),
  'user-info': [{ limit: 600, seconds: MINUTE, per: addressOf }],
  // Whatever else brings a body: reading it costs something before anybody knows whose it is.
  'other-body': [{ limit: 240, seconds: MINUTE, per: addressOf }],
});

/**
 * Limits of those who show access tokens, leased (`LeasedLimits`): the failures of an address, and the calls of a grant.
 */
export const accessLimits = (
  environment: Environment,
): Record<'failures' | 'calls', Omit<RateLimitRule, 'per'>> => ({
  failures: {
    limit: forAddress(environment, FAILURES, FAILURES * SHARED_EGRESS_FACTOR),
    seconds: MINUTE,
  },
  calls: { limit: CALLS_OF_GRANT, seconds: MINUTE },
});

/** A minute's calls of one app at one address, and of all apps there. */
function appRules(ofApp: number, ofAddress: number, environment: Environment): RateLimitRule[] {
  const limit = forAddress(environment, ofAddress, ofAddress * SHARED_EGRESS_FACTOR);
  return [
    { limit: ofApp, seconds: MINUTE, per: clientAtAddress, readsForm: true },
    { limit, seconds: MINUTE, per: addressOf },
  ];
}

function registrationsFrom(environment: Environment): (request: Request) => number {
  const { REGISTRATIONS_PER_HOUR: usual } = environment;
  return forAddress(environment, usual, Math.max(usual, REGISTRATIONS_FROM_SHARED_EGRESS));
}

function forAddress(
  { SHARED_EGRESS }: Environment,
  usual: number,
  shared: number,
): (request: Request) => number {
  const isShared = addressRanges(SHARED_EGRESS);
  return ({ ip }) => (isShared(ip ?? '') ? shared : usual);
}

const clientAtAddress = (request: Request): string => `${clientOf(request)} ${addressOf(request)}`;
