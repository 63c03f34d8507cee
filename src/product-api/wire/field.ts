import type { ApiPropertyOptions } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { documented } from '../../platform/http/documented.js';
import type { FieldLevel } from './field-levels.js';
import { isRequired, listed } from './wire-schema.js';
import { addField, type Field, type FieldSource } from './wire-class.js';
import { ArrayMaxSize, IsArray, ValidateIf } from '../../platform/validation/class-validator.js';

/** Options of every field. */
export interface FieldOptions {
  readonly description?: string;
  readonly example?: unknown;
  readonly nullable?: boolean;
  /** A list of such values. */
  readonly many?: boolean;
  /** Of a list: most values. */
  readonly most?: number;
  /** May be absent, in requests and responses. */
  readonly optional?: boolean;
  /** The value if it is absent from a request; the class gives the same to the property. */
  readonly default?: unknown;
  /** The lowest level that shows it; default: shown to everybody. */
  readonly level?: FieldLevel;
  /** The property of the row, if its name differs, or a function of the row. */
  readonly from?: string | FieldSource;
}

/** The type of a field: its schema, and how its values are read and written. */
export type Kind = Pick<Field, 'schema' | 'nested' | 'rules' | 'read' | 'readText' | 'write'>;

/** The type that the property must have, so that the decorator cannot contradict it. */
type TypeUnder<Value, Options> =
  | (Options extends { readonly many: true } ? readonly Value[] : Value)
  | (Options extends { readonly nullable: true } ? null : never)
  | (Options extends { readonly optional: true } | { readonly level: 'basic' | 'full' }
      ? undefined
      : never);

/** Applies to a property of exactly this type. */
type FieldDecorator<Value> = <Wire extends { [Name in Key]?: Value }, Key extends string>(
  wire: Wire,
  name: Key & ([Value] extends [Wire[Key]] ? unknown : never),
) => void;

/** Makes a decorator for OpenAPI, class-validator, class-transformer and `toWire`. */
export const field =
  <Value, Options extends FieldOptions>(
    options: Options | undefined,
    kind: Kind,
  ): FieldDecorator<TypeUnder<Value, Options>> =>
  (wire, name) => {
    const made = fieldOf(name, options ?? {}, kind);
    addField(wire, made);
    const document = documented(({ ApiProperty }) => ApiProperty(documentationOf(made)));
    for (const decorate of [document, ...checksOf(made)]) decorate(wire, name);
  };

function fieldOf(name: string, options: FieldOptions, kind: Kind): Field {
  const { many = false, nullable = false, optional = false, level = 'none', from = name } = options;
  const { description, default: byDefault, most } = options;
  const notes = { description, example: exampleOf(options), default: byDefault };
  return { ...kind, name, notes, many, most, nullable, optional, level, from };
}

/** Of a list, that of one of its values may be given. */
const exampleOf = ({ many, example }: FieldOptions): unknown =>
  many && example !== undefined && !Array.isArray(example) ? [example] : example;

function documentationOf(made: Field): ApiPropertyOptions {
  const type = made.nested ? { type: made.nested, isArray: made.many } : listed(made);
  return {
    ...type,
    ...(made.nullable ? { nullable: true } : {}),
    ...made.notes,
    required: isRequired(made),
  };
}

function checksOf({
  rules,
  read,
  many,
  most,
  nullable,
  optional,
}: Field): readonly PropertyDecorator[] {
  const isGiven = (_: object, value: unknown): boolean =>
    !(optional && value === undefined) && !(nullable && value === null);
  return [
    ...(optional || nullable ? [ValidateIf(isGiven)] : []),
    ...(read ? [readWith(read)] : []),
    ...(many ? [IsArray()] : []),
    ...(most === undefined ? [] : [ArrayMaxSize(most)]),
    ...rules({ each: many }),
  ];
}

/** Transforms a value before it is validated. */
export const readWith = (read: (value: unknown) => unknown): PropertyDecorator =>
  Transform(
    ({ value }: { value: unknown }) => (Array.isArray(value) ? value.map(read) : read(value)),
    { toClassOnly: true },
  );
