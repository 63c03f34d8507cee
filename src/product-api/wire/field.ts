import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsArray, ValidateIf } from 'class-validator';
import type { FieldLevel } from './field-levels.js';
import { isRequired, listed } from './wire-schema.js';
import { addField, type Field, type FieldSource } from './wire-class.js';

/** What may be said of every field. */
export interface FieldOptions {
  readonly description?: string;
  readonly example?: unknown;
  readonly nullable?: boolean;
  /** A list of such values. */
  readonly many?: boolean;
  /** May be absent, on its way in or out. */
  readonly optional?: boolean;
  /** Its value if it was absent on its way in; the class gives the same to the property. */
  readonly default?: unknown;
  /** The least level that shows it; without it, everybody sees it. */
  readonly level?: FieldLevel;
  /** The property of the row, if it has another name there, or what makes it of a row. */
  readonly from?: string | FieldSource;
}

/** What a kind of field is: its schema, and how its values come in and go out. */
export type Kind = Pick<Field, 'schema' | 'nested' | 'rules' | 'read' | 'readText' | 'write'>;

/** The type that a property must have, so that the decorator tells the truth of it. */
type TypeUnder<Value, Options> =
  | (Options extends { readonly many: true } ? readonly Value[] : Value)
  | (Options extends { readonly nullable: true } ? null : never)
  | (Options extends { readonly optional: true } | { readonly level: 'basic' | 'full' }
      ? undefined
      : never);

/** Fits a property of exactly this type. */
type FieldDecorator<Value> = <Wire extends { [Name in Key]?: Value }, Key extends string>(
  wire: Wire,
  name: Key & ([Value] extends [Wire[Key]] ? unknown : never),
) => void;

/** Makes a decorator: for OpenAPI, for class-validator and class-transformer, and for `toWire`, all at once. */
export const field =
  <Value, Options extends FieldOptions>(
    options: Options | undefined,
    kind: Kind,
  ): FieldDecorator<TypeUnder<Value, Options>> =>
  (wire, name) => {
    const made = fieldOf(name, options ?? {}, kind);
    addField(wire, made);
    for (const decorate of [ApiProperty(documentationOf(made)), ...checksOf(made)]) {
      decorate(wire, name);
    }
  };

function fieldOf(name: string, options: FieldOptions, kind: Kind): Field {
  const { many = false, nullable = false, optional = false, level = 'none', from = name } = options;
  const { description, example, default: byDefault } = options;
  const notes = { description, example, default: byDefault };
  return { ...kind, name, notes, many, nullable, optional, level, from };
}

function documentationOf(made: Field): ApiPropertyOptions {
  const type = made.nested ? { type: made.nested, isArray: made.many } : listed(made);
  return {
    ...type,
    ...(made.nullable ? { nullable: true } : {}),
    ...made.notes,
    required: isRequired(made),
  };
}

function checksOf({ rules, read, many, nullable, optional }: Field): readonly PropertyDecorator[] {
  const isGiven = (_: object, value: unknown): boolean =>
    !(optional && value === undefined) && !(nullable && value === null);
  return [
    ...(optional || nullable ? [ValidateIf(isGiven)] : []),
    ...(read ? [readWith(read)] : []),
    ...(many ? [IsArray()] : []),
    ...rules({ each: many }),
  ];
}

/** What a value becomes before it is checked. */
export const readWith = (read: (value: unknown) => unknown): PropertyDecorator =>
  Transform(
    ({ value }: { value: unknown }) => (Array.isArray(value) ? value.map(read) : read(value)),
    { toClassOnly: true },
  );
