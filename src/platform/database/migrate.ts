import { runMigrations } from 'graphile-worker';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { migrationSourceOptions } from './data-source-options.js';
import { findMissingMigrations, migrationNames } from './missing-migrations.js';
import { grantRuntimePrivileges } from './runtime-privileges.js';

/**
 * Runs the migrations as owner, the queue's included, and grants the runtime role its privileges.
 * Several processes may start at once: an advisory lock lets one migrate and the others wait.
 */
export async function migrate(ownerUrl: string, runtimeRole: string | null): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await client.query(`SELECT pg_advisory_lock(hashtext('connected-apps/migrate'))`);
    if (await isBehind(client)) await runTypeOrmMigrations(ownerUrl);
    await runMigrations({ connectionString: ownerUrl });
    if (runtimeRole) await grantRuntimePrivileges(client, runtimeRole);
  } finally {
    await client.end();
  }
}

/** Asked first, because TypeORM connects twice and inspects the schema before it finds that there is nothing to run. */
async function isBehind(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ isNew: boolean }>(
    `SELECT to_regclass('migrations') IS NULL AS "isNew"`,
  );
  if (rows[0]?.isNew !== false) return true;
  const missing = await client.query(findMissingMigrations.text, [migrationNames()]);
  return missing.rowCount !== 0;
}

async function runTypeOrmMigrations(ownerUrl: string): Promise<void> {
  const source = new DataSource(migrationSourceOptions(ownerUrl));
  await source.initialize();
  try {
    await source.runMigrations({ transaction: 'each' });
  } finally {
    await source.destroy();
  }
}
