import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { OWNER_ROLE, RUNTIME_ROLE } from '../../src/platform/database/roles.js';
import { dump, secretsInClear } from './dump/check-dump.js';
import { TEMPLATE } from './test-server.js';

/** A database of one test file: a copy of the migrated template, used as role `runtime` as in production. */
export class TestDatabase {
  /** The logs of the servers over it. */
  readonly log: string[] = [];

  private constructor(
    readonly name: string,
    private readonly admin: pg.Client,
    /** Statements as the runtime role. */
    readonly pool: pg.Pool,
  ) {}

  static async create(): Promise<TestDatabase> {
    // Databases of earlier files in the same process have other names.
    const name = `t_${randomBytes(8).toString('hex')}`;
    const admin = new pg.Client({ connectionString: superuserUrl() });
    await admin.connect();
    await admin.query(
      `CREATE DATABASE ${name} TEMPLATE ${TEMPLATE} STRATEGY file_copy OWNER ${OWNER_ROLE}`,
    );
    const pool = new pg.Pool({ connectionString: databaseUrl(RUNTIME_ROLE, name), max: 5 });
    // Dropping the database cuts connections that are still closing.
    pool.on('error', () => undefined);
    return new TestDatabase(name, admin, pool);
  }

  /** DATABASE_URL of a server under test. */
  get url(): string {
    return databaseUrl(RUNTIME_ROLE, this.name);
  }

  /** The owner's connection, for tests of migrations and privileges. */
  get ownerUrl(): string {
    return databaseUrl(OWNER_ROLE, this.name);
  }

  async query<Row extends pg.QueryResultRow>(
    sql: string,
    values: readonly unknown[] = [],
  ): Promise<Row[]> {
    return (await this.pool.query<Row>(sql, [...values])).rows;
  }

  /** One statement as the owner, on a new connection. */
  async queryAsOwner(sql: string): Promise<void> {
    const owner = new pg.Client({ connectionString: this.ownerUrl });
    await owner.connect();
    await owner.query(sql).finally(() => owner.end());
  }

  /** Statements of a session without foreign key checks, to make many rows at once. */
  async fill(...statements: readonly string[]): Promise<void> {
    const superuser = new pg.Client({ connectionString: this.superuserUrl });
    await superuser.connect();
    try {
      await superuser.query('SET session_replication_role = replica');
      for (const sql of statements) await superuser.query(sql);
    } finally {
      await superuser.end();
    }
  }

  /** Every row as text, by table. */
  dump(): Promise<ReadonlyMap<string, string>> {
    return dump(this.superuserUrl);
  }

  private get superuserUrl(): string {
    const url = new URL(superuserUrl());
    url.pathname = `/${this.name}`;
    return url.toString();
  }

  /** @throws if a secret is readable in the database or log after the tests (G13, G7) */
  async drop(): Promise<void> {
    await this.pool.end();
    await this.sessionsClosed();
    const found = secretsInClear(await this.dump(), this.log.join(''));
    await this.admin.query(`DROP DATABASE ${this.name} WITH (FORCE)`);
    await this.admin.end();
    if (found.length > 0) throw new Error(`Secrets in clear:\n${found.join('\n')}`);
  }

  /** A connection that is cut off while it closes would fail whatever test runs at that moment. */
  private async sessionsClosed(): Promise<void> {
    for (let attempt = 0; attempt < 100; attempt++) {
      const { rows } = await this.admin.query<{ open: number }>(
        `SELECT count(*)::int AS open FROM pg_stat_activity WHERE datname = $1`,
        [this.name],
      );
      if (rows[0]?.open === 0) return;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }
}

function superuserUrl(): string {
  const url = process.env.TEST_SUPERUSER_URL;
  if (!url) throw new Error('The global setup has not run.');
  return url;
}

function databaseUrl(role: string, database: string): string {
  const url = new URL(superuserUrl());
  url.username = role;
  url.password = '';
  url.pathname = `/${database}`;
  return url.toString();
}
