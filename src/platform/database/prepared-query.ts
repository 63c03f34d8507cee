import { types, type PoolClient } from 'pg';
import { prepareValue } from 'pg/lib/utils.js';

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

/** What a query object uses of the connection of `pg`. */
interface Connection {
  readonly stream: { cork(): void; uncork(): void };
  /** Texts of the statements that were parsed on it, and of those that are on their way, by name. */
  readonly parsedStatements: Readonly<Record<string, string>>;
  readonly submittedNamedStatements: Record<string, string>;
  parse(statement: { name: string; text: string }): void;
  bind(execution: { statement: string; values: readonly unknown[] }): void;
  describe(what: { type: 'P' }): void;
  execute(limits: { rows?: number }): void;
  sync(): void;
}

/**
 * Columns of the statements that a connection has prepared. They do not change: PostgreSQL refuses a prepared statement
 * whose columns did, and `Database` closes the connection then.
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
    private readonly callback: (error: Error | null, rows: unknown[]) => void,
  ) {}

  submit(connection: Connection): void {
    const { name, text, values } = this;
    this.known = describedOn(connection);
    this.columns = this.known.get(name);
    // One packet.
    connection.stream.cork();
    try {
      if (!isPrepared(connection, name)) {
        connection.parse({ name, text });
        connection.submittedNamedStatements[name] = text;
      }
      connection.bind({ statement: name, values });
      if (!this.columns) connection.describe({ type: 'P' });
      connection.execute({});
      connection.sync();
    } finally {
      connection.stream.uncork();
    }
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
    this.callback(error, []);
  }

  handleReadyForQuery(): void {
    this.callback(this.fault ?? null, this.rows);
  }
}

const isPrepared = (
  { parsedStatements, submittedNamedStatements }: Connection,
  name: string,
): boolean => (parsedStatements[name] ?? submittedNamedStatements[name]) !== undefined;

function rowOf(columns: Columns, fields: readonly (string | null)[]): unknown {
  const row: Record<string, unknown> = {};
  for (const [i, { name, read }] of columns.entries()) {
    const text = fields[i] ?? null;
    row[name] = text === null ? null : read(text);
  }
  return row;
}

/** Runs a statement of this name and text, and prepares it if the connection has not yet. */
export function runPrepared(
  client: PoolClient,
  { name, text }: { readonly name: string; readonly text: string },
  values: readonly unknown[],
): Promise<unknown[]> {
  // Before anything is sent: a value that cannot be written throws.
  const written = values.map((value) => prepareValue(value));
  return new Promise((resolve, reject) => {
    client.query(
      new PreparedQuery(name, text, written, (error, rows) => {
        if (error) reject(error);
        else resolve(rows);
      }) as unknown as { submit(): void },
    );
  });
}
