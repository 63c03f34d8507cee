import { hash } from 'node:crypto';
import { limitClassOf } from '../../limit-class.decorator.js';
import type { GuardedRequest } from '../../principal.js';

/** Calls whose budgets are remembered as spent. */
const MOST_SPENT = 10_000;

/** A refusal, and when its reason ends, in milliseconds. */
interface Spent<Refusal> {
  readonly refusal: Refusal;
  readonly endsAt: number;
}

/** Calls that were refused, until there are new permits: the same call with the same token costs no statement then. */
export class SpentBudgets<Refusal> {
  private readonly spent = new Map<string, Spent<Refusal>>();

  find(request: GuardedRequest, handler: object, now: number): Refusal | undefined {
    if (this.spent.size === 0) return undefined;
    const key = keyOf(request, handler);
    const { refusal, endsAt = 0 } = this.spent.get(key) ?? {};
    if (now < endsAt) return refusal;
    this.spent.delete(key);
    return undefined;
  }

  add(request: GuardedRequest, handler: object, spent: Spent<Refusal>): void {
    this.spent.set(keyOf(request, handler), spent);
    if (this.spent.size <= MOST_SPENT) return;
    for (const oldest of this.spent.keys()) {
      this.spent.delete(oldest);
      return;
    }
  }
}

const keyOf = ({ headers, params }: GuardedRequest, handler: object): string =>
  [
    hash('sha256', headers.authorization ?? '', 'base64'),
    limitClassOf(handler),
    String(params.project),
  ].join(' ');
