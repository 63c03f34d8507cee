import { runMigrations } from 'graphile-worker';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { migrationSourceOptions } from './data-source-options.js';
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
    await runTypeOrmMigrations(ownerUrl);
    await runMigrations({ connectionString: ownerUrl });
    if (runtimeRole) await grantRuntimePrivileges(client, runtimeRole);
  } finally {
    await client.end();
  }
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
