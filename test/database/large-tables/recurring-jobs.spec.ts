import { ClearCodesJob } from '../../../src/modules/grants/internal/clear-codes.job.js';
import { ForgetClientsJob } from '../../../src/modules/clients/internal/life-cycle/forget-clients.job.js';
import { Database } from '../../../src/platform/database/database.js';
import type { ParameterValues } from '../../../src/platform/database/parameters.js';
import type { Statement } from '../../../src/platform/database/statement.js';
import { JobRegistry } from '../../../src/platform/jobs/job-registry.js';
import { walkOn, type Position } from '../../../src/platform/jobs/walk.js';
import { ConnectedApp } from '../../support/connected-app.js';
import { addManyCodes, addManyRetiredClients } from '../../support/large-tables/many-rows.js';
import { TestApp } from '../../support/test-app.js';

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly Plans?: readonly PlanNode[];
}

/** A sequential scan, or a sort of all rows before the first. */
function growsWithTable(node: PlanNode, sorted = false): boolean {
  const type = node['Node Type'];
  if (type.includes('Seq Scan')) return true;
  if (sorted && node['Relation Name'] !== undefined) return true;
  const sorts = sorted ? type !== 'Limit' : type.includes('Sort');
  return (node.Plans ?? []).some((each) => growsWithTable(each, sorts));
}

type Run = [statement: Statement, values: ParameterValues<string>];

describe('recurring jobs', () => {
  let server: TestApp;
  let database: Database;
  beforeAll(async () => {
    server = await TestApp.start();
    database = server.app.get(Database);
  });
  afterAll(() => server.stop());

  /** The plan with a preference for indexes. */
  const planOf = ([{ text, parameters }, values]: Run): Promise<PlanNode> =>
    database.transaction(async (tx) => {
      for (const way of ['seqscan', 'bitmapscan', 'sort', 'hashjoin', 'mergejoin']) {
        await tx.query(`SET LOCAL enable_${way} = off`);
      }
      const explain: Statement = { text: `EXPLAIN (FORMAT JSON) ${text}`, parameters };
      const rows = await database.queryIn(tx, explain, values);
      return (rows as [{ 'QUERY PLAN': [{ Plan: PlanNode }] }])[0]['QUERY PLAN'][0].Plan;
    });

  /** All statements of the job without work. */
  async function statementsOf(run: () => Promise<void>): Promise<Run[]> {
    const query = jest.spyOn(Database.prototype, 'query');
    const queryIn = jest.spyOn(Database.prototype, 'queryIn');
    await run();
    const ran: Run[] = [
      ...query.mock.calls.map(([statement, values]): Run => [statement, values ?? {}]),
      ...queryIn.mock.calls.map(([, statement, values]): Run => [statement, values ?? {}]),
    ];
    jest.restoreAllMocks();
    return ran;
  }

  it('read their tables along an index alone, however large those are', async () => {
    const jobs = server.app.get(JobRegistry).all();
    const recurring = jobs.filter(({ schedule }) => schedule !== undefined);
    expect(recurring.length).toBeGreaterThanOrEqual(14);
    const slow: string[] = [];
    for (const { name, run: start } of recurring) {
      const ran = await statementsOf(() => start({}));
      expect(ran).not.toEqual([]);
      for (const run of ran) {
        if (growsWithTable(await planOf(run))) slow.push(`${name}: ${run[0].text}`);
      }
    }
    expect(slow).toEqual([]);
  });

  it('pass over rows that have to stay, and take all others, in one round', async () => {
    const app = await ConnectedApp.register(server, { accountScopes: ['openid'] });
    const ended = await ConnectedApp.register(server, {
      accountScopes: ['openid'],
      grantLife: '-1 hour',
    });
    await server.database.query('DELETE FROM authorization_codes');
    for (const each of [app, ended]) await addManyCodes(server.database, each, 2_500);
    await server.app.get(ClearCodesJob, { strict: false }).run();
    const left = await server.database.query(
      'SELECT grant_id, count(*)::int AS count FROM authorization_codes GROUP BY grant_id',
    );
    expect(left).toEqual([{ grant_id: app.grantId, count: 2500 }]);
  });

  it('remember a hundred thousand retired clients that nobody let in, the last ones (C5)', async () => {
    await addManyRetiredClients(server.database, 100_250);
    await server.app.get(ForgetClientsJob, { strict: false }).run();
    const rows = await server.database.query(
      `SELECT count(*)::int AS count, max(name::int) AS oldest FROM clients WHERE state = 'retired'`,
    );
    await server.database.fill(`DELETE FROM clients WHERE state = 'retired'`);
    expect(rows).toEqual([{ count: 100_000, oldest: 100_000 }]);
  });

  it('go on where a run was cut off, and begin anew after the last row', async () => {
    const positions: Position[] = Array.from({ length: 450 }, (_, i) => ({
      at: '2026-01-01 00:00:00+00',
      id: `00000000-0000-0000-0000-${String(i + 1).padStart(12, '0')}`,
    }));
    const seen: string[] = [];
    const step = ({ id }: Position): Promise<Position | null> => {
      seen.push(id);
      return Promise.resolve(positions[Number(id.slice(-12))] ?? null);
    };
    const runs: number[] = [];
    for (let run = 0; run < 4; run++) {
      seen.length = 0;
      await walkOn(database, 'test-walk', step);
      runs.push(seen.length);
      if (run === 1) expect(seen[0]).toBe(positions[199]?.id);
    }
    // A round is 451 steps; the fourth run begins the next one.
    expect(runs).toEqual([200, 200, 51, 200]);
  });
});
