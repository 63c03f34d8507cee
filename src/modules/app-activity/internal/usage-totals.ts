/** Totals of one app, day, project and operation, as they are written. */
export interface UsageTotal {
  readonly client_id: string;
  readonly day: string;
  readonly project_id: string;
  readonly operation: string;
  calls: number;
  refusals: number;
  contacts: number;
}

export type UsageKey = Pick<UsageTotal, 'client_id' | 'day' | 'project_id' | 'operation'>;
export type UsageCounts = Omit<UsageTotal, keyof UsageKey>;

/** Beyond so many totals, those of an app and project are kept together. */
const MOST_TOTALS = 20_000;
const TOGETHER = 'other operations';

/** What is counted since the last write. There is one total for each key, whatever the number of calls. */
export class UsageTotals {
  private totals = new Map<string, UsageTotal>();

  add(key: UsageKey, counts: UsageCounts): void {
    const full = this.totals.size >= MOST_TOTALS;
    const total = this.find(key) ?? this.make(full ? { ...key, operation: TOGETHER } : key);
    total.calls += counts.calls;
    total.refusals += counts.refusals;
    total.contacts += counts.contacts;
  }

  /** All of them, which are then no longer here. */
  take(): UsageTotal[] {
    const taken = [...this.totals.values()];
    this.totals = new Map();
    return taken;
  }

  private find(key: UsageKey): UsageTotal | undefined {
    return this.totals.get(textOf(key));
  }

  private make(key: UsageKey): UsageTotal {
    const known = this.find(key);
    if (known) return known;
    const { client_id, day, project_id, operation } = key;
    const total = { client_id, day, project_id, operation, calls: 0, refusals: 0, contacts: 0 };
    this.totals.set(textOf(key), total);
    return total;
  }
}

const textOf = ({ client_id, day, project_id, operation }: UsageKey): string =>
  `${client_id} ${project_id} ${day} ${operation}`;
