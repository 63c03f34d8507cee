import { cpuOfTree } from './cpu.mjs';

const STATEMENTS = `
  SELECT coalesce(sum(calls) FILTER (WHERE NOT control), 0)::float8 AS statements,
         coalesce(sum(calls) FILTER (WHERE control), 0)::float8 AS control,
         coalesce(sum(wal_records), 0)::float8 AS records
  FROM (SELECT s.*, s.query ~* '^\\s*(BEGIN|START|COMMIT|ROLLBACK|SAVEPOINT|RELEASE)' AS control
        FROM pg_stat_statements s JOIN pg_database d ON d.oid = s.dbid WHERE d.datname = $1) s`;

/** The most frequent statements of a database since the last reset, with their calls. */
const LIST = `
  SELECT s.calls::int, regexp_replace(s.query, '\\s+', ' ', 'g') AS query
  FROM pg_stat_statements s JOIN pg_database d ON d.oid = s.dbid
  WHERE d.datname = $1 ORDER BY s.calls DESC LIMIT 25`;

export const statementsOf = async (cluster, database) =>
  (await cluster.query(LIST, [database])).rows;

/** What a run costs, per request: CPU of server and PostgreSQL, statements, WAL. `run` gives `requests`. */
export async function counted(cluster, target, run) {
  await cluster.query('SELECT pg_stat_statements_reset()');
  const before = await snapshot(cluster, target);
  const from = monotonicUs();
  const result = await run();
  const window = { from, to: monotonicUs() };
  const after = await snapshot(cluster, target);
  const { rows } = await cluster.query(STATEMENTS, [target.database]);
  const [{ statements, control, records }] = rows;
  const per = (amount) => amount / Math.max(1, result.requests);
  return {
    ...result,
    window,
    serverUs: per(after.server - before.server),
    postgresUs: per(after.postgres - before.postgres),
    statements: per(statements),
    control: per(control),
    walBytes: per(after.wal - before.wal),
    walRecords: per(records),
  };
}

/** The clock of the machine that V8's profiles use, too. */
const monotonicUs = () => Number(process.hrtime.bigint() / 1_000n);

async function snapshot(cluster, { pid }) {
  const { rows } = await cluster.query(
    `SELECT (pg_current_wal_insert_lsn() - '0/0')::float8 AS wal`,
  );
  return { server: cpuOfTree(pid), postgres: cpuOfTree(cluster.pid), wal: rows[0].wal };
}
