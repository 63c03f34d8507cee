import pg from 'pg';
import { digestsIn, findSecrets } from './find-secrets.js';

/** Every table with its own rows, in every schema: the server's, the queue's, the migrations'. */
const TABLES = `
  SELECT format('%I.%I', n.nspname, c.relname) AS name
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind = 'r' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'`;

/** All rows of a database as text, by table. @param url of a superuser, who can read every row */
export async function dump(url: string): Promise<ReadonlyMap<string, string>> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const rowsOf = new Map<string, string>();
    const { rows: tables } = await client.query<{ name: string }>(TABLES);
    for (const { name } of tables) {
      const { rows } = await client.query<{ row: string }>(`SELECT t::text AS row FROM ${name} t`);
      rowsOf.set(name, rows.map(({ row }) => row).join('\n'));
    }
    return rowsOf;
  } finally {
    await client.end();
  }
}

/** Where secrets are readable in the dump, or in the server's `log`. */
export function secretsInClear(rowsOf: ReadonlyMap<string, string>, log = ''): string[] {
  const digests = digestsIn([...rowsOf.values()].join('\n'));
  return [...rowsOf, ['the log', log] as const].flatMap(([source, text]) =>
    findSecrets(text, digests).map((secret) => `${source}: ${secret}`),
  );
}
