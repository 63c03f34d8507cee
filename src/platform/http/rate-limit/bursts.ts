/** Keys that a process stores. */
const MOST_KEYS = 20_000;
const SECOND = 1_000;

/** The last times of a key, the oldest at `next`. */
interface Recent {
  times: Float64Array;
  next: number;
}

/**
 * At most so many in any second, for each key, in this process alone: counting over all replicas would take a statement
 * each second for each key.
 */
export class Bursts {
  private readonly recent = new Map<string, Recent>();

  /** Whether there may be one more at `now`, in milliseconds; counts it then. */
  allows(key: string, most: number, now: number): boolean {
    const recent = this.of(key, most);
    const oldest = recent.times[recent.next] ?? -Infinity;
    if (now - oldest < SECOND) return false;
    recent.times[recent.next] = now;
    recent.next = (recent.next + 1) % most;
    return true;
  }

  private of(key: string, most: number): Recent {
    const known = this.recent.get(key);
    if (known?.times.length === most) return known;
    const made = { times: new Float64Array(most).fill(-Infinity), next: 0 };
    this.recent.delete(key);
    this.recent.set(key, made);
    if (this.recent.size > MOST_KEYS) {
      for (const oldest of this.recent.keys()) {
        this.recent.delete(oldest);
        break;
      }
    }
    return made;
  }
}
