import type { FieldProblem } from '../../../kernel/errors/problem-error.js';
import { membersOf, type JsonObject } from '../../../kernel/untrusted-json.js';
import { escapePointer } from '../../access/json-shape.js';

interface Bounds {
  readonly min: number;
  readonly max: number;
}

/**
 * Reads a document and collects what is wrong with it, each fault with its JSON Pointer. Every method returns null for
 * what it refuses.
 */
export class Reading {
  readonly faults: FieldProblem[] = [];

  refuse(pointer: string, code: string, message: string): null {
    this.faults.push({ pointer, code, message });
    return null;
  }

  /** Any object: a rule, which is read elsewhere, with the specs of the project. */
  object(value: unknown, pointer: string): object | null {
    return membersOf(value) ?? this.refuse(pointer, 'isObject', 'must be an object');
  }

  /** An object of known members; `required` ones must be there. */
  members(
    value: unknown,
    pointer: string,
    known: readonly string[],
    required: readonly string[] = [],
  ): JsonObject | null {
    const members = membersOf(value);
    if (!members) return this.refuse(pointer, 'isObject', 'must be an object');
    for (const name of Object.keys(members).filter((one) => !known.includes(one))) {
      this.refuse(`${pointer}/${escapePointer(name)}`, 'unknown', 'is not known here');
    }
    const missing = required.filter((name) => members[name] === undefined);
    for (const name of missing) this.refuse(`${pointer}/${name}`, 'required', 'must be given');
    return missing.length === 0 ? members : null;
  }

  /** An object of exactly one member, whose name says how its value is read. */
  tagged<Read>(
    value: unknown,
    pointer: string,
    readers: Readonly<Record<string, (value: unknown, pointer: string) => Read | null>>,
  ): Read | null {
    const names = Object.keys(readers);
    const members = this.members(value, pointer, names);
    const [name, ...others] = Object.keys(members ?? {});
    if (!members) return null;
    const read = name === undefined || others.length > 0 ? undefined : readers[name];
    if (read && name !== undefined) return read(members[name], `${pointer}/${name}`);
    return this.refuse(pointer, 'oneMember', `must have exactly one of ${names.join(', ')}`);
  }

  list<Item>(
    value: unknown,
    pointer: string,
    { min, max }: Bounds,
    read: (item: unknown, pointer: string) => Item | null,
  ): readonly Item[] | null {
    if (!Array.isArray(value)) return this.refuse(pointer, 'isArray', 'must be a list');
    if (value.length < min || value.length > max) {
      return this.refuse(pointer, 'length', `must have ${String(min)} to ${String(max)} items`);
    }
    const items = value.map((item, at) => read(item, `${pointer}/${String(at)}`));
    return items.includes(null) ? null : (items as Item[]);
  }

  text(value: unknown, pointer: string, { min, max }: Bounds): string | null {
    if (typeof value !== 'string') return this.refuse(pointer, 'isString', 'must be a text');
    if (value.length >= min && value.length <= max) return value;
    return this.refuse(pointer, 'length', `must have ${String(min)} to ${String(max)} characters`);
  }

  matching(value: unknown, pointer: string, pattern: RegExp, message: string): string | null {
    if (typeof value === 'string' && value.length <= 128 && pattern.test(value)) return value;
    return this.refuse(pointer, 'format', message);
  }

  whole(value: unknown, pointer: string, { min, max }: Bounds): number | null {
    if (Number.isInteger(value) && Number(value) >= min && Number(value) <= max)
      return Number(value);
    return this.refuse(
      pointer,
      'isInt',
      `must be a whole number, ${String(min)} to ${String(max)}`,
    );
  }

  flag(value: unknown, pointer: string): boolean | null {
    if (typeof value === 'boolean') return value;
    return this.refuse(pointer, 'isBoolean', 'must be true or false');
  }

  oneOf<const Value extends string>(
    value: unknown,
    pointer: string,
    values: readonly Value[],
  ): Value | null {
    const found = values.find((one) => one === value);
    return found ?? this.refuse(pointer, 'isIn', `must be one of ${values.join(', ')}`);
  }
}

/** The values, or null if one of them was refused. */
export const allRead = <Values extends object>(
  values: Values,
): { [Name in keyof Values]: Exclude<Values[Name], null> } | null =>
  Object.values(values).includes(null)
    ? null
    : (values as { [Name in keyof Values]: Exclude<Values[Name], null> });
