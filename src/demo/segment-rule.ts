import type { DemoContact } from './contacts.js';
import type { DemoEvent } from './events.js';

/** The part of the segments' rule language that the demo uses (all leaves must hold). */
export interface SegmentRule {
  readonly root: { readonly join: 'and'; readonly children: readonly Leaf[] };
}

type Leaf = AttributeLeaf | EventLeaf;

interface AttributeLeaf {
  readonly key: string;
  readonly operator: 'eq' | 'gte' | 'is-true' | 'not-exists';
  readonly values?: readonly (string | number)[];
}

interface EventLeaf {
  readonly event: string;
  readonly count: { readonly op: '>='; readonly values: readonly [number] };
  readonly within: { readonly last: number; readonly unit: 'day' };
}

/** How many contacts satisfy the rule at `now`, for the count of a demo segment. */
export function countMatches(
  rule: SegmentRule,
  contacts: readonly DemoContact[],
  events: readonly DemoEvent[],
  now: Date,
): number {
  const tests = rule.root.children.map((leaf) =>
    'event' in leaf ? eventTest(leaf, events, now) : attributeTest(leaf),
  );
  return contacts.filter((contact) => tests.every((test) => test(contact))).length;
}

type Test = (contact: DemoContact) => boolean;

function attributeTest({ key, operator, values = [] }: AttributeLeaf): Test {
  const [wanted] = values;
  return (contact) => {
    const value = valueOf(contact, key);
    switch (operator) {
      case 'eq':
        return value === wanted;
      case 'gte':
        return typeof value === 'number' && value >= Number(wanted);
      case 'is-true':
        return value === true;
      case 'not-exists':
        return value === null || value === undefined;
    }
  };
}

/** Keys with `_` are reserved attributes, the others the project's. */
const valueOf = (contact: DemoContact, key: string): unknown =>
  key.startsWith('_')
    ? (contact as unknown as Record<string, unknown>)[key.slice(1)]
    : contact.attributes[key];

function eventTest(
  { event, count, within }: EventLeaf,
  events: readonly DemoEvent[],
  now: Date,
): Test {
  const since = new Date(now.getTime() - within.last * 86_400_000).toISOString();
  const counts = new Map<string, number>();
  for (const { type, contact_id, occurred_at } of events) {
    if (type === event && occurred_at >= since) {
      counts.set(contact_id, (counts.get(contact_id) ?? 0) + 1);
    }
  }
  return ({ id }) => (counts.get(id) ?? 0) >= count.values[0];
}
