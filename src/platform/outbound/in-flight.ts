import { OutboundError } from './outbound-error.js';

const MOST = 20;
const MOST_PER_HOST = 4;

/** Fetches in flight in this process. A slow host can exhaust its own limit only. */
export class InFlight {
  private readonly perHost = new Map<string, number>();

  /** @throws OutboundError `unavailable` if there are too many */
  enter(host: string): void {
    const all = [...this.perHost.values()].reduce((sum, count) => sum + count, 0);
    const here = this.perHost.get(host) ?? 0;
    if (all >= MOST || here >= MOST_PER_HOST) {
      throw new OutboundError('unavailable', 'too many fetches are under way');
    }
    this.perHost.set(host, here + 1);
  }

  leave(host: string): void {
    const left = (this.perHost.get(host) ?? 1) - 1;
    if (left === 0) this.perHost.delete(host);
    else this.perHost.set(host, left);
  }
}
