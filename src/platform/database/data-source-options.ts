import type { DataSourceOptions } from 'typeorm';
import { migrations } from './migrations.js';

/** What every connection of ours has in common. `synchronize` stays off: the schema is the migrations'. */
const common = {
  type: 'postgres',
  migrations,
  synchronize: false,
  migrationsRun: false,
  logging: false,
} as const;

/** The server's own connections: a statement that takes long is a fault, and waiting makes it worse (attack G5). */
export function dataSourceOptions(url: string, poolSize = 10): DataSourceOptions {
  return {
    ...common,
    url,
    extra: {
      max: poolSize,
      connectionTimeoutMillis: 2_000,
      statement_timeout: 5_000,
      lock_timeout: 2_000,
      idle_in_transaction_session_timeout: 10_000,
      application_name: 'connected-apps',
    },
  };
}

/** The owner's connections: a migration of a large table takes as long as it takes. */
export function migrationSourceOptions(ownerUrl: string): DataSourceOptions {
  return {
    ...common,
    url: ownerUrl,
    extra: { max: 2, connectionTimeoutMillis: 5_000, application_name: 'connected-apps/migrate' },
  };
}
