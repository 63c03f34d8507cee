/** What is wrong with an item, by its members. */
export type ItemErrors = Readonly<Record<string, readonly string[]>>;

/** Of an item whose errors are of no member. */
export const WHOLE_ITEM = '*';

/** Most members with an error in a result, whose size must not grow with the request. */
const MOST_ERRORS = 20;
const LONGEST_NAME = 64;

/** Collects the errors of one item. */
export class ErrorsOfItem {
  private readonly found = new Map<string, readonly string[]>();

  add(name: string, message: string): void {
    const shown = printable(name.slice(0, LONGEST_NAME));
    if (this.found.size < MOST_ERRORS) this.found.set(shown, [message]);
  }

  /** Null without any. */
  all(): ItemErrors | null {
    return this.found.size === 0 ? null : Object.fromEntries(this.found);
  }
}

/** A text of a request in an answer: without what no answer can hold. */
const printable = (text: string): string => text.replaceAll(/[\p{Cc}\p{Cs}]/gu, '\uFFFD');

/** The result of one item of a batch, on the wire. */
export interface ItemResult {
  readonly position: number;
  readonly status: 'success' | 'error';
  readonly _user_id: string | null;
  readonly _event_id?: string | null;
  readonly outcome?: Outcome;
  readonly errors?: ItemErrors;
  readonly warnings?: readonly string[];
}

export const OUTCOMES = ['created', 'updated', 'duplicate'] as const;
export type Outcome = (typeof OUTCOMES)[number];
