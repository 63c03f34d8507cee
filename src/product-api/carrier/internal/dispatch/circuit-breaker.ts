/** Submissions in a row that fail before the carrier is left alone. */
const FAILURES = 5;
const PAUSE_MS = 30_000;

/** Leaves a carrier alone after failures in a row; after a pause one submission tries again. Of this process. */
export class CircuitBreaker {
  private failures = 0;
  private openUntil = 0;

  /** `clock`: milliseconds, which only rise. */
  constructor(private readonly clock: () => number = () => performance.now()) {}

  /** Whether nothing may be submitted now. */
  get isOpen(): boolean {
    return this.clock() < this.openUntil;
  }

  succeeded(): void {
    this.failures = 0;
  }

  failed(): void {
    this.failures += 1;
    // One more failure after the pause is enough.
    if (this.failures >= FAILURES) this.openUntil = this.clock() + PAUSE_MS;
  }
}
