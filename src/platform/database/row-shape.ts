/** The JavaScript type of each PostgreSQL type that statements return. */
interface ColumnTypes {
  readonly bigint: string;
  readonly boolean: boolean;
  readonly bytea: Buffer;
  readonly 'bytea[]': readonly Buffer[];
  readonly 'double precision': number;
  readonly integer: number;
  readonly json: unknown;
  readonly jsonb: unknown;
  readonly smallint: number;
  readonly text: string;
  readonly 'text[]': readonly string[];
  readonly timestamptz: Date;
  readonly uuid: string;
  readonly 'uuid[]': readonly string[];
}

type TypeName = keyof ColumnTypes;

/** The type of a column; `?` says that it may be null. */
export type ColumnType = TypeName | `${TypeName}?`;

/** The columns that a statement returns, in any order. */
export type RowShape = Readonly<Record<string, ColumnType>>;

declare const narrowed: unique symbol;

/** A column whose values are narrower than its type, according to its CHECK; or `jsonb` of a known type. */
export const column = <Value>(type: ColumnType): ColumnType & { readonly [narrowed]: Value } =>
  type as ColumnType & { readonly [narrowed]: Value };

type ValueOf<Type> = Type extends { readonly [narrowed]: infer Value }
  ? Value
  : Type extends TypeName
    ? ColumnTypes[Type]
    : Type extends `${infer Name extends TypeName}?`
      ? ColumnTypes[Name] | null
      : never;

/** A row of the shape. */
export type ShapedRow<Shape> = { readonly [Name in keyof Shape]: ValueOf<Shape[Name]> };
