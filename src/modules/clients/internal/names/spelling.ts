import { skeleton, wordsOf } from './confusables.js';

/**
 * Words that do not make a different name: `ClaudeAI`, `MyClaude`, `chatgpt5`. They count before and after a name, as
 * separate words or joined to it. NFKC makes `tm`, `sm`, `mc`, `md` and `mr` of trade mark signs.
 */
const AFFIXES = (
  'account admin agent ai android api app apps ask assistant auth beta bot by chat cli client cloud co code com ' +
  'connect connector corp desktop dev for from get go gpt gmbh hello help hey hq ide inc io ios lab labs live llc ' +
  'llm login ltd max mc mcp md mobile mr my new now of official on online plugin plus pro real sdk secure server ' +
  'service services signin sm studio support sync team the tool tools tm try use verified via web with your'
).split(' ');

/** A digit, or a version with one: `4o`, `o3`, `v2`. */
const VERSION = /^(?:\p{Nd}o?|[ov]\p{Nd})$/iu;
/** In UTF-16, where a digit may take two units. */
const LONGEST_VERSION = 3;

const WRITTEN_AFFIXES = new Set(AFFIXES);
const SEEN_AFFIXES = new Set(AFFIXES.map(skeleton));
const LONGEST_AFFIX = Math.max(...AFFIXES.map((affix) => affix.length));

/**
 * Runs of letters of one kind: other scripts than Latin with their marks, or the rest. `Claude公式` has no space, but
 * reads as two words.
 */
const RUNS =
  /(?:(?![\p{Script=Latin}\p{Nd}])[\p{L}\p{N}][\p{M}\p{Join_Control}]*)+|(?:[\p{Script=Latin}\p{Nd}]|[^\p{L}\p{N}])+/gu;

/** How a name contains another one. `seen`: by its skeleton only. */
export type Likeness = 'written' | 'seen';

/** The two forms of a name that are compared. */
export interface ComparedName {
  /** In lower case, without spaces. */
  readonly written: string;
  readonly seen: string;
}

export function comparedName(name: string): ComparedName {
  const text = wordsOf(name).join('');
  return { written: text.toLowerCase(), seen: skeleton(text) };
}

/**
 * A name of at most 60 characters, split: the positions at which it can be cut so that only affixes remain on the other
 * side. The work depends on its length alone, not on its words or on the names it is compared with.
 */
export class Spelling {
  private readonly letters: readonly string[];
  /** The skeleton of each letter, and of all of them. */
  private readonly sights: readonly string[];
  private readonly sight: string;
  /** Positions where a word begins, or another script within one, and the end. */
  private readonly boundaries: ReadonlySet<number>;
  private readonly affixes: readonly Span[];

  constructor(name: string) {
    const runs = wordsOf(name)
      .flatMap((word) => word.match(RUNS) ?? [])
      .map((run) => [...run]);
    this.letters = runs.flat();
    this.sights = this.letters.map(skeleton);
    this.sight = this.sights.join('');
    let end = 0;
    this.boundaries = new Set([0, ...runs.map((run) => (end += run.length))]);
    this.affixes = affixesIn(this.letters, this.sights);
  }

  /** Null if neither the words of the name nor adjacent ones joined are `other` with affixes. */
  likenessTo(other: ComparedName): Likeness | null {
    if (!this.sight.includes(other.seen)) return null;
    const [starts, ends] = [this.startsFrom(this.boundaries), this.endsAt(this.boundaries)];
    const cores = [...starts].flatMap((start) => this.coreSeenAs(other.seen, start, ends) ?? []);
    if (cores.includes(other.written)) return 'written';
    return cores.length > 0 ? 'seen' : null;
  }

  /** The name without affixes at its ends, in every way that leaves something. */
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

  /** The text that begins there, ends at one of `ends` and has that skeleton, as written. */
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

  /** The anchors, and the positions reached from them over affixes. */
  private startsFrom(anchors: ReadonlySet<number>): Set<number> {
    const reached = new Set(anchors);
    for (const [from, to] of this.affixes) if (reached.has(from)) reached.add(to);
    return reached;
  }

  /** The anchors, and the positions from which they are reached over affixes. */
  private endsAt(anchors: ReadonlySet<number>): Set<number> {
    const reached = new Set(anchors);
    for (const [from, to] of this.affixes.toReversed()) if (reached.has(to)) reached.add(from);
    return reached;
  }

  private text(start: number, end: number): string {
    return this.letters.slice(start, end).join('').toLowerCase();
  }
}

type Span = readonly [from: number, to: number];

/** By their first position. Digits are affixes, one by one. */
function affixesIn(letters: readonly string[], sights: readonly string[]): Span[] {
  const spans: Span[] = [];
  for (let from = 0; from < letters.length; from++) {
    let [text, sight] = ['', ''];
    const last = Math.min(from + LONGEST_AFFIX, letters.length);
    for (let at = from; at < last; at++) {
      text += letters[at] ?? '';
      sight += sights[at] ?? '';
      if (isAffix(text, sight)) spans.push([from, at + 1]);
    }
  }
  return spans;
}

const isAffix = (text: string, sight: string): boolean =>
  (text.length <= LONGEST_VERSION && VERSION.test(text)) ||
  WRITTEN_AFFIXES.has(text.toLowerCase()) ||
  SEEN_AFFIXES.has(sight);
