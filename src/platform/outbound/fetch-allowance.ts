import { hash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Environment } from '../config/environment.js';
import { Database } from '../database/database.js';
import { PostgresThrottlerStorage } from '../http/rate-limit/postgres-throttler-storage.js';
import { addressOf } from '../http/rate-limit/request-traits.js';
import { currentRequest } from '../http/request-context.js';
import { InFlight } from './in-flight.js';
import { OutboundError } from './outbound-error.js';

const MINUTE_MS = 60_000;
/** URLs that we do not know, of all hosts, from one network in a minute. */
const MOST_FROM_NETWORK = 10;
/** A host may have many documents in use, which each have a share of their own. */
const HOST_FACTOR_IN_USE = 10;

/** What is to be fetched, and how often that may be. */
export interface Fetch {
  readonly url: URL;
  readonly perMinute: number;
  readonly inUse: boolean;
}

type Share = readonly [name: string, perMinute: number];

/**
 * Limits how often this server calls others: whoever sends URLs decides which hosts it calls (attack C16). Fetches per minute are
 * counted over all replicas, those in flight in each of them.
 */
@Injectable()
export class FetchAllowance {
  /** Apart, so that apps in use never wait for hosts that strangers named, from however many networks (attack C16). */
  private readonly inUse = new InFlight();
  private readonly unknown = new InFlight();
  private readonly counters: PostgresThrottlerStorage;
  private readonly scale: number;

  constructor(database: Database, environment: Environment) {
    this.counters = new PostgresThrottlerStorage(database);
    this.scale = environment.RATE_LIMIT_SCALE;
  }

  /** Runs `work` if the host may be called now. @throws OutboundError `unavailable` */
  async within<T>(fetch: Fetch, work: () => Promise<T>): Promise<T> {
    const { hostname: host } = fetch.url;
    const inFlight = fetch.inUse ? this.inUse : this.unknown;
    inFlight.enter(host);
    try {
      // One after the other: a network over its own limit must not use up the limit that all share.
      for (const share of fetch.inUse ? sharesInUse(fetch) : sharesOfUnknown(fetch)) {
        await this.count(share);
      }
      return await work();
    } finally {
      inFlight.leave(host);
    }
  }

  private async count([name, perMinute]: Share): Promise<void> {
    if (this.scale === 0) return;
    const key = hash('sha256', `outbound ${name}`, 'base64url');
    const limit = Math.max(1, Math.ceil(perMinute * this.scale));
    const { isBlocked } = await this.counters.increment(key, MINUTE_MS, limit);
    if (isBlocked) throw new OutboundError('unavailable', 'the host was asked often enough');
  }
}

/** Nobody can name so many other URLs of a host that a document in use is not read. */
const sharesInUse = ({ url, perMinute }: Fetch): readonly Share[] => [
  [`in use ${url.href}`, perMinute],
  [`in use at ${url.hostname}`, perMinute * HOST_FACTOR_IN_USE],
];

/** No network gets more than about half of what there is for a host. */
function sharesOfUnknown({ url: { hostname: host }, perMinute }: Fetch): readonly Share[] {
  const request = currentRequest();
  if (!request) return [[host, perMinute]];
  const network = addressOf(request);
  return [
    [`from ${network}`, MOST_FROM_NETWORK],
    [`from ${network} to ${host}`, Math.ceil(perMinute / 2)],
    [host, perMinute],
  ];
}
