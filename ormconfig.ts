import 'reflect-metadata';
import { DataSource } from 'typeorm';
import { dataSourceOptions } from './src/platform/database/data-source-options.js';

/** The door of TypeORM's command line, nothing else. Needs MIGRATION_DATABASE_URL or DATABASE_URL. */
export default new DataSource(
  dataSourceOptions(process.env.MIGRATION_DATABASE_URL ?? process.env.DATABASE_URL ?? ''),
);
