import { OmitType } from '@nestjs/swagger';
import type { Type } from '@nestjs/common';
import { shows, type FieldLevel } from './field-levels.js';

/** Part of a schema as OpenAPI 3.0 and JSON Schema both have it. */
export type Schema = Readonly<Record<string, unknown>>;

interface Notes {
  readonly description: string | undefined;
  readonly example: unknown;
  /** Its value if it was absent on its way in. */
  readonly default: unknown;
}

/** One member of a wire class, as its decorator describes it. */
export interface Field {
  readonly name: string;
  /** Of one value; a nested class has its own. */
  readonly schema: Schema;
  readonly nested?: Type<object>;
  readonly notes: Notes;
  readonly many: boolean;
  readonly nullable: boolean;
  /** Whether it may be absent. */
  readonly optional: boolean;
  /** The least level that shows it. */
  readonly level: FieldLevel;
  /** The property of the row that it shows, or what makes it of a row. */
  readonly from: string | FieldSource;
  /** Decorators that check a value on its way in. */
  readonly rules: (each: { each: boolean }) => readonly PropertyDecorator[];
  /** What a value becomes on its way in, before it is checked; in a query, `readText` comes first. */
  readonly read?: (value: unknown) => unknown;
  readonly readText?: (value: unknown) => unknown;
  /** A value of a row on its way out; as it is, if there is none. */
  readonly write?: (value: unknown, level: FieldLevel) => unknown;
}

/** For what is made of several properties of a row, or depends on the level. */
export type FieldSource = (row: never, level: FieldLevel) => unknown;

const FIELDS = Symbol('wire-fields');

/** The fields of a wire class, in their order. */
export const fieldsOf = (type: Type<object>): readonly Field[] =>
  (Reflect.getMetadata(FIELDS, type.prototype as object) as Field[] | undefined) ?? [];

export function fieldOf(type: Type<object>, name: string): Field {
  const field = fieldsOf(type).find((one) => one.name === name);
  if (!field) throw new Error(`${type.name} has no field ${name}`);
  return field;
}

const setFields = (wire: object, fields: readonly Field[]): void =>
  Reflect.defineMetadata(FIELDS, fields, wire);

/** `wire` is the prototype of a wire class. */
export const addField = (wire: object, field: Field): void =>
  setFields(wire, [...fieldsOf(wire.constructor as Type<object>), field]);

/** A wire class without some of its fields. */
export function without<Wire extends object, const Name extends keyof Wire>(
  type: Type<Wire>,
  ...names: Name[]
): Type<Omit<Wire, Name>> {
  const rest = OmitType(type, names);
  const isLeft = ({ name }: Field): boolean => !names.includes(name as Name & string);
  setFields(rest.prototype as object, fieldsOf(type).filter(isLeft));
  return rest;
}

/**
 * What the public sees of a row. What `level` does not show is absent.
 * @throws Error if the row lacks something: it is not hidden, it was not read
 */
export function toWire<Wire extends object>(
  type: Type<Wire>,
  row: object,
  level: FieldLevel = 'none',
): Wire {
  const shown = fieldsOf(type).filter((field) => shows(level, field.level));
  return Object.fromEntries(
    shown.flatMap((field) => {
      const value = valueOf(field, row, level);
      return value === undefined ? [] : [[field.name, value]];
    }),
  ) as Wire;
}

/** The names of what `level` does not show. */
export const hiddenAt = (type: Type<object>, level: FieldLevel): string[] =>
  fieldsOf(type)
    .filter((field) => !shows(level, field.level))
    .map(({ name }) => name);

function valueOf(field: Field, row: object, level: FieldLevel): unknown {
  const { from, many, write } = field;
  const value: unknown =
    typeof from === 'function' ? from(row as never, level) : (row as Record<string, unknown>)[from];
  checkPresence(field, value);
  if (!write || value === undefined || value === null) return value;
  return many ? (value as unknown[]).map((one) => write(one, level)) : write(value, level);
}

function checkPresence({ name, optional, nullable }: Field, value: unknown): void {
  const isMissing = (value === undefined && !optional) || (value === null && !nullable);
  if (isMissing) throw new Error(`A row has no ${name} to show`);
}
