import { hash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Environment } from '../config/environment.js';
import { Database } from '../database/database.js';
import { PostgresThrottlerStorage } from '../http/rate-limit/postgres-throttler-storage.js';
import { OutboundError } from './outbound-error.js';

const MOST_IN_FLIGHT = 20;
const MOST_IN_FLIGHT_PER_HOST = 4;
const MINUTE_MS = 60_000;

/**
 * Keeps us from being a weapon: whoever sends us URLs decides whom we call (attack C16). Fetches per minute are
 * counted over all replicas, those in flight in each of them.
 */
@Injectable()
export class FetchAllowance {
  private readonly inFlight = new Map<string, number>();
  private readonly counters: PostgresThrottlerStorage;
  private readonly scale: number;

  constructor(database: Database, environment: Environment) {
    this.counters = new PostgresThrottlerStorage(database);
    this.scale = environment.RATE_LIMIT_SCALE;
  }

  /** Runs `work` if the host may be called now. @throws OutboundError `unavailable` */
  async within<T>(host: string, perMinute: number, work: () => Promise<T>): Promise<T> {
    this.enter(host);
    try {
      await this.count(host, perMinute);
      return await work();
    } finally {
      this.leave(host);
    }
  }

  private enter(host: string): void {
    const all = [...this.inFlight.values()].reduce((sum, count) => sum + count, 0);
    const here = this.inFlight.get(host) ?? 0;
    if (all >= MOST_IN_FLIGHT || here >= MOST_IN_FLIGHT_PER_HOST) {
      throw new OutboundError('unavailable', 'too many fetches are under way');
    }
    this.inFlight.set(host, here + 1);
  }

  private leave(host: string): void {
    const left = (this.inFlight.get(host) ?? 1) - 1;
    if (left === 0) this.inFlight.delete(host);
    else this.inFlight.set(host, left);
  }

  private async count(host: string, perMinute: number): Promise<void> {
    if (this.scale === 0) return;
    const key = hash('sha256', `outbound ${host}`, 'base64url');
    const limit = Math.max(1, Math.ceil(perMinute * this.scale));
    const { isBlocked } = await this.counters.increment(key, MINUTE_MS, limit);
    if (isBlocked) throw new OutboundError('unavailable', 'the host was asked often enough');
  }
}
