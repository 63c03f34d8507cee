import 'reflect-metadata';
import type { Type } from '@nestjs/common';
import { shows, type FieldLevel } from './field-levels.js';

/** Part of a schema that is valid in both OpenAPI 3.0 and JSON Schema. */
export type Schema = Readonly<Record<string, unknown>>;

interface Notes {
  readonly description: string | undefined;
  readonly example: unknown;
  /** The value if it is absent from a request. */
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
  /** Of a list in a request: most values. */
  readonly most: number | undefined;
  readonly nullable: boolean;
  /** Whether it may be absent. */
  readonly optional: boolean;
  /** The lowest level that shows it. */
  readonly level: FieldLevel;
  /** The property of the row that it shows, or a function of the row. */
  readonly from: string | FieldSource;
  /** Validators of a value in a request. */
  readonly rules: (each: { each: boolean }) => readonly PropertyDecorator[];
  /** Transforms a value of a request before it is validated; in a query, `readText` comes first. */
  readonly read?: (value: unknown) => unknown;
  readonly readText?: (value: unknown) => unknown;
  /** Transforms a value of a row for the response; default: unchanged. */
  readonly write?: (value: unknown, level: FieldLevel) => unknown;
}

/** For a value that depends on several properties of a row, or on the level. */
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

/** The fields of a response without some of them; nothing checks a request by this class. */
export function without<Wire extends object, const Name extends keyof Wire>(
  type: Type<Wire>,
  ...names: Name[]
): Type<Omit<Wire, Name>> {
  class Rest {}
  const isLeft = ({ name }: Field): boolean => !names.includes(name as Name & string);
  setFields(Rest.prototype, fieldsOf(type).filter(isLeft));
  return Rest as Type<Omit<Wire, Name>>;
}

/**
 * The public form of a row. Fields above `level` are absent.
 * @throws Error if the row lacks a property: it was not selected, not hidden
 */
export function toWire<Wire extends object>(
  type: Type<Wire>,
  row: object,
  level: FieldLevel = 'none',
): Wire {
  const wire: Record<string, unknown> = {};
  for (const field of shownAt(type, level)) {
    const value = valueOf(field, row, level);
    if (value !== undefined) wire[field.name] = value;
  }
  return wire as Wire;
}

type ShownFields = Partial<Record<FieldLevel, readonly Field[]>>;

/** By class, since every row needs them. Classes are complete before the first row is shown. */
const shownFields = new WeakMap<Type<object>, ShownFields>();

function shownAt(type: Type<object>, level: FieldLevel): readonly Field[] {
  const ofType = shownFields.get(type) ?? {};
  shownFields.set(type, ofType);
  return (ofType[level] ??= fieldsOf(type).filter((field) => shows(level, field.level)));
}

/** The names of fields above `level`. */
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
