import { LOGGED_PER_MINUTE } from '../logged-request.js';

export type SampledKind = keyof typeof LOGGED_PER_MINUTE;

/** Apps that are told apart in a minute. */
const MOST_APPS = 10_000;
/** Requests in a minute that only name an app: anybody can send them. */
const MOST_UNPROVEN = 600;
const MINUTE_MS = 60_000;

type Counts = Record<SampledKind, number>;

/**
 * Which requests are logged: of each app so many a minute. Refusals have a share of their own, so that no number of
 * successes displaces them, and requests that only name the app have one, so that nobody else displaces the app's own.
 */
export class RequestSample {
  private minute = -1;
  private unproven = 0;
  private counts = new Map<string, Counts>();

  admits(clientId: string, kind: SampledKind, nowMs: number): boolean {
    this.begin(Math.floor(nowMs / MINUTE_MS));
    if (kind === 'unproven' && this.unproven++ >= MOST_UNPROVEN) return false;
    const counts = this.countsOf(clientId);
    return counts !== null && counts[kind]++ < LOGGED_PER_MINUTE[kind];
  }

  private begin(minute: number): void {
    if (minute === this.minute) return;
    this.minute = minute;
    this.unproven = 0;
    this.counts = new Map();
  }

  private countsOf(clientId: string): Counts | null {
    const known = this.counts.get(clientId);
    if (known) return known;
    if (this.counts.size >= MOST_APPS) return null;
    const counts = { refusals: 0, successes: 0, unproven: 0 };
    this.counts.set(clientId, counts);
    return counts;
  }
}
