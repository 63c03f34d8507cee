import { hash } from 'node:crypto';
import type { Request } from 'express';
import type { Environment } from '../../config/environment.js';
import { accountOf, addressOf, clientOf } from './request-traits.js';

/** At most `limit` in `seconds` for each tracker (whom it counts for), over all replicas; a tenth more if `leased`. */
export interface Bucket {
  /** Unique in the server. */
  readonly name: string;
  /** Before `RATE_LIMIT_SCALE`. */
  readonly limit: number;
  /** The limit of an address that all users of an assistant share (`SHARED_EGRESS`, attack C7). */
  readonly shared?: number;
  readonly seconds: number;
  /** The tracker, where a request names it. One from the form is counted after the form was read. */
  readonly per?: (request: Request) => string;
  /** Counting must not cost a statement for each request: processes lease permits (`LeasedPermits`). */
  readonly leased?: true;
}

const MINUTE = 60;
const HOUR = 3_600;
/** Factor for a shared address at the endpoints that apps call. */
const SHARED_FACTOR = 10;

const ofAddress = (name: string, limit: number, seconds = MINUTE): Bucket => ({
  ...{ name, limit, seconds },
  per: addressOf,
});

/** Of an endpoint that apps call, often: the rest of the buckets stop guessing, or are for what people do by hand. */
const ofCallers = (name: string, limit: number, seconds = MINUTE): Bucket => ({
  ...ofAddress(name, limit, seconds),
  leased: true,
});

/**
 * Calls per minute of one app at one address, which may be thousands of people behind a hosted app; and of the address,
 * which only many apps together reach, since a `client_id` costs nothing.
 */
const ofApps = (name: string, ofApp: number, ofAll: number): readonly Bucket[] => [
  {
    ...{ name: `${name}-of-app`, limit: ofApp, seconds: MINUTE, leased: true },
    per: (request) => `${clientOf(request)} ${addressOf(request)}`,
  },
  { ...ofCallers(name, ofAll), shared: ofAll * SHARED_FACTOR },
];

/** The buckets of requests, by the name that `@RateLimit` takes. All buckets of a name apply. */
export const requestBuckets = ({ REGISTRATIONS_PER_HOUR: registrations }: Environment) => ({
  register: [
    {
      ...ofCallers('register', registrations, HOUR),
      shared: Math.max(registrations, 600),
    },
  ],
  'manage-registration': [ofCallers('manage-registration', 60)],
  // Every form whose password is hashed. Guessing at one account has its own limit: `SignInGate`.
  'sign-in': [ofAddress('sign-in', 30)],
  // Without a session, the page starts one.
  'sign-in-page': [ofAddress('sign-in-page', 120)],
  // The same, and the return path is stored; beyond the limit the redirect has none.
  'signed-out-page': [ofAddress('signed-out-page', 60)],
  'password-reset': [ofAddress('password-reset', 20, HOUR)],
  // Beyond it no mail is sent, and the response is the same: the last link is younger than this, and valid.
  'password-reset-mail': [
    { name: 'password-reset-mail', limit: 3, seconds: 15 * MINUTE, per: accountOf },
  ],
  token: ofApps('token', 120, 1_200),
  authorize: [ofCallers('authorize', 60)],
  // A resource server may introspect at every request it serves.
  introspect: ofApps('introspect', 1_200, 6_000),
  leaked: [ofCallers('leaked', 30)],
  par: ofApps('par', 120, 600),
  revoke: ofApps('revoke', 60, 600),
  'user-info': [ofCallers('user-info', 600)],
  // Each costs a statement, and anybody may ask.
  catalogue: [ofCallers('catalogue', 300)],
  // Any other request with a body: reading it has a cost before the caller is authenticated.
  'other-body': [ofCallers('other-body', 240)],
});

type RequestBuckets = ReturnType<typeof requestBuckets>;
export type RateLimitName = keyof RequestBuckets;

/** Invalid access tokens from one address (attack B10). */
export const TOKEN_FAILURES: Bucket = {
  ...ofCallers('token-failures', 300),
  shared: 300 * SHARED_FACTOR,
};

/** Calls under one grant, or with one API token. */
export const GRANT_CALLS: Bucket = {
  ...{ name: 'grant-calls', limit: 600, seconds: MINUTE },
  leased: true,
};

/** Checks of the hosts of one app, and of one host by one organisation: nobody uses up those of another. */
export const DOMAIN_CHECKS = {
  ofApp: { name: 'domain-checks-of-app', limit: 60, seconds: HOUR },
  byOrganisation: { name: 'domain-checks-of-organisation', limit: 30, seconds: HOUR },
} as const satisfies Record<string, Bucket>;

/** Test messages of the campaigns of a project. */
export const CAMPAIGN_TESTS: Bucket = { name: 'campaign-tests', limit: 10, seconds: 24 * HOUR };

/** Codes that confirm test numbers of a project: each is a text message. */
export const TEST_NUMBER_CODES: Bucket = {
  ...{ name: 'test-number-codes', limit: 20, seconds: 24 * HOUR },
};

/** Invitations to test an app: each is a mail. */
export const TESTER_INVITATIONS: Bucket = {
  ...{ name: 'tester-invitations', limit: 50, seconds: 24 * HOUR },
};

/** Addresses that a person pastes to try the flow of an app: each may cost six requests. */
export const FLOW_TRIALS: Bucket = { name: 'flow-trials', limit: 60, seconds: 15 * MINUTE };
/** Offers of apps by one person, of whatever apps: each is a mail to an address that they choose. */
export const TRANSFER_OFFERS: Bucket = { name: 'transfer-offers', limit: 10, seconds: 24 * HOUR };

/** The same refusal of the same target in the audit log. */
export const AUDIT_REPEATS: Bucket = { name: 'audit-repeats', limit: 1, seconds: MINUTE };

/** Fetches from a host that may be requested `perMinute` times (attack C16). */
export const fetchBuckets = (perMinute: number) => ({
  /** A document in use; requests for other URLs of its host do not use up this limit. */
  inUse: { name: 'fetch-in-use', limit: perMinute, seconds: MINUTE },
  /** A host may have many documents in use. */
  inUseAtHost: { name: 'fetch-in-use-at-host', limit: perMinute * 10, seconds: MINUTE },
  /** URLs that are not known yet, of all hosts, from one network. */
  fromNetwork: { name: 'fetch-from-network', limit: 10, seconds: MINUTE },
  /** No network gets more than about half of a host's limit. */
  fromNetworkToHost: {
    ...{ name: 'fetch-from-network-to-host', limit: Math.ceil(perMinute / 2), seconds: MINUTE },
  },
  ofHost: { name: 'fetch-of-host', limit: perMinute, seconds: MINUTE },
});

/** The name of a counter in this process. */
export const counterName = ({ name }: Pick<Bucket, 'name'>, tracker: string): string =>
  `${name} ${tracker}`;

/** The key of a counter in the database. */
export const counterKey = (bucket: Pick<Bucket, 'name'>, tracker: string): string =>
  hashedKey(counterName(bucket, tracker));

/** The same of a counter's name. Hashed, so that the table has no addresses or e-mails. */
export const hashedKey = (name: string): string => hash('sha256', name, 'base64url');
