/** Milliseconds between two beats. */
const PERIOD = 10;

/**
 * Tells since when things may have been waiting for this process. One that is busy, or that the machine gives no
 * time, finds requests at its door that came a while ago, and no clock of its own says when. So it beats, and
 * whatever it finds may have come since the beat before the last: that is ten to twenty milliseconds ago, or the
 * beginning of the gap in which it did not get round to beating. (After a gap the late beat may come first.)
 * It beats only in a server of its own; before `start` everything comes as it is found.
 */
export class Pulse {
  private last = Infinity;
  private previous = Infinity;

  constructor(private readonly now: () => number = () => performance.now()) {}

  /** For as long as the process lives; it does not keep it alive. */
  start(): void {
    this.beat();
    setInterval(() => this.beat(), PERIOD).unref();
  }

  beat(): void {
    this.previous = this.last;
    this.last = this.now();
  }

  /** The earliest time at which what is found now may have come, on this process's monotonic clock. */
  waitingSince(): number {
    return Math.min(this.previous, this.now());
  }
}

/** The one of this process. */
export const pulse = new Pulse();
