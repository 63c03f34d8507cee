import { types, type PoolClient } from 'pg';
import { serialize } from 'pg-protocol';

/** A column of a result, and how its text is read. */
interface Column {
  readonly name: string;
  readonly read: (text: string) => unknown;
}

type Columns = readonly Column[];

interface Field {
  readonly name: string;
  /** OID of its type. */
  readonly dataTypeID: number;
}

/**
 * What a query object uses of the connection of `pg`: members that pg 8.23 has and does not document. The handlers
 * below are called by its client. test/database/platform/prepared-query.spec.ts fails if another version lacks one.
 */
interface Connection {
  readonly stream: { readonly writable: boolean; write(bytes: Buffer): void };
  /** Texts of the statements that were parsed on it, and of those that are on their way, by name. */
  readonly parsedStatements: Readonly<Record<string, string>>;
  readonly submittedNamedStatements: Record<string, string>;
}

/** The end of each execution. */
const EXECUTE = Buffer.concat([serialize.execute(), serialize.sync()]);
const DESCRIBE_AND_EXECUTE = Buffer.concat([serialize.describe({ type: 'P' }), EXECUTE]);

/**
 * Columns of the statements that a connection has prepared. They do not change: PostgreSQL refuses a prepared statement
 * whose columns did. `Database.query` then closes the connection and asks on another; in a transaction the error is the caller's.
 */
const described = new WeakMap<Connection, Map<string, Columns>>();

function describedOn(connection: Connection): Map<string, Columns> {
  const known = described.get(connection) ?? new Map<string, Columns>();
  described.set(connection, known);
  return known;
}

/**
 * One execution of a prepared statement. `pg` accepts query objects, as its cursors are. Its own asks for a description
 * of the columns at each execution and builds new parsers from it, which is half of the client's work.
 */
class PreparedQuery {
  private readonly rows: unknown[] = [];
  private columns: Columns | undefined;
  private known: Map<string, Columns> | undefined;
  private fault: Error | undefined;

  constructor(
    /** `pg` reads both, to note what is parsed. */
    readonly name: string,
    readonly text: string,
    private readonly values: readonly unknown[],
    private readonly answer: Answer,
  ) {}

  /** An error that it returns fails the query, and not the connection. */
  submit(connection: Connection): Error | null {
    this.known = describedOn(connection);
    this.columns = this.known.get(this.name);
    try {
      const bytes = this.messages(connection);
      if (connection.stream.writable) connection.stream.write(bytes);
      return null;
    } catch (error) {
      return error as Error;
    }
  }

  /** All of its messages: one write costs less than one for each. */
  private messages(connection: Connection): Buffer {
    const { name, text, values } = this;
    const bind = serialize.bind({ statement: name, values: values as unknown[] });
    const execute = this.columns ? EXECUTE : DESCRIBE_AND_EXECUTE;
    if (isPrepared(connection, name)) return Buffer.concat([bind, execute]);
    connection.submittedNamedStatements[name] = text;
    return Buffer.concat([serialize.parse({ name, text }), bind, execute]);
  }

  handleRowDescription({ fields }: { readonly fields: readonly Field[] }): void {
    this.columns = fields.map(({ name, dataTypeID }) => ({
      name,
      read: types.getTypeParser(dataTypeID, 'text') as Column['read'],
    }));
  }

  handleDataRow({ fields }: { readonly fields: readonly (string | null)[] }): void {
    try {
      this.rows.push(rowOf(this.columns ?? [], fields));
    } catch (error) {
      this.fault = error as Error;
    }
  }

  handleCommandComplete(): void {
    // A statement without columns is not described.
    this.known?.set(this.name, this.columns ?? []);
  }

  handleError(error: Error): void {
    this.answer(error, []);
  }

  handleReadyForQuery(): void {
    this.answer(this.fault ?? null, this.rows);
  }
}

const isPrepared = (
  { parsedStatements, submittedNamedStatements }: Connection,
  name: string,
): boolean => (parsedStatements[name] ?? submittedNamedStatements[name]) !== undefined;

function rowOf(columns: Columns, fields: readonly (string | null)[]): unknown {
  const row: Record<string, unknown> = {};
  for (let i = 0; i < columns.length; i++) {
    const { name, read } = columns[i] as Column;
    const text = fields[i] ?? null;
    row[name] = text === null ? null : read(text);
  }
  return row;
}

/** Called once: with the rows, or with an error and none. */
export type Answer = (error: Error | null, rows: unknown[]) => void;

/**
 * Runs a statement of this name and text, and prepares it if the connection has not yet.
 * @param values as `prepareValue` of `pg` gives them
 */
export function runPrepared(
  client: PoolClient,
  { name, text }: { readonly name: string; readonly text: string },
  values: readonly unknown[],
  answer: Answer,
): void {
  client.query(new PreparedQuery(name, text, values, answer) as unknown as { submit(): void });
}
