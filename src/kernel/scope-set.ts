/** An immutable set of scope tokens (RFC 6749 §3.3), in the order they were given. */
export class ScopeSet implements Iterable<string> {
  static readonly empty = new ScopeSet([]);

  private readonly members: ReadonlySet<string>;

  constructor(scopes: Iterable<string>) {
    this.members = new Set(scopes);
  }

  /** The set of a space-delimited `scope` value, or null if the value breaks the grammar. */
  static parse(text: string): ScopeSet | null {
    // scope-token = 1*( %x21 / %x23-5B / %x5D-7E ), separated by single spaces
    const grammar = /^[\x21\x23-\x5B\x5D-\x7E]+(?: [\x21\x23-\x5B\x5D-\x7E]+)*$/;
    return grammar.test(text) ? new ScopeSet(text.split(' ')) : null;
  }

  /** The set of a list in the wire form that the database joined. Lists repeat, so the sets of recent ones are kept. */
  static ofJoined(list: string): ScopeSet {
    return recent.get(list) ?? remember(list, new ScopeSet(list === '' ? [] : list.split(' ')));
  }

  get size(): number {
    return this.members.size;
  }

  get isEmpty(): boolean {
    return this.members.size === 0;
  }

  has(scope: string): boolean {
    return this.members.has(scope);
  }

  includes(other: ScopeSet): boolean {
    return other.minus(this).isEmpty;
  }

  intersect(other: ScopeSet): ScopeSet {
    return new ScopeSet([...this].filter((scope) => other.has(scope)));
  }

  union(other: ScopeSet): ScopeSet {
    return new ScopeSet([...this, ...other]);
  }

  minus(other: ScopeSet): ScopeSet {
    return new ScopeSet([...this].filter((scope) => !other.has(scope)));
  }

  toArray(): string[] {
    return [...this.members];
  }

  /** The wire form; the empty set is the empty string. */
  toString(): string {
    return [...this.members].join(' ');
  }

  [Symbol.iterator](): Iterator<string> {
    return this.members[Symbol.iterator]();
  }
}

/** The number of sets that are kept by their lists; above it, the oldest is forgotten. */
const MOST_RECENT = 500;
const recent = new Map<string, ScopeSet>();

function remember(list: string, set: ScopeSet): ScopeSet {
  recent.set(list, set);
  if (recent.size > MOST_RECENT) {
    const [oldest = ''] = recent.keys();
    recent.delete(oldest);
  }
  return set;
}
