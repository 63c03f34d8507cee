/**
 * A named SQL statement. PostgreSQL plans it once per connection and name, which TypeORM's own queries
 * never let it do: about a third of the cost on the hot paths (see docs/architecture.md).
 */
export interface Statement {
  readonly name: string;
  readonly text: string;
}

/** `name` must be unique in the whole server; `text` must list its columns, never `*`. */
export const statement = (name: string, text: string): Statement => ({ name, text });
