import { migrations } from './migrations.js';
import { statement } from './statement.js';

/** Of the names in `$1`, those that have not run. */
export const findMissingMigrations = statement(
  'database.missing-migrations',
  `SELECT known.name FROM unnest($1::text[]) AS known (name)
   WHERE NOT EXISTS (SELECT FROM migrations WHERE migrations.name = known.name)`,
);

export const migrationNames = (): string[] => migrations.map(({ name }) => name);
