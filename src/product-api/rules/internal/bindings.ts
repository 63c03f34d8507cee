import type { Span, Value, ValueType } from '../rule.js';

/** The present moment and the time zone, in which days begin. */
export interface Clock {
  /** IANA name, of the project. */
  readonly timeZone: string;
  /** Default: the time of the statement. */
  readonly now?: Date | undefined;
}

/** Values of the parameters of one condition. Everything that a request says goes through here (E10). */
export class Bindings {
  readonly values: Record<string, string | number> = {};
  private readonly named = new Map<string, string>();
  private count = 0;

  constructor(
    private readonly clock: Clock,
    private readonly prefix: string,
  ) {}

  /** @returns SQL of a value */
  bind(value: string | number, type: ValueType | 'integer'): string {
    this.count += 1;
    const name = `${this.prefix}${String(this.count)}`;
    this.values[name] = value;
    return `:${name}::${type}`;
  }

  /** @throws Error for a parameter that nobody has given a value */
  literal(value: Value): string {
    if ('parameter' in value) throw new Error('A parameter of the rule has no value.');
    return this.bind(value.text, value.type);
  }

  get zone(): string {
    return this.once('zone', () => this.bind(this.clock.timeZone, 'text'));
  }

  get now(): string {
    const { now } = this.clock;
    if (!now) return 'now()';
    return this.once('now', () => this.bind(now.toISOString(), 'timestamptz'));
  }

  /** Local time of the project, without a zone. */
  get localNow(): string {
    return `(${this.now} AT TIME ZONE ${this.zone})`;
  }

  get today(): string {
    return `${this.localNow}::date`;
  }

  /** The moment a span before (`-`) or after now. Hours are exact; days, weeks and months are those of the calendar. */
  momentAt(sign: '-' | '+', span: Span): string {
    const distance = this.interval(span);
    if (span.unit === 'hour') return `(${this.now} ${sign} ${distance})`;
    return `((${this.localNow} ${sign} ${distance}) AT TIME ZONE ${this.zone})`;
  }

  dayAt(sign: '-' | '+', span: Span): string {
    return `(${this.localNow} ${sign} ${this.interval(span)})::date`;
  }

  private interval({ count, unit }: Span): string {
    return `make_interval(${unit}s => ${this.bind(count, 'integer')})`;
  }

  private once(key: string, make: () => string): string {
    const sql = this.named.get(key) ?? make();
    this.named.set(key, sql);
    return sql;
  }
}
