import { Injectable } from '@nestjs/common';
import type { Pool, PoolClient } from 'pg';
import { prepareValue } from 'pg/lib/utils.js';
import { DataSource, type EntityManager } from 'typeorm';
import { AmbientTransaction } from './ambient-transaction.js';
import { inOrder, type ParameterValues } from './parameters.js';
import { arraysOf, SharedExecutions } from './shared-executions.js';
import type { AskedValues, Parameters, SharedStatement } from './shared-statement.js';
import { runPrepared, type Answer } from './prepared-query.js';
import type { Statement } from './statement.js';

/** PostgreSQL refuses a cached plan after a column changed its type; only a new connection has a new plan. */
const STALE_PLAN = '0A000';

/** A connection is not used again after these errors: its plan is stale, or PostgreSQL is about to close it. */
const CLOSES = /^(?:0A000|57P)/;

/** A value for each parameter of a statement; nothing for one that has none. */
type Given<Names extends string> = [Names] extends [never] ? [] : [values: ParameterValues<Names>];

/** Access to PostgreSQL: transactions, and named statements inside or outside of one. */
@Injectable()
export class Database {
  private readonly shared = new Map<Statement, SharedExecutions>();

  constructor(private readonly source: DataSource) {
    surviveLostConnections(this.pool);
  }

  /** Runs `work` in one transaction; any throw rolls all of it back. */
  transaction<T>(work: (tx: EntityManager) => Promise<T>): Promise<T> {
    return AmbientTransaction.current()?.nest(work) ?? this.source.transaction(work);
  }

  /**
   * The same, and whatever `work` does by `transaction`, `query` and `queryShared` is part of it, each undone alone if it
   * fails.
   */
  transactionAround<T>(work: (tx: EntityManager) => Promise<T>): Promise<T> {
    return this.transaction((tx) => AmbientTransaction.around(tx, work));
  }

  /** One statement on its own, also within `transactionAround`: what it wrote stays if that is rolled back. */
  queryApart<Names extends string, Row>(
    ...asked: [statement: Statement<Names, Row>, ...values: Given<Names>]
  ): Promise<Row[]> {
    return AmbientTransaction.outside(() => this.query(...asked));
  }

  /** Runs one statement on its own. Rows have PostgreSQL's column names. */
  async query<Names extends string, Row>(
    statement: Statement<Names, Row>,
    ...values: Given<Names>
  ): Promise<Row[]> {
    const ambient = AmbientTransaction.current();
    if (ambient) return ambient.nest((tx) => this.queryIn(tx, statement, ...values));
    const given = written(statement, ...values);
    for (let attempt = 0; ; attempt++) {
      try {
        return (await this.runOnce(statement, given)) as Row[];
      } catch (error) {
        if (codeOf(error) !== STALE_PLAN || attempt > this.pool.options.max) throw traced(error);
      }
    }
  }

  /**
   * The row of a shared statement for these values, from one execution with the others that wait for it; undefined if
   * there is none. Rejects as `query` would for these values alone.
   */
  queryShared<Types extends Parameters, Row>(
    shared: SharedStatement<Types, Row>,
    values: AskedValues<Types>,
  ): Promise<Row | undefined> {
    const ambient = AmbientTransaction.current();
    if (ambient) return ambient.nest((tx) => this.querySharedIn(tx, shared, values));
    return this.executionsOf(shared).ask(values) as Promise<Row | undefined>;
  }

  /** The same inside the caller's transaction, in an execution of its own. */
  async querySharedIn<Types extends Parameters, Row>(
    tx: EntityManager,
    shared: SharedStatement<Types, Row>,
    values: AskedValues<Types>,
  ): Promise<Row | undefined> {
    const { statement } = shared;
    const [row] = await this.queryIn(tx, statement, arraysOf(shared, [inOrder(statement, values)]));
    return row as Row | undefined;
  }

  private executionsOf({ statement, parameters }: SharedStatement): SharedExecutions {
    const known = this.shared.get(statement);
    if (known) return known;
    const executions = new SharedExecutions({ statement, parameters }, (...all) =>
      this.query(...all),
    );
    this.shared.set(statement, executions);
    return executions;
  }

  /** Runs one statement inside the caller's transaction. */
  async queryIn<Names extends string, Row>(
    tx: EntityManager,
    statement: Statement<Names, Row>,
    ...values: Given<Names>
  ): Promise<Row[]> {
    if (!tx.queryRunner) throw new Error(`${statement.name ?? 'A statement'} needs a transaction`);
    const client = (await tx.queryRunner.connect()) as PoolClient;
    const given = written(statement, ...values);
    try {
      const rows = await new Promise<unknown[]>((resolve, reject) => {
        run(client, statement, given, (error, found) => (error ? reject(error) : resolve(found)));
      });
      return rows as Row[];
    } catch (error) {
      throw traced(error);
    }
  }

  /** On a connection of the pool, which is given back as soon as PostgreSQL has answered. */
  private runOnce(statement: Statement, given: readonly unknown[]): Promise<unknown[]> {
    return new Promise((resolve, reject) => {
      this.pool.connect((noConnection, client, release) => {
        if (!client) {
          reject(noConnection ?? new Error('No connection'));
          return;
        }
        run(client, statement, given, (error, rows) => {
          release(error && CLOSES.test(codeOf(error)) ? error : undefined);
          if (error) reject(error);
          else resolve(rows);
        });
      });
    });
  }

  /** The pool under TypeORM, for the queue's worker, which listens on a connection of its own. */
  get pool(): Pool {
    return (this.source.driver as unknown as { master: Pool }).master;
  }
}

/** As PostgreSQL's protocol has them. A value that cannot be written throws before anything is sent. */
const written = (
  statement: Statement,
  values: Readonly<Record<string, unknown>> = {},
): readonly unknown[] => inOrder(statement, values).map((value) => prepareValue(value));

function run(
  client: PoolClient,
  { name, text }: Statement,
  given: readonly unknown[],
  answer: Answer,
): void {
  if (name !== undefined) runPrepared(client, { name, text }, given, answer);
  else client.query(text, [...given], (error, result) => answer(error, error ? [] : result.rows));
}

const codeOf = (error: unknown): string => (error as { code?: string }).code ?? '';

/** With a stack that leads to the caller; PostgreSQL's error has one that leads to the socket. */
function traced(error: unknown): unknown {
  if (error instanceof Error) Error.captureStackTrace(error);
  return error;
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
