import { invalidRequest } from '../../kernel/errors/oauth-error.js';

/** Only these OAuth parameters may come more than once (RFC 8707 §2). */
const REPEATABLE: ReadonlySet<string> = new Set(['resource']);

/** More than any request of the protocols has. */
const MOST_PAIRS = 128;

/** One parameter, and its text as it was sent. */
interface Pair {
  readonly written: string;
  readonly name: string;
  readonly value: string;
}

/**
 * Form-encoded parameters, parsed strictly: an empty value counts as absent, a repeated parameter is an error (RFC 6749
 * §3.1), and `code[]` is just an unknown name. The cost is linear in the length of the text.
 */
export class StrictForm {
  static readonly EMPTY = new StrictForm([]);

  private readonly values: ReadonlyMap<string, readonly string[]>;

  private constructor(private readonly pairs: readonly Pair[]) {
    this.values = valuesOf(pairs);
  }

  /**
   * Repeated parameters included, for endpoints that handle them themselves.
   * @throws OAuthError `invalid_request` beyond so many pairs, before any of them is decoded
   */
  static parseLoosely(text: string, most = MOST_PAIRS): StrictForm {
    // As `URLSearchParams` does by itself; the texts must belong to the same pairs.
    const form = text.replace(/^\?/, '');
    if (hasMoreThan(most, form)) {
      throw invalidRequest(`The request has more than ${String(most)} parameters.`);
    }
    const written = form.split('&').filter((each) => each !== '');
    const read = [...new URLSearchParams(form)];
    return new StrictForm(
      read.map(([name, value], index) => ({ written: written[index] ?? '', name, value })),
    );
  }

  /** @throws OAuthError `invalid_request` if a parameter is repeated */
  static parse(text: string): StrictForm {
    return StrictForm.parseLoosely(text).strictly();
  }

  /** The same form without repeated parameters (RFC 6749 §3.1). @throws OAuthError `invalid_request` */
  strictly(): this {
    return this.checkedFor(REPEATABLE);
  }

  /** The same form from a page, where check boxes may repeat their name. @throws as `strictly` */
  asPage(boxes: readonly string[]): this {
    return this.checkedFor(new Set(boxes));
  }

  get(name: string): string | undefined {
    return this.values.get(name)?.[0];
  }

  all(name: string): readonly string[] {
    return this.values.get(name) ?? [];
  }

  /** Whether the parameter is present, even without a value. */
  mentions(name: string): boolean {
    return this.pairs.some((pair) => pair.name === name);
  }

  /** Names that are repeated and must not be. */
  repeated(repeatable = REPEATABLE): string[] {
    return [...this.values]
      .filter(([name, list]) => list.length > 1 && !repeatable.has(name))
      .map(([name]) => name);
  }

  without(names: readonly string[]): StrictForm {
    return this.filter(({ name }) => !names.includes(name));
  }

  with(name: string, value: string): StrictForm {
    const written = new URLSearchParams([[name, value]]).toString();
    return new StrictForm([...this.without([name]).pairs, { written, name, value }]);
  }

  /** Only parameters that have one of these names, or are repeated, with or without a value. */
  onlyKnown(known: ReadonlySet<string>): StrictForm {
    const seen = new Set<string>();
    const repeats = new Set(
      this.pairs.map(({ name }) => name).filter((name) => seen.size === seen.add(name).size),
    );
    return this.filter(({ name }) => known.has(name) || repeats.has(name));
  }

  /** Form-encoded, as it was sent. */
  toString(): string {
    return this.pairs.map(({ written }) => written).join('&');
  }

  /** By name; a repeated parameter is a list. The object has no inherited members. */
  toRecord(): Record<string, string | string[]> {
    const record = Object.create(null) as Record<string, string | string[]>;
    for (const { name, value } of this.pairs) {
      const before = record[name];
      if (before === undefined) record[name] = value;
      else if (typeof before === 'string') record[name] = [before, value];
      else before.push(value);
    }
    return record;
  }

  /** @throws OAuthError `invalid_request` if it is missing */
  require(name: string): string {
    const value = this.get(name);
    if (value === undefined) throw invalidRequest(`The parameter ${name} is missing.`);
    return value;
  }

  private filter(keep: (pair: Pair) => boolean): StrictForm {
    return new StrictForm(this.pairs.filter(keep));
  }

  private checkedFor(repeatable: ReadonlySet<string>): this {
    if (this.repeated(repeatable).length === 0) return this;
    throw invalidRequest('A parameter is included more than once.');
  }
}

function valuesOf(pairs: readonly Pair[]): Map<string, string[]> {
  const values = new Map<string, string[]>();
  for (const { name, value } of pairs) {
    if (value === '') continue;
    const list = values.get(name);
    if (list) list.push(value);
    else values.set(name, [value]);
  }
  return values;
}

/** Stops counting at the limit. */
function hasMoreThan(most: number, form: string): boolean {
  let position = -1;
  for (let separators = 0; separators < most; separators++) {
    position = form.indexOf('&', position + 1);
    if (position === -1) return false;
  }
  return true;
}
