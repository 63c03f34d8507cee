import type { DataSourceOptions } from 'typeorm';
import { loadMigrations } from './migrations.js';

/** Options of every connection. `synchronize` is off: the migrations define the schema. */
const common = {
  type: 'postgres',
  synchronize: false,
  migrationsRun: false,
  logging: false,
} as const;

/**
 * For solid-state disks. A connection keeps its plans until a table is analysed: with PostgreSQL's default of 4, plans
 * made while a table was small read all of it, also once it has grown. `options` in the URL take precedence.
 */
const RANDOM_PAGE_COST = '1.1';

/**
 * Connections stay open: to time each out while it is idle costs a timer per statement, and its plans are lost. A probe
 * every 10 s finds those that were lost without a word, and keeps a firewall from dropping idle ones.
 */
const KEPT_OPEN = {
  idleTimeoutMillis: 0,
  keepAlive: true,
  keepAliveInitialDelayMillis: 10_000,
} as const;

/** The server's connections, with a statement timeout, since a slow statement is a fault (attack G5). */
export function dataSourceOptions(url: string, poolSize = 10): DataSourceOptions {
  return {
    ...common,
    url,
    extra: {
      max: poolSize,
      connectionTimeoutMillis: 2_000,
      ...KEPT_OPEN,
      statement_timeout: 5_000,
      lock_timeout: 2_000,
      idle_in_transaction_session_timeout: 10_000,
      application_name: 'connected-apps',
      options: `-c random_page_cost=${RANDOM_PAGE_COST}`,
    },
  };
}

/** The owner's connections, without a timeout: migrating a large table takes long. */
export async function migrationSourceOptions(ownerUrl: string): Promise<DataSourceOptions> {
  return {
    ...common,
    migrations: await loadMigrations(),
    url: ownerUrl,
    extra: { max: 2, connectionTimeoutMillis: 5_000, application_name: 'connected-apps/migrate' },
  };
}
