import { hash } from 'node:crypto';
import type { Request } from 'express';
import type { Environment } from '../../config/environment.js';
import { accountOf, addressOf, clientOf } from './request-traits.js';

/** At most `limit` in `seconds` for each holder, over all replicas. */
export interface Bucket {
  /** Unique in the server. */
  readonly name: string;
  /** Before `RATE_LIMIT_SCALE`. */
  readonly limit: number;
  /** The limit of an address that stands for all who use an assistant (`SHARED_EGRESS`, attack C7). */
  readonly shared?: number;
  readonly seconds: number;
  /** The holder, where a request names it. What looks at the form is counted after it was read. */
  readonly per?: (request: Request) => string;
  /** Counting must not cost a statement each time: processes lease permits and hand them out. */
  readonly leased?: true;
}

const MINUTE = 60;
const HOUR = 3_600;
/** How many usual addresses a shared one is worth at the endpoints that apps call. */
const SHARED_FACTOR = 10;

const ofAddress = (name: string, limit: number, seconds = MINUTE): Bucket => ({
  ...{ name, limit, seconds },
  per: addressOf,
});

/**
 * A minute's calls of one app at one address, which may be thousands of people behind a hosted app; and of the address,
 * which only many apps together reach: a `client_id` costs nothing.
 */
const ofApps = (name: string, ofApp: number, ofAll: number): readonly Bucket[] => [
  {
    ...{ name: `${name}-of-app`, limit: ofApp, seconds: MINUTE },
    per: (request) => `${clientOf(request)} ${addressOf(request)}`,
  },
  { ...ofAddress(name, ofAll), shared: ofAll * SHARED_FACTOR },
];

/** The buckets of requests, by the name that `@RateLimit` takes. A name with several obeys all of them. */
export const requestBuckets = ({ REGISTRATIONS_PER_HOUR: registrations }: Environment) => ({
  register: [
    {
      ...ofAddress('register', registrations, HOUR),
      shared: Math.max(registrations, 600),
    },
  ],
  'manage-registration': [ofAddress('manage-registration', 60)],
  // Whatever hashes a password. Guessing at one account is slowed down apart: `SignInGate`.
  'sign-in': [ofAddress('sign-in', 30)],
  // Shown to a stranger, it starts a session.
  'sign-in-page': [ofAddress('sign-in-page', 120)],
  // The same, and it keeps where they wanted to go; beyond it they are just sent to sign in.
  'signed-out-page': [ofAddress('signed-out-page', 60)],
  'password-reset': [ofAddress('password-reset', 20, HOUR)],
  // Beyond it no letter is sent, and nobody told: the last link is younger than this, and works.
  'password-reset-mail': [
    { name: 'password-reset-mail', limit: 3, seconds: 15 * MINUTE, per: accountOf },
  ],
  token: ofApps('token', 120, 1_200),
  authorize: [ofAddress('authorize', 60)],
  // A resource server may ask at every request it serves.
  introspect: ofApps('introspect', 1_200, 6_000),
  leaked: [ofAddress('leaked', 30)],
  par: ofApps('par', 120, 600),
  revoke: ofApps('revoke', 60, 600),
  'user-info': [ofAddress('user-info', 600)],
  // Whatever else brings a body: reading it costs something before anybody knows whose it is.
  'other-body': [ofAddress('other-body', 240)],
});

type RequestBuckets = ReturnType<typeof requestBuckets>;
export type RateLimitName = keyof RequestBuckets;

/** Access tokens that are no live ones, from one address (attack B10). */
export const TOKEN_FAILURES: Bucket = {
  ...ofAddress('token-failures', 300),
  shared: 300 * SHARED_FACTOR,
  leased: true,
};

/** Calls by leave of one grant. */
export const GRANT_CALLS: Bucket = {
  ...{ name: 'grant-calls', limit: 600, seconds: MINUTE },
  leased: true,
};

/** The same refusal of the same target in the audit log. */
export const AUDIT_REPEATS: Bucket = { name: 'audit-repeats', limit: 1, seconds: MINUTE };

/** Fetches from a host that may be asked `perMinute` times (attack C16). */
export const fetchBuckets = (perMinute: number) => ({
  /** A document in use; nobody can name so many other URLs of its host that it is not read. */
  inUse: { name: 'fetch-in-use', limit: perMinute, seconds: MINUTE },
  /** A host may have many documents in use. */
  inUseAtHost: { name: 'fetch-in-use-at-host', limit: perMinute * 10, seconds: MINUTE },
  /** URLs that are not known yet, of all hosts, from one network. */
  fromNetwork: { name: 'fetch-from-network', limit: 10, seconds: MINUTE },
  /** No network gets more than about half of what there is for a host. */
  fromNetworkToHost: {
    ...{ name: 'fetch-from-network-to-host', limit: Math.ceil(perMinute / 2), seconds: MINUTE },
  },
  ofHost: { name: 'fetch-of-host', limit: perMinute, seconds: MINUTE },
});

/** Names a counter. Hashed: addresses and e-mails do not lie about in a table of counters. */
export const counterKey = ({ name }: Pick<Bucket, 'name'>, holder: string): string =>
  hash('sha256', `${name} ${holder}`, 'base64url');
