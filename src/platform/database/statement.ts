/**
 * A named SQL statement. PostgreSQL plans it once per connection and name, which TypeORM's own queries
 * never let it do: about a third of the cost on the hot paths (see docs/architecture.md).
 */
export interface Statement {
  /** Absent: planned anew each time, and nothing of it stays on the connection. */
  readonly name?: string;
  readonly text: string;
}

const texts = new Map<string, string>();

/**
 * `text` must list its columns, never `*`. For the constants of a file alone: what is prepared stays on each connection
 * for as long as that lasts. Text that depends on a request is `unprepared`.
 * @throws Error if another statement has the name: a connection that has prepared the one refuses the other
 */
export function statement(name: string, text: string): Statement {
  if ((texts.get(name) ?? text) !== text) throw new Error(`Two statements are named ${name}`);
  texts.set(name, text);
  return { name, text };
}

/** Every statement of the files that have been loaded, by name. */
export const preparedStatements = (): ReadonlyMap<string, string> => texts;

/** SQL whose text depends on what is asked. There may be any number of such texts, so PostgreSQL keeps none of them. */
export const unprepared = (text: string): Statement => ({ text });
