import { preparedStatements } from '../../../src/platform/database/statement.js';
import type { TestDatabase } from '../test-database.js';

/** Columns by which something ends: a timestamp, or a secret, password or key that is replaced. */
const TIMES = [
  ...['revoked_at', 'disabled_at', 'retired_at', 'consumed_at', 'decided_at'],
  ...['ended_at', 'consent_epoch', 'metadata_unfit_since'],
];
/** A state in which something is over. */
const ENDED = ['retired', 'suspended', 'deleted', 'removed'];
const SECRETS = ['secret_hash', 'older_secret_hash', 'registration_token_hash', 'password_hash'];

/** Rate limit counters, whose rows belong to nobody. */
const COUNTERS = ['rate_limit_counters'];

const SETS_TIME = new RegExp(`\\b(?:${TIMES.join('|')})\\s*=(?!\\s*NULL\\b)`);
const SETS_STATE = new RegExp(`\\bstate\\s*=\\s*'(?:${ENDED.join('|')})'`);
const SETS_SECRET = new RegExp(`\\b(?:${SECRETS.join('|')})\\s*=`);

/** Names of all statements of the server that end or delete something. */
export const endingStatements = (): string[] =>
  [...preparedStatements()].filter(([, { text }]) => isEnding(text)).map(([name]) => name);

function isEnding(text: string): boolean {
  const assignments = text.matchAll(/\bUPDATE\b[\s\S]*?\bSET\b([\s\S]*?)(?=\bWHERE\b|$)/g);
  return (
    /\bDELETE FROM\b/.test(text) ||
    [...assignments].some(([, set = '']) =>
      [SETS_TIME, SETS_STATE, SETS_SECRET].some((sets) => sets.test(set)),
    )
  );
}

/** An ending as recorded by the database. */
export interface SeenEnding {
  /** Name of the statement; without a name, its beginning. */
  readonly statement: string;
  readonly table: string;
  /** Types of the audit events of its transaction. */
  readonly events: readonly string[];
}

/** Makes the database record the statement and transaction of every ending. */
export async function watchEndings(database: TestDatabase): Promise<void> {
  await database.queryAsOwner(`
    CREATE TABLE seen_endings (statement text, table_name text, xid bigint DEFAULT transaction_number());
    GRANT INSERT, SELECT ON seen_endings TO runtime;
    CREATE FUNCTION note_ending() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      INSERT INTO seen_endings (statement, table_name) VALUES (current_query(), TG_TABLE_NAME);
      RETURN NULL;
    END $$`);
  const columns = await database.query<{ table: string; column: string }>(
    `SELECT c.table_name AS table, c.column_name AS column FROM information_schema.columns c
     WHERE c.table_schema = 'public' AND c.column_name = ANY ($1)`,
    [['state', ...TIMES, ...SECRETS]],
  );
  const tables = await database.query<{ table: string }>(
    `SELECT relname AS table FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
       AND has_table_privilege('runtime', oid, 'DELETE') AND NOT relname = ANY ($1)`,
    [COUNTERS],
  );
  for (const { table, column } of columns) {
    const set = conditionOf(column);
    await database.queryAsOwner(`CREATE TRIGGER note_${column} AFTER UPDATE ON ${table} FOR EACH ROW
      WHEN (OLD.${column} IS DISTINCT FROM NEW.${column} ${set}) EXECUTE FUNCTION note_ending()`);
  }
  for (const { table } of tables) {
    await database.queryAsOwner(
      `CREATE TRIGGER note_deletion AFTER DELETE ON ${table} FOR EACH ROW EXECUTE FUNCTION note_ending()`,
    );
  }
}

function conditionOf(column: string): string {
  if (column === 'state') return `AND NEW.state IN ('${ENDED.join("', '")}')`;
  return TIMES.includes(column) ? `AND NEW.${column} IS NOT NULL` : '';
}

export async function seenEndings(database: TestDatabase): Promise<SeenEnding[]> {
  const names = new Map([...preparedStatements()].map(([name, { text }]) => [text, name]));
  const seen = await database.query<Omit<SeenEnding, 'table'> & { table_name: string }>(
    `SELECT DISTINCT s.statement, s.table_name,
       ARRAY(SELECT DISTINCT e.type FROM audit_events e WHERE e.xid = s.xid ORDER BY 1) AS events
     FROM seen_endings s`,
  );
  return seen.map(({ statement, table_name, events }) => ({
    statement: names.get(statement) ?? statement.slice(0, 16),
    table: table_name,
    events,
  }));
}
