import type { ProjectSpecs } from '../../specs/project-specs.js';
import type { AttributeSpec } from '../../specs/spec.js';
import { readValue, type ValueContext } from '../../specs/values/read-value.js';
import { contactColumn } from './contact-columns.js';
import { ErrorsOfItem, WHOLE_ITEM, type ItemErrors } from './item-result.js';

/** A contact of a batch, as it is written. */
export interface GivenContact {
  readonly position: number;
  readonly userId: string;
  /** By column, reserved attributes that the item gives; null clears one. */
  readonly columns: Readonly<Record<string, unknown>>;
  /** Bits of those columns. */
  readonly given: number;
  /** Custom attributes that the item gives; null clears one. */
  readonly attributes: Readonly<Record<string, unknown>>;
  /** Custom attributes that no spec knows. */
  readonly unknown: readonly string[];
}

/** An item that cannot be written. */
export interface RefusedItem {
  readonly position: number;
  readonly userId: string | null;
  readonly errors: ItemErrors;
}

/** How the contacts of one data source are read. */
export interface ContactRules extends ValueContext {
  readonly specs: ProjectSpecs;
  /** Whether an attribute that no spec knows is defined. */
  readonly autoCreate: boolean;
}

/** Members of one item: all reserved and all custom attributes. */
const MOST_MEMBERS = 250;

const CUSTOM_UID = /^(?!constructor$)[a-z][a-z0-9_]{0,62}$/;
/** What an unknown attribute is defined as. */
const UNKNOWN = { dataType: 'string', multivalue: 1, options: null } as const;

/** Reads one item of a batch, and says everything that is wrong with it. */
export function readContact(
  item: unknown,
  position: number,
  rules: ContactRules,
): GivenContact | RefusedItem {
  const errors = new ErrorsOfItem();
  const { _user_id: key, ...members } = isObject(item) ? item : {};
  const fault = faultOfKey(key);
  const userId = fault === null ? (key as string) : null;
  const reading = new Reading(rules, errors);
  if (!isObject(item)) errors.add(WHOLE_ITEM, 'must be an object');
  else if (fault !== null) errors.add('_user_id', fault);
  reading.addAll(Object.entries(members));
  const found = errors.all();
  if (found !== null || userId === null) return { position, userId, errors: found ?? {} };
  return { position, userId, ...reading.read };
}

export const isObject = (item: unknown): item is Readonly<Record<string, unknown>> =>
  typeof item === 'object' && item !== null && !Array.isArray(item);

/** What is wrong with an id of the customer's own, or null. */
export function faultOfKey(key: unknown): string | null {
  if (key === undefined) return 'is missing';
  if (typeof key !== 'string') return 'must be a text';
  if (key.length < 1 || key.length > 128) return 'must have 1 to 128 characters';
  return /[\p{Cc}\p{Cs}]/u.test(key) ? 'must not have control characters' : null;
}

/** What was read of one item so far. */
class Reading {
  readonly read = {
    columns: {} as Record<string, unknown>,
    given: 0,
    attributes: {} as Record<string, unknown>,
    unknown: [] as string[],
  };

  constructor(
    private readonly rules: ContactRules,
    private readonly errors: ErrorsOfItem,
  ) {}

  addAll(members: readonly (readonly [uid: string, value: unknown])[]): void {
    if (members.length > MOST_MEMBERS) this.errors.add(WHOLE_ITEM, 'has too many members');
    else for (const [uid, value] of members) this.add(uid, value);
  }

  private add(uid: string, value: unknown): void {
    const spec = this.rules.specs.attribute(uid);
    const fault = spec ? faultOfSpec(spec) : this.faultOfUnknown(uid);
    if (fault !== null) {
      this.errors.add(uid, fault);
      return;
    }
    // An empty list says the same as null.
    const isCleared = value === null || (Array.isArray(value) && value.length === 0);
    const result = isCleared ? { value: null } : readValue(spec ?? UNKNOWN, value, this.rules);
    if ('fault' in result) this.errors.add(uid, result.fault);
    else this.keep(uid, spec, result.value);
  }

  private keep(uid: string, spec: AttributeSpec | undefined, value: unknown): void {
    if (spec && !spec.custom) {
      const { column, bit } = contactColumn(uid);
      this.read.columns[column] = value;
      this.read.given |= bit;
      return;
    }
    this.read.attributes[uid] = value;
    if (!spec && value !== null) this.read.unknown.push(uid);
  }

  private faultOfUnknown(uid: string): string | null {
    if (uid.startsWith('_')) return 'is no attribute';
    if (!this.rules.autoCreate) return 'is not defined in this project';
    return CUSTOM_UID.test(uid) ? null : 'cannot be the name of an attribute';
  }
}

function faultOfSpec({ enabled, readonly }: AttributeSpec): string | null {
  if (readonly) return 'cannot be written by a data source';
  return enabled ? null : 'is switched off';
}
