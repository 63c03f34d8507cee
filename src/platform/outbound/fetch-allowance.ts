import { Injectable } from '@nestjs/common';
import { fetchBuckets, type Bucket } from '../http/rate-limit/buckets.js';
import { RateLimiter } from '../http/rate-limit/rate-limiter.service.js';
import { addressOf } from '../http/rate-limit/request-traits.js';
import { currentRequest } from '../http/request-context.js';
import { InFlight } from './in-flight.js';
import { OutboundError } from './outbound-error.js';

/** A fetch, and how often its host may be requested. */
export interface Fetch {
  readonly url: URL;
  readonly perMinute: number;
  readonly inUse: boolean;
}

type Share = readonly [bucket: Bucket, tracker: string];

/**
 * Limits how often this server calls others: the caller who sends a URL decides which host is called (attack C16).
 * Fetches per minute are counted over all replicas, those in flight in each of them.
 */
@Injectable()
export class FetchAllowance {
  /**
   * Separate, so that fetches for apps in use never wait for hosts of unknown URLs, from however many networks (attack
   * C16).
   */
  private readonly inUse = new InFlight();
  private readonly unknown = new InFlight();

  constructor(private readonly limiter: RateLimiter) {}

  /** Runs `work` if the host may be called now. @throws OutboundError `unavailable` */
  async within<T>(fetch: Fetch, work: () => Promise<T>): Promise<T> {
    const { hostname: host } = fetch.url;
    const inFlight = fetch.inUse ? this.inUse : this.unknown;
    inFlight.enter(host);
    try {
      // Sequentially: a network over its own limit must not use up the shared limit.
      for (const [bucket, tracker] of fetch.inUse ? sharesInUse(fetch) : sharesOfUnknown(fetch)) {
        if ((await this.limiter.take(bucket, tracker)) === 0) continue;
        throw new OutboundError('unavailable', 'the host was asked often enough');
      }
      return await work();
    } finally {
      inFlight.leave(host);
    }
  }
}

function sharesInUse({ url, perMinute }: Fetch): readonly Share[] {
  const { inUse, inUseAtHost } = fetchBuckets(perMinute);
  return [
    [inUse, url.href],
    [inUseAtHost, url.hostname],
  ];
}

function sharesOfUnknown({ url: { hostname: host }, perMinute }: Fetch): readonly Share[] {
  const { fromNetwork, fromNetworkToHost, ofHost } = fetchBuckets(perMinute);
  const request = currentRequest();
  if (!request) return [[ofHost, host]];
  const network = addressOf(request);
  return [
    [fromNetwork, network],
    [fromNetworkToHost, `${network} to ${host}`],
    [ofHost, host],
  ];
}
