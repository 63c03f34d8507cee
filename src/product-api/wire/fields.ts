import type { Type } from '@nestjs/common';
import { Type as TypeOf } from 'class-transformer';
import {
  IsBoolean,
  IsIn,
  IsInt,
  IsObject,
  IsString,
  IsUUID,
  Matches,
  Max,
  MaxLength,
  Min,
  MinLength,
  ValidateNested,
} from 'class-validator';
import { fromWireId, toWireId, type IdKind } from '../../kernel/ids.js';
import { field, type FieldOptions } from './field.js';
import { IsMoment } from './moment.js';
import { fromMoney, MONEY, toMoney } from './money.js';
import { toWire } from './wire-class.js';

/** An id, with its prefix on the wire and without in rows and, once checked, in requests. */
export const WireId = <const O extends FieldOptions>(kind: IdKind, options?: O) =>
  field<string, O>({ example: `${kind}_01kag0r4yqf8ktm3v9x2s5c7bn`, ...options } as O, {
    schema: { type: 'string' },
    // `false` is no UUID: what is malformed must be taken neither for absent nor for a UUID.
    read: (id) => (typeof id === 'string' ? (fromWireId(kind, id) ?? false) : id),
    write: (uuid) => toWireId(kind, uuid as string),
    rules: (each) => [IsUUID('all', { ...each, message: `$property must be an id, ${kind}_…` })],
  });

export const Text = <const O extends FieldOptions & { min?: number; max?: number }>(options?: O) =>
  field<string, O>(options, {
    schema: { type: 'string', minLength: options?.min, maxLength: options?.max },
    // Its type is checked first: of several faults only the first is named, and it is the one that helps.
    rules: (each) => [
      IsString(each),
      ...(options?.min === undefined ? [] : [MinLength(options.min, each)]),
      ...(options?.max === undefined ? [] : [MaxLength(options.max, each)]),
    ],
  });

/** A whole number. */
export const Whole = <const O extends FieldOptions & { min?: number; max?: number }>(options?: O) =>
  field<number, O>(options, {
    schema: { type: 'integer', minimum: options?.min, maximum: options?.max },
    readText: toWholeNumber,
    rules: (each) => [
      IsInt(each),
      ...(options?.min === undefined ? [] : [Min(options.min, each)]),
      Max(options?.max ?? Number.MAX_SAFE_INTEGER, each),
    ],
  });

export const Flag = <const O extends FieldOptions>(options?: O) =>
  field<boolean, O>(options, {
    schema: { type: 'boolean' },
    readText: toFlag,
    rules: (each) => [IsBoolean(each)],
  });

export const OneOf = <const Value extends string, const O extends FieldOptions>(
  values: readonly Value[],
  options?: O,
) =>
  field<Value, O>(options, {
    schema: { type: 'string', enum: [...values] },
    rules: (each) => [IsIn(values, each)],
  });

/** A moment: RFC 3339, in UTC and with milliseconds on its way out. */
export const Moment = <const O extends FieldOptions>(options?: O) =>
  field<string, O>(options, {
    schema: { type: 'string', format: 'date-time' },
    write: (date) => (date as Date).toISOString(),
    rules: (each) => [IsMoment(each)],
  });

/** An amount as decimal text; in rows, and in requests once it was checked, whole millionths. */
export const Money = <const O extends FieldOptions>(options?: O) =>
  field<string, O>(options, {
    schema: { type: 'string', pattern: MONEY.source },
    read: (text) => (typeof text === 'string' ? (fromMoney(text) ?? false) : text),
    write: (micros) => toMoney(micros as string),
    rules: (each) => [Matches(/^-?\d+$/, { ...each, message: '$property must be an amount' })],
  });

/** An object whose members are not described. */
export const Json = <const O extends FieldOptions>(options?: O) =>
  field<object, O>(options, {
    schema: { type: 'object' },
    rules: (each) => [IsObject(each)],
  });

/** Another wire class. */
export const Nested = <Wire extends object, const O extends FieldOptions>(
  nested: Type<Wire>,
  options?: O,
) =>
  field<Wire, O>(options, {
    schema: {},
    nested,
    write: (row, level) => toWire(nested, row as object, level),
    rules: (each) => [ValidateNested(each), TypeOf(() => nested)],
  });

/** A number in a query. `1e3`, `0x10` and `+1` are numbers to JavaScript and none to us (E14). */
export const toWholeNumber = (value: unknown): unknown =>
  typeof value === 'string' && /^-?\d+$/.test(value) ? clamp(Number(value)) : value;

/** What is too large to be exact is too large for every limit of ours, and stays so. */
const clamp = (value: number): number =>
  Math.max(-Number.MAX_SAFE_INTEGER, Math.min(value, Number.MAX_SAFE_INTEGER));

/** A flag in a query. */
export const toFlag = (value: unknown): unknown =>
  value === 'true' ? true : value === 'false' ? false : value;
