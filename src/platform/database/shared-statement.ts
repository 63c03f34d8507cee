import { replaceParameters, type ParameterNames } from './parameters.js';
import type { RowShape, ShapedRow } from './row-shape.js';
import { statement, type Statement } from './statement.js';

/** The JavaScript type of a parameter of each PostgreSQL type; null is NULL. */
interface ParameterTypes {
  readonly 'double precision': number;
  readonly integer: number;
  readonly boolean: boolean;
  readonly bytea: Buffer;
  /** An object, or the text of it. */
  readonly jsonb: object | string;
  readonly text: string;
  readonly 'text[]': readonly string[];
  readonly timestamptz: Date;
  readonly uuid: string;
}

type ParameterType = keyof ParameterTypes;

export type Parameters = Readonly<Record<string, ParameterType>>;

declare const narrowed: unique symbol;

/** A parameter whose values are narrower than its type: those of a column. */
export type ParameterFor<Value> = ParameterType & { readonly [narrowed]: Value };

/** The values of one request. */
export type AskedValues<Types extends Parameters> = {
  readonly [Name in keyof Types]: Types[Name] extends ParameterFor<infer Value>
    ? Value
    : ParameterTypes[Types[Name]] | null;
};

declare const types: unique symbol;
declare const row: unique symbol;

/**
 * A statement that answers many requests in one execution: those that wait for it at the same time. Starting the
 * executor for eight tables costs more than eight look-ups, and a commit costs as much for one change as for ten.
 * `Database.queryShared` runs it.
 */
export interface SharedStatement<Types extends Parameters = Parameters, Row = unknown> {
  /** Has an array for each parameter, and returns in `place` which of their elements a row answers, from 1. */
  readonly statement: Statement;
  readonly parameters: Parameters;
  readonly [types]?: Types;
  readonly [row]?: Row;
}

/** A row for one request. */
export type SharedRow<S> = S extends SharedStatement<Parameters, infer Row> ? Row : never;

/**
 * A read that returns at most one row. `text` is that for one request, with `:name` for a parameter. Each request gets
 * the plan that it would have alone (`OFFSET 0` keeps the planner from mixing the look-ups of several), and sees
 * everything that was committed before it asked.
 */
export function sharedLookup<
  const Types extends Parameters,
  const Text extends string,
  const Shape extends RowShape,
>(
  name: string,
  parameters: Types & Readonly<Record<ParameterNames<Text>, ParameterType>>,
  text: Text,
  shape: Shape,
): SharedStatement<Types, ShapedRow<Shape>> {
  return shared(
    name,
    parameters,
    `SELECT asked.place::int AS place, found.*
     FROM ${asked(parameters)} CROSS JOIN LATERAL (${columnsFor(parameters, text)} OFFSET 0) AS found`,
    shape,
  );
}

/**
 * A change, of several requests in one transaction. `text` continues a `WITH` whose query `asked` has a row for each
 * request, in the order of the first parameter: the key of the row that is locked, so that no two executions wait for
 * each other. `:name` is a column of whatever the query calls `asked`; one that reads from an earlier query takes its
 * rows on with `RETURNING asked.*` and `FROM earlier AS asked`. The statement ends with a `SELECT` of `asked.place` and
 * the columns of `shape`: a row for each request whose change was made, none for any other.
 *
 * An error of PostgreSQL rolls back all of them; they then run in smaller groups, so that each request gets its own.
 */
export function sharedChange<
  const Types extends Parameters,
  const Text extends string,
  const Shape extends RowShape,
>(
  name: string,
  parameters: Types & Readonly<Record<ParameterNames<Text>, ParameterType>>,
  text: Text,
  shape: Shape,
): SharedStatement<Types, ShapedRow<Shape>> {
  return shared(
    name,
    parameters,
    `WITH asked AS MATERIALIZED (
       SELECT ${columnsOf(parameters)}, place::int AS place FROM ${asked(parameters)} ORDER BY 1 ${FEW}
     ), ${columnsFor(parameters, text)}`,
    shape,
  );
}

/**
 * No limit. The planner expects a tenth of the rows, which is one, and looks each up by its key in the order of `asked`;
 * for ten it would read a small table as a whole, in any order, also after that has grown.
 */
const FEW = 'LIMIT (SELECT NULL::bigint)';

function shared<Types extends Parameters, Shape extends RowShape>(
  name: string,
  parameters: Types,
  text: string,
  shape: Shape,
): SharedStatement<Types, ShapedRow<Shape>> {
  if ('place' in shape) throw new Error(`${name} has a column of the reserved name place`);
  return { statement: statement(name, text, { ...shape, place: 'integer' }), parameters };
}

/** An array of arrays has one length for all, so each inner one is sent as its text. */
export const isArray = (type: ParameterType | undefined): boolean => type === 'text[]';
const sent = (type: ParameterType): string => (isArray(type) ? 'text' : type);

/**
 * SQL: the relation `asked`, with a row for each request. The planner does not see the length of an array that comes
 * from a subquery. If it did, it would find a plan for one request cheaper than the plan that it keeps for any number,
 * and make it for each execution, which takes several times as long as the execution.
 */
function asked(parameters: Parameters): string {
  const arrays = Object.entries(parameters).map(([name, type]) => `:${name}::${sent(type)}[]`);
  const [first = '', ...others] = arrays;
  const relation = `unnest(${[`(SELECT ${first})`, ...others].join(', ')})`;
  return `${relation} WITH ORDINALITY AS asked (${columnsOf(parameters)}, place)`;
}

const columnsOf = (parameters: Parameters): string =>
  Object.keys(parameters)
    .map((name) => `"${name}"`)
    .join(', ');

/** @throws Error for a parameter without a type, which the compiler does not see in every text */
function columnsFor(parameters: Parameters, text: string): string {
  return replaceParameters(text, (name) => {
    const type = parameters[name];
    if (!type) throw new Error(`The parameter :${name} has no type`);
    return `asked."${name}"${isArray(type) ? `::${type}` : ''}`;
  });
}
