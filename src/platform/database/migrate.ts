import pg from 'pg';
import { DataSource } from 'typeorm';
import { migrationSourceOptions } from './data-source-options.js';
import { migrationNames } from './migrations.js';
import { findMissingMigrations } from './missing-migrations.js';
import { grantRuntimePrivileges } from './runtime-privileges.js';

/**
 * The last migration of graphile-worker, which is loaded to migrate only where that has not run. To change with its
 * version; a test compares them.
 */
export const LAST_OF_QUEUE = 20;

const QUEUE_IS_BEHIND = `SELECT 1 WHERE NOT EXISTS (SELECT FROM graphile_worker.migrations WHERE id >= $1)`;

/**
 * Runs the migrations as owner, the queue's included, and grants the runtime role its privileges.
 * Several processes may start at once: an advisory lock lets one migrate and the others wait.
 */
export async function migrate(ownerUrl: string, runtimeRole: string | null): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await client.query(`SELECT pg_advisory_lock(hashtext('connected-apps/migrate'))`);
    if (await isBehind(client, 'migrations', findMissingMigrations.text, migrationNames)) {
      await runTypeOrmMigrations(ownerUrl);
    }
    if (await isBehind(client, 'graphile_worker.migrations', QUEUE_IS_BEHIND, LAST_OF_QUEUE)) {
      const { runMigrations } = await import('graphile-worker');
      await runMigrations({ connectionString: ownerUrl });
    }
    if (runtimeRole) await grantRuntimePrivileges(client, runtimeRole);
  } finally {
    await client.end();
  }
}

/**
 * Asked first, because TypeORM connects twice and inspects the schema before it finds that there is nothing to run.
 * `missing` selects what `expected` has and `table` lacks.
 */
async function isBehind(
  client: pg.Client,
  table: string,
  missing: string,
  expected: readonly string[] | number,
): Promise<boolean> {
  const { rows } = await client.query<{ isNew: boolean }>(
    `SELECT to_regclass($1) IS NULL AS "isNew"`,
    [table],
  );
  if (rows[0]?.isNew !== false) return true;
  return (await client.query(missing, [expected])).rowCount !== 0;
}

async function runTypeOrmMigrations(ownerUrl: string): Promise<void> {
  const source = new DataSource(await migrationSourceOptions(ownerUrl));
  await source.initialize();
  try {
    await source.runMigrations({ transaction: 'each' });
  } finally {
    await source.destroy();
  }
}
