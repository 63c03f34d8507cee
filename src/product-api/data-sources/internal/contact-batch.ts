import type { NeededSpecs } from '../../specs/used-specs.service.js';
import {
  readContact,
  type ContactRules,
  type GivenContact,
  type RefusedItem,
} from './read-contact.js';

/** A batch of contacts, item by item. */
export interface ReadBatch {
  /** Of different user ids: of several items with one the last. */
  readonly written: readonly GivenContact[];
  /** Items that a later one replaces. */
  readonly replaced: readonly GivenContact[];
  readonly refused: readonly RefusedItem[];
  readonly needed: NeededSpecs;
}

/** `room`: how many attributes may still be defined. */
export function readBatch(items: readonly unknown[], rules: ContactRules, room: number): ReadBatch {
  const refused: RefusedItem[] = [];
  const accepted: GivenContact[] = [];
  const created = new Set<string>();
  for (const [position, item] of items.entries()) {
    const read = readContact(item, position, rules);
    if ('errors' in read) refused.push(read);
    else if (define(read.unknown, created, room)) accepted.push(read);
    else refused.push(withoutRoom(read));
  }
  const last = new Map(accepted.map((item) => [item.userId, item]));
  const written = [...last.values()];
  return {
    ...{ written, refused },
    replaced: accepted.filter((item) => last.get(item.userId) !== item),
    needed: { created: [...created].sort(), used: firstValuesIn(written, rules) },
  };
}

/** Adds new names to those that a batch defines; false if there is no room for them. */
function define(names: readonly string[], created: Set<string>, room: number): boolean {
  const all = new Set([...created, ...names]);
  if (all.size > room && all.size > created.size) return false;
  for (const name of names) created.add(name);
  return true;
}

const withoutRoom = ({ position, userId, unknown }: GivenContact): RefusedItem => ({
  ...{ position, userId },
  errors: Object.fromEntries(
    unknown.map((name) => [name, ['cannot be defined: there are as many as there may be']]),
  ),
});

/** Custom attributes that had no value before. */
function firstValuesIn(items: readonly GivenContact[], { specs }: ContactRules): string[] {
  const names = new Set<string>();
  for (const { attributes } of items) {
    for (const [name, value] of Object.entries(attributes)) {
      if (value !== null && specs.attribute(name)?.hasData === false) names.add(name);
    }
  }
  return [...names].sort();
}
