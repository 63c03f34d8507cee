import { CONTACT_COLUMNS } from './contact-columns.js';
import type { GivenContact } from './read-contact.js';

/** A contact that values of several sources are in. */
export interface SharedContact {
  readonly id: string;
  readonly userId: string;
  readonly dataSourceId: string | null;
  readonly fieldSources: Readonly<Record<string, string>>;
  /** By name, as PostgreSQL writes a row as JSON. */
  readonly columns: Readonly<Record<string, unknown>>;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** What is written after a merge; columns by name. */
export interface MergedContact {
  readonly row: Readonly<Record<string, unknown>> & { readonly id: string };
  /** Attributes whose value another source has, with a higher priority. */
  readonly kept: readonly string[];
}

/** A source, and how its values rank among those of others. */
export interface MergingSource {
  readonly id: string;
  /** From 1 to 100; 0 for a source that there is not. */
  readonly priorityOf: (sourceId: string) => number;
}

/**
 * Each value is of the source with the highest priority that gave one, and of several with the same priority of the
 * last. A value that is cleared is of nobody, so that every source may give the next one.
 */
export function mergeContact(
  contact: SharedContact,
  given: GivenContact,
  source: MergingSource,
): MergedContact {
  const merging = new Merging(contact, source);
  const columns: Record<string, unknown> = {};
  for (const { uid, column } of CONTACT_COLUMNS) {
    const now = contact.columns[column];
    columns[column] = column in given.columns ? merging.take(uid, now, given.columns[column]) : now;
  }
  const attributes: Record<string, unknown> = { ...contact.attributes };
  for (const [uid, value] of Object.entries(given.attributes)) {
    const next = merging.take(uid, attributes[uid], value);
    if (isEmpty(next)) Reflect.deleteProperty(attributes, uid);
    else attributes[uid] = next;
  }
  const { id } = contact;
  const field_sources = Object.fromEntries(merging.sources);
  return { row: { ...columns, id, attributes, field_sources }, kept: merging.kept };
}

class Merging {
  readonly kept: string[] = [];
  readonly sources: Map<string, string>;

  constructor(
    private readonly contact: SharedContact,
    private readonly source: MergingSource,
  ) {
    this.sources = new Map(Object.entries(contact.fieldSources));
  }

  /** The value that an attribute has afterwards. */
  take(uid: string, now: unknown, next: unknown): unknown {
    if (!isEmpty(now) && !this.mayReplace(uid)) {
      if (!isSame(now, next)) this.kept.push(uid);
      return now;
    }
    if (isEmpty(next) || this.source.id === this.contact.dataSourceId) this.sources.delete(uid);
    else this.sources.set(uid, this.source.id);
    return next;
  }

  private mayReplace(uid: string): boolean {
    const holder = this.sources.get(uid) ?? this.contact.dataSourceId;
    if (holder === null || holder === this.source.id) return true;
    return this.source.priorityOf(this.source.id) >= this.source.priorityOf(holder);
  }
}

const isEmpty = (value: unknown): boolean =>
  value === null || value === undefined || (Array.isArray(value) && value.length === 0);

const isSame = (one: unknown, other: unknown): boolean =>
  JSON.stringify(one) === JSON.stringify(other);
