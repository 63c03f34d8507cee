import pg from 'pg';
import { BootError } from '../platform/config/boot-error.js';
import { migrationNames } from '../platform/database/migrations.js';
import { findMissingMigrations } from '../platform/database/missing-migrations.js';
import type { OpenDatabase } from './opened-database.js';

/** For a role that only serves: checks that the owner has migrated. @throws BootError in one line */
export async function requireMigrated(database: OpenDatabase): Promise<void> {
  const client = new pg.Client({ connectionString: database.runtimeUrl });
  await client.connect();
  try {
    const fault = await faultOf(client);
    if (fault !== null) throw new BootError(`${database.description}: ${fault}. ${REMEDY}`);
  } finally {
    await client.end();
  }
}

const REMEDY =
  'Let the owner of the database migrate it first, with the same DATABASE_URL: ' +
  'MIGRATION_DATABASE_URL=postgres://owner:…@host:5432/database npm run migration:run';

async function faultOf(client: pg.Client): Promise<string | null> {
  const { rows } = await client.query<{ readable: boolean | null }>(
    `SELECT has_table_privilege(to_regclass('migrations'), 'SELECT') AS readable`,
  );
  const readable = rows[0]?.readable ?? null;
  if (readable === null) return 'it has no tables yet, and this role may not make them';
  if (!readable) return 'this role has no privileges on its tables';
  const missing = await client.query(findMissingMigrations.text, [migrationNames]);
  if (missing.rowCount === 0) return null;
  return `it lacks ${String(missing.rowCount)} of the migrations, and this role may not run them`;
}
