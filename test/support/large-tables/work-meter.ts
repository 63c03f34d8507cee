import { Database } from '../../../src/platform/database/database.js';
import type { ParameterValues } from '../../../src/platform/database/parameters.js';
import type { Statement } from '../../../src/platform/database/statement.js';

interface PlanNode {
  readonly 'Relation Name'?: string;
  readonly 'Actual Rows'?: number;
  readonly 'Actual Loops'?: number;
  readonly 'Rows Removed by Filter'?: number;
  readonly 'Rows Removed by Index Recheck'?: number;
  readonly Plans?: readonly PlanNode[];
}

/** A statement that ran, and the number of rows of the watched tables that it read. */
export interface Work {
  readonly name: string;
  readonly rows: number;
}

const PROBE = new Error('only to look at the plan');

/** Runs every statement over some tables twice: first with `EXPLAIN ANALYZE`, rolled back, to count what it reads. */
export class WorkMeter {
  private readonly seen: Work[] = [];

  constructor(private readonly tables: readonly string[]) {}

  /** Until `stop`, in every server of this test file. */
  start(): void {
    const { look, concerns } = this;
    // eslint-disable-next-line @typescript-eslint/unbound-method -- called with the `this` of each call
    const { query, queryIn } = Database.prototype;
    jest.spyOn(Database.prototype, 'query').mockImplementation(async function <Row>(
      this: Database,
      statement: Statement,
      values: ParameterValues<string> = {},
    ): Promise<Row[]> {
      if (concerns(statement)) {
        const probe = this.transaction(async (tx) => {
          look(statement, await queryIn.call(this, tx, explain(statement), values));
          throw PROBE;
        });
        await probe.catch((error: unknown) => {
          if (error !== PROBE) throw error;
        });
      }
      return query.call(this, statement, values) as Promise<Row[]>;
    });
    jest.spyOn(Database.prototype, 'queryIn').mockImplementation(async function <Row>(
      this: Database,
      tx: Parameters<Database['queryIn']>[0],
      statement: Statement,
      values: ParameterValues<string> = {},
    ): Promise<Row[]> {
      if (concerns(statement)) {
        await tx.query('SAVEPOINT probe');
        look(statement, await queryIn.call(this, tx, explain(statement), values));
        await tx.query('ROLLBACK TO probe');
      }
      return queryIn.call(this, tx, statement, values) as Promise<Row[]>;
    });
  }

  stop(): void {
    jest.restoreAllMocks();
  }

  /** Statements since the last call. */
  take(): Work[] {
    return this.seen.splice(0);
  }

  private readonly concerns = ({ text }: Statement): boolean => isOver(text, this.tables);

  private readonly look = (statement: Statement, rows: unknown[]): void => {
    const [{ 'QUERY PLAN': plans }] = rows as [{ 'QUERY PLAN': [{ Plan: PlanNode }] }];
    this.seen.push({ name: statement.name ?? statement.text, rows: this.count(plans[0].Plan) });
  };

  private count(node: PlanNode): number {
    const own = this.tables.includes(node['Relation Name'] ?? '') ? touched(node) : 0;
    return (node.Plans ?? []).reduce((sum, each) => sum + this.count(each), own);
  }
}

/** Whether a statement names one of the tables. */
export const isOver = (text: string, tables: readonly string[]): boolean =>
  text.split(/[^a-z_]+/).some((word) => tables.includes(word));

const explain = ({ text, parameters }: Statement): Statement => ({
  text: `EXPLAIN (ANALYZE, FORMAT JSON) ${text}`,
  parameters,
});

const touched = (node: PlanNode): number =>
  ((node['Actual Rows'] ?? 0) +
    (node['Rows Removed by Filter'] ?? 0) +
    (node['Rows Removed by Index Recheck'] ?? 0)) *
  (node['Actual Loops'] ?? 0);
