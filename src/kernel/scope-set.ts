/** An immutable set of scope tokens (RFC 6749 §3.3), in the order they were given. */
export class ScopeSet implements Iterable<string> {
  static readonly empty = new ScopeSet([]);

  private readonly members: ReadonlySet<string>;
  private readonly list: readonly string[];
  #text: string | undefined;

  constructor(scopes: Iterable<string>) {
    this.members = new Set(scopes);
    this.list = [...this.members];
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
    return this.list.length;
  }

  get isEmpty(): boolean {
    return this.list.length === 0;
  }

  has(scope: string): boolean {
    return this.members.has(scope);
  }

  includes(other: ScopeSet): boolean {
    return other.list.every((scope) => this.members.has(scope));
  }

  intersect(other: ScopeSet): ScopeSet {
    return this.filter((scope) => other.members.has(scope));
  }

  union(other: ScopeSet): ScopeSet {
    if (this.isEmpty) return other;
    return this.includes(other) ? this : new ScopeSet([...this.list, ...other.list]);
  }

  minus(other: ScopeSet): ScopeSet {
    return this.filter((scope) => !other.members.has(scope));
  }

  toArray(): readonly string[] {
    return this.list;
  }

  /** The wire form; the empty set is the empty string. */
  toString(): string {
    return (this.#text ??= this.list.join(' '));
  }

  [Symbol.iterator](): Iterator<string> {
    return this.list[Symbol.iterator]();
  }

  /** The sets never change, so the same one is returned if it keeps all. */
  private filter(keep: (scope: string) => boolean): ScopeSet {
    return this.list.every(keep) ? this : new ScopeSet(this.list.filter(keep));
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
