import type { DataSourceOptions } from 'typeorm';
import { migrations } from './migrations.js';

/** What every connection of ours has in common. `synchronize` stays off: the schema is the migrations'. */
export function dataSourceOptions(url: string, poolSize = 10): DataSourceOptions {
  return {
    type: 'postgres',
    url,
    migrations,
    synchronize: false,
    migrationsRun: false,
    logging: false,
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
