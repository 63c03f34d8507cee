import pg from 'pg';

/** One connection to PostgreSQL, one statement at a time, in place of a connection to a server. */
export class SqlConnection {
  #client;

  constructor(client) {
    this.#client = client;
  }

  static async open(connectionString) {
    const client = new pg.Client({ connectionString });
    await client.connect();
    return new SqlConnection(client);
  }

  /** `query`: name, text and values. `done(error, status, rows)`. */
  send(query, done) {
    this.#client.query(query, (error, result) => done(error, 200, result?.rows ?? []));
  }

  close() {
    this.#client.end().catch(() => undefined);
  }
}
