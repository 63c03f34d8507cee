import type { PoolClient } from 'pg';

/** A column of a result, as PostgreSQL describes it before execution. */
export interface DescribedColumn {
  readonly name: string;
  /** Of `pg_type`. */
  readonly typeOid: number;
}

interface RowDescription {
  readonly fields: readonly { readonly name: string; readonly dataTypeID: number }[];
}

/** The method that `pg` calls on an object with `submit` that is passed to `client.query`. */
class Description {
  private columns: readonly DescribedColumn[] = [];

  constructor(
    private readonly text: string,
    private readonly done: (error: Error | null, columns: readonly DescribedColumn[]) => void,
  ) {}

  submit(connection: {
    parse(query: { text: string }): void;
    describe(what: { type: 'S' }): void;
    sync(): void;
  }): void {
    connection.parse({ text: this.text });
    connection.describe({ type: 'S' });
    connection.sync();
  }

  handleRowDescription({ fields }: RowDescription): void {
    this.columns = fields.map(({ name, dataTypeID }) => ({ name, typeOid: dataTypeID }));
  }

  handleError(error: Error): void {
    this.done(error, []);
  }

  handleReadyForQuery(): void {
    this.done(null, this.columns);
  }
}

/** Has PostgreSQL plan a statement without running it. Rejects if a table, column or type does not exist. */
export function describeStatement(
  client: PoolClient,
  text: string,
): Promise<readonly DescribedColumn[]> {
  return new Promise((resolve, reject) => {
    const description = new Description(text, (error, columns) => {
      if (error) reject(error);
      else resolve(columns);
    });
    (client as unknown as { query(what: Description): void }).query(description);
  });
}
