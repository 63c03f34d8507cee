/** One round of a contest. */
export interface Round<Stake> {
  readonly number: number;
  readonly stake: Stake;
  /** Records a violation unless `held`. */
  readonly check: (what: string, held: boolean, seen?: unknown) => void;
  /** For the report: how often the race had this result. */
  readonly count: (how: string) => void;
  /** The callers did not start together, so that this was no race; another round replaces it. */
  readonly spoil: () => void;
  readonly isSpoilt: () => boolean;
}

/** The results of all rounds of one contest. */
export class Tally {
  readonly violations: string[] = [];
  private rounds = 0;
  private readonly spoilt = new Set<number>();
  private readonly ends: Record<string, number> = {};

  /** Rounds that were races. */
  get counted(): number {
    return this.rounds - this.spoilt.size;
  }

  /** The next `count` rounds. */
  open(count: number): Omit<Round<never>, 'stake'>[] {
    return Array.from({ length: count }, () => this.round(this.rounds++));
  }

  report(callers: number, requests: number): string {
    const ends = Object.entries(this.ends).map(([how, count]) => `${how} in ${String(count)}`);
    return [
      `${String(this.counted)} rounds of ${String(callers)} callers`,
      ...ends,
      `${String(this.spoilt.size)} more did not set out together`,
      `${String(requests)} requests`,
      `${String(this.violations.length)} violations`,
    ].join(', ');
  }

  private round(number: number): Omit<Round<never>, 'stake'> {
    return {
      number,
      check: (what, held, seen) => {
        if (held) return;
        const instead = JSON.stringify(seen).slice(0, 500);
        this.violations.push(`round ${String(number)}: not ${what}: ${instead}`);
      },
      count: (how) => (this.ends[how] = (this.ends[how] ?? 0) + 1),
      spoil: () => this.spoilt.add(number),
      isSpoilt: () => this.spoilt.has(number),
    };
  }
}
