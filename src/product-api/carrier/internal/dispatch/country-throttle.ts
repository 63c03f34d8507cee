/** Seconds of sending that may be saved up. */
const BURST_SECONDS = 2;

interface Saved {
  permits: number;
  at: number;
}

/** Messages per second and country, of this process: a carrier's routes to a country have a throughput. */
export class CountryThrottle {
  private readonly saved = new Map<string, Saved>();

  /** `clock`: milliseconds, which only rise. */
  constructor(
    private readonly perSecond: number,
    private readonly clock: () => number = () => performance.now(),
  ) {}

  /** Takes one permit, if there is one. */
  take(country: string): boolean {
    const most = this.perSecond * BURST_SECONDS;
    const now = this.clock();
    const saved = this.saved.get(country) ?? { permits: most, at: now };
    const permits = Math.min(most, saved.permits + ((now - saved.at) / 1_000) * this.perSecond);
    const isFree = permits >= 1;
    this.saved.set(country, { permits: isFree ? permits - 1 : permits, at: now });
    return isFree;
  }
}
