import { skeleton, wordsOf } from './confusables.js';

/**
 * Words that make no other name of a name: `ClaudeAI`, `MyClaude`, `chatgpt5`. They count before and after it, as
 * words of their own and written together with it. NFKC makes `tm`, `sm`, `mc`, `md` and `mr` of signs of trade marks.
 */
const AFFIXES = (
  'account admin agent ai android api app apps ask assistant auth beta bot by chat cli client cloud co code com ' +
  'connect connector corp desktop dev for from get go gpt gmbh hello help hey hq ide inc io ios lab labs live llc ' +
  'llm login ltd max mc mcp md mobile mr my new now of official on online plugin plus pro real sdk secure server ' +
  'service services signin sm studio support sync team the tool tools tm try use verified via web with your'
).split(' ');

/** A digit, or what makes a version with one: `4o`, `o3`, `v2`. */
const VERSION = /^(?:\p{Nd}o?|[ov]\p{Nd})$/iu;

const WRITTEN_AFFIXES = new Set(AFFIXES);
const SEEN_AFFIXES = new Set(AFFIXES.map(skeleton));
const LONGEST_AFFIX = Math.max(...AFFIXES.map((affix) => affix.length));

/**
 * Letters of other scripts than Latin in a row with their marks, or whatever else is in a row. Nobody writes a space in
 * `Claude公式`, and yet reads two words.
 */
const RUNS =
  /(?:(?![\p{Script=Latin}\p{Nd}])[\p{L}\p{N}][\p{M}\p{Join_Control}]*)+|(?:[\p{Script=Latin}\p{Nd}]|[^\p{L}\p{N}])+/gu;

/** How a name has another one in it. `seen`: only to a reader's eye. */
export type Likeness = 'written' | 'seen';

/** A name in the two forms that are compared. */
export interface ComparedName {
  /** In small letters, without spaces. */
  readonly written: string;
  readonly seen: string;
}

export function comparedName(name: string): ComparedName {
  const text = wordsOf(name).join('');
  return { written: text.toLowerCase(), seen: skeleton(text) };
}

/**
 * A name of at most 60 characters, taken apart: between which letters it may be cut so that nothing but affixes is
 * left on the other side. The work grows with its length alone, not with its words or with the names it is compared with.
 */
export class Spelling {
  private readonly letters: readonly string[];
  /** What each letter is seen as. */
  private readonly sights: readonly string[];
  /** Before which letters each word begins, or another script within one, and the end. */
  private readonly boundaries: ReadonlySet<number>;
  private readonly affixes: readonly (readonly [from: number, to: number])[];

  constructor(name: string) {
    const runs = wordsOf(name)
      .flatMap((word) => word.match(RUNS) ?? [])
      .map((run) => [...run]);
    this.letters = runs.flat();
    this.sights = this.letters.map(skeleton);
    let end = 0;
    this.boundaries = new Set([0, ...runs.map((run) => (end += run.length))]);
    this.affixes = affixesIn(this.letters);
  }

  /** Null if neither the words of the name nor neighbours among them, written together, are `other` with affixes. */
  likenessTo(other: ComparedName): Likeness | null {
    if (!this.sights.join('').includes(other.seen)) return null;
    const [starts, ends] = [this.startsFrom(this.boundaries), this.endsAt(this.boundaries)];
    const cores = [...starts].flatMap((start) => this.coreSeenAs(other.seen, start, ends) ?? []);
    if (cores.includes(other.written)) return 'written';
    return cores.length > 0 ? 'seen' : null;
  }

  /** What is left of the whole name when affixes are taken from its ends, in every way that leaves something. */
  cores(): ComparedName[] {
    const ends = this.endsAt(new Set([this.letters.length]));
    return [...this.startsFrom(new Set([0]))].flatMap((start) =>
      [...ends]
        .filter((end) => end > start)
        .map((end) => ({
          written: this.text(start, end),
          seen: this.sights.slice(start, end).join(''),
        })),
    );
  }

  /** What begins there, ends at one of `ends` and looks like that, as it is written. */
  private coreSeenAs(seen: string, start: number, ends: ReadonlySet<number>): string | null {
    let sight = '';
    for (let end = start; sight.length <= seen.length; end++) {
      if (sight === seen && ends.has(end)) return this.text(start, end);
      const next = this.sights[end];
      if (next === undefined) return null;
      sight += next;
    }
    return null;
  }

  /** The anchors, and where one comes from them over affixes. */
  private startsFrom(anchors: ReadonlySet<number>): Set<number> {
    const reached = new Set(anchors);
    for (const [from, to] of this.affixes) if (reached.has(from)) reached.add(to);
    return reached;
  }

  /** The anchors, and from where one comes to them over affixes. */
  private endsAt(anchors: ReadonlySet<number>): Set<number> {
    const reached = new Set(anchors);
    for (const [from, to] of this.affixes.toReversed()) if (reached.has(to)) reached.add(from);
    return reached;
  }

  private text(start: number, end: number): string {
    return this.letters.slice(start, end).join('').toLowerCase();
  }
}

/** By where they begin. Digits are affixes, one by one. */
function affixesIn(letters: readonly string[]): [from: number, to: number][] {
  return letters.flatMap((_, from) =>
    letters
      .slice(from, from + LONGEST_AFFIX)
      .map((_letter, length): [number, number] => [from, from + length + 1])
      .filter(([, to]) => isAffix(letters.slice(from, to).join(''))),
  );
}

const isAffix = (text: string): boolean =>
  VERSION.test(text) || WRITTEN_AFFIXES.has(text.toLowerCase()) || SEEN_AFFIXES.has(skeleton(text));
