import 'reflect-metadata';
import { DataSource, getMetadataArgsStorage } from 'typeorm';
// Loading the composition root loads every entity.
import './src/app.module.js';
import { migrationSourceOptions } from './src/platform/database/data-source-options.js';

/** The door of TypeORM's command line, nothing else. Needs MIGRATION_DATABASE_URL or DATABASE_URL. */
export default new DataSource({
  ...(await migrationSourceOptions(
    process.env.MIGRATION_DATABASE_URL ?? process.env.DATABASE_URL ?? '',
  )),
  entities: getMetadataArgsStorage().tables.map(({ target }) => target),
});
