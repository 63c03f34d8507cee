import { Injectable } from '@nestjs/common';
import type { Pool, PoolClient } from 'pg';
import { DataSource, type EntityManager } from 'typeorm';
import { inOrder, type ParameterValues } from './parameters.js';
import { runPrepared } from './prepared-query.js';
import type { Statement } from './statement.js';

/** PostgreSQL refuses a cached plan after a column changed its type; only a new connection has a new plan. */
const STALE_PLAN = '0A000';

/** A value for each parameter of a statement; nothing for one that has none. */
type Given<Names extends string> = [Names] extends [never] ? [] : [values: ParameterValues<Names>];

/** Access to PostgreSQL: transactions, and named statements inside or outside of one. */
@Injectable()
export class Database {
  constructor(private readonly source: DataSource) {
    surviveLostConnections(this.pool);
  }

  /** Runs `work` in one transaction; any throw rolls all of it back. */
  transaction<T>(work: (tx: EntityManager) => Promise<T>): Promise<T> {
    return this.source.transaction(work);
  }

  /** Runs one statement on its own. Rows have PostgreSQL's column names. */
  async query<Names extends string, Row>(
    statement: Statement<Names, Row>,
    ...values: Given<Names>
  ): Promise<Row[]> {
    const pool = this.pool;
    for (let attempt = 0; ; attempt++) {
      const client = await pool.connect();
      try {
        const rows = await run(client, statement, values);
        client.release();
        return rows;
      } catch (error) {
        const stale = (error as { code?: string }).code === STALE_PLAN;
        client.release(stale ? (error as Error) : undefined);
        if (!stale || attempt > pool.options.max) throw error;
      }
    }
  }

  /** Runs one statement inside the caller's transaction. */
  async queryIn<Names extends string, Row>(
    tx: EntityManager,
    statement: Statement<Names, Row>,
    ...values: Given<Names>
  ): Promise<Row[]> {
    if (!tx.queryRunner) throw new Error(`${statement.name ?? 'A statement'} needs a transaction`);
    return run((await tx.queryRunner.connect()) as PoolClient, statement, values);
  }

  /** The pool under TypeORM, for the queue's worker, which listens on a connection of its own. */
  get pool(): Pool {
    return (this.source.driver as unknown as { master: Pool }).master;
  }
}

async function run<Names extends string, Row>(
  client: PoolClient,
  statement: Statement<Names, Row>,
  [values = {}]: readonly Readonly<Record<string, unknown>>[],
): Promise<Row[]> {
  const { name, text } = statement;
  const given = inOrder(statement, values);
  try {
    if (name !== undefined) return (await runPrepared(client, { name, text }, given)) as Row[];
    return (await client.query({ text, values: given })).rows as Row[];
  } catch (error) {
    // Otherwise it leads to the socket.
    if (error instanceof Error) Error.captureStackTrace(error);
    throw error;
  }
}

/**
 * A connection that is lost while in use fails its query, and nothing more. Without this listener `pg` emits an
 * unhandled error: the pool only listens while the connection is idle.
 */
function surviveLostConnections(pool: Pool): void {
  const known = new WeakSet<PoolClient>();
  const listen = (client: PoolClient): void => {
    if (known.has(client)) return;
    known.add(client);
    client.on('error', () => undefined);
  };
  pool.on('connect', listen);
  // TypeORM has connected once before the pool is accessible.
  pool.on('acquire', listen);
}
