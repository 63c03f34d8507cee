import type { Type } from '@nestjs/common';
import { Type as TypeOf } from 'class-transformer';
import { fromWireId, toWireId, type IdKind } from '../../kernel/ids.js';
import { field, type FieldOptions } from './field.js';
import { IsMoment } from './moment.js';
import { fromMoney, MONEY, toMoney } from './money.js';
import { toWire, type FieldSource } from './wire-class.js';
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
} from '../../platform/validation/class-validator.js';

/** An id: prefixed on the wire, a UUID in rows and in validated requests. */
export const WireId = <const O extends FieldOptions>(kind: IdKind, options?: O) =>
  field<string, O>({ example: `${kind}_01kag0r4yqf8ktm3v9x2s5c7bn`, ...options } as O, {
    schema: { type: 'string' },
    // `false` is no UUID: a malformed id must count neither as absent nor as a UUID.
    read: (id) => (typeof id === 'string' ? (fromWireId(kind, id) ?? false) : id),
    write: (uuid) => toWireId(kind, uuid as string),
    rules: (each) => [IsUUID('all', { ...each, message: `$property must be an id, ${kind}_…` })],
  });

/**
 * An id of one of several kinds: a UUID in validated requests. A row does not know the kind, so `from` says the id.
 */
export const AnyId = <const O extends FieldOptions & { readonly from: FieldSource }>(
  kinds: readonly IdKind[],
  options: O,
) =>
  field<string, O>(options, {
    schema: { type: 'string' },
    read: (id) => {
      if (typeof id !== 'string') return id;
      return kinds.map((kind) => fromWireId(kind, id)).find((uuid) => uuid !== null) ?? false;
    },
    rules: (each) => [IsUUID('all', { ...each, message: idsOf(kinds) })],
  });

const idsOf = (kinds: readonly IdKind[]): string =>
  `$property must be an id, ${kinds.map((kind) => `${kind}_…`).join(' or ')}`;

interface TextOptions extends FieldOptions {
  readonly min?: number;
  readonly max?: number;
  /** The whole text must match. */
  readonly pattern?: RegExp;
}

export const Text = <const O extends TextOptions>(options?: O) =>
  field<string, O>(options, {
    schema: {
      ...{ type: 'string', minLength: options?.min, maxLength: options?.max },
      pattern: options?.pattern?.source,
    },
    // Its type is checked first: of several faults only the first is reported, and the type is the useful one.
    rules: (each) => [
      IsString(each),
      ...(options?.min === undefined ? [] : [MinLength(options.min, each)]),
      ...(options?.max === undefined ? [] : [MaxLength(options.max, each)]),
      ...(options?.pattern === undefined ? [] : [Matches(options.pattern, each)]),
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

/** A timestamp: RFC 3339, in UTC and with milliseconds in responses. */
export const Moment = <const O extends FieldOptions>(options?: O) =>
  field<string, O>(options, {
    schema: { type: 'string', format: 'date-time' },
    write: (date) => (date as Date).toISOString(),
    rules: (each) => [IsMoment(each)],
  });

/** A decimal amount as text; in rows and validated requests, whole millionths. */
export const Money = <const O extends FieldOptions>(options?: O) =>
  field<string, O>(options, {
    schema: { type: 'string', pattern: MONEY.source },
    read: (text) => (typeof text === 'string' ? (fromMoney(text) ?? false) : text),
    write: (micros) => toMoney(micros as string),
    rules: (each) => [Matches(/^-?\d+$/, { ...each, message: '$property must be an amount' })],
  });

/** An object whose members are not documented. */
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

/** A number in a query. `1e3`, `0x10` and `+1`, which JavaScript accepts, are refused (E14). */
export const toWholeNumber = (value: unknown): unknown =>
  typeof value === 'string' && /^-?\d+$/.test(value) ? clamp(Number(value)) : value;

/** A number beyond the exact range is beyond every limit here, too. */
const clamp = (value: number): number =>
  Math.max(-Number.MAX_SAFE_INTEGER, Math.min(value, Number.MAX_SAFE_INTEGER));

/** A boolean in a query. */
export const toFlag = (value: unknown): unknown =>
  value === 'true' ? true : value === 'false' ? false : value;
