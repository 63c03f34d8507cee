import { compileParameters, type CompiledText, type ParameterNames } from './parameters.js';
import type { RowShape, ShapedRow } from './row-shape.js';

declare const names: unique symbol;
declare const row: unique symbol;

/**
 * A named SQL statement. PostgreSQL plans it once per connection and name, which TypeORM's own queries do not allow:
 * about a third of the cost on the hot paths (see docs/architecture.md).
 */
export interface Statement<Names extends string = string, Row = unknown> extends CompiledText {
  /** Absent: planned at each use, and not kept on the connection. */
  readonly name?: string;
  /** The columns it returns. Absent if there are none. */
  readonly shape?: RowShape;
  readonly [names]?: Names;
  readonly [row]?: Row;
}

/** A row of what a statement returns. */
export type RowOf<S> = S extends Statement<string, infer Row> ? Row : never;

const registered = new Map<string, Statement>();

/**
 * For constants of a file only: a prepared statement is kept by each connection until that closes. Text that depends on
 * a request is `unprepared`.
 *
 * `text` names its parameters (`WHERE id = :grantId`) and lists its columns, never `*`. `shape` has their names and
 * types (`{ id: 'uuid', endedAt: 'timestamptz?' }`): a test compares it with PostgreSQL's description. A fragment with
 * parameters of its own must be a literal, or the compiler does not see their names.
 * @throws Error if another statement has the name: a connection that has prepared one refuses the other
 */
export function statement<
  const Text extends string,
  const Shape extends RowShape = Record<never, never>,
>(name: string, text: Text, shape?: Shape): Statement<ParameterNames<Text>, ShapedRow<Shape>> {
  const made = { name, ...compileParameters(text), ...(shape ? { shape } : {}) };
  if ((registered.get(name)?.text ?? made.text) !== made.text) {
    throw new Error(`Two statements are named ${name}`);
  }
  registered.set(name, made);
  return made;
}

/** Every statement of the loaded files, by name. */
export const preparedStatements = (): ReadonlyMap<string, Statement> => registered;

/** SQL whose text depends on the request. The number of such texts is unbounded, so PostgreSQL keeps none of them. */
export const unprepared = <
  const Text extends string,
  const Shape extends RowShape = Record<never, never>,
>(
  text: Text,
  shape?: Shape,
): Statement<ParameterNames<Text>, ShapedRow<Shape>> => ({
  ...compileParameters(text),
  ...(shape ? { shape } : {}),
});
