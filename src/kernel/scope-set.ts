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
