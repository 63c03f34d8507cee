import { statement } from './statement.js';

/** Of the names, those that have not run. */
export const findMissingMigrations = statement(
  'database.missing-migrations',
  `SELECT known.name FROM unnest(:names::text[]) AS known (name)
   WHERE NOT EXISTS (SELECT FROM migrations WHERE migrations.name = known.name)`,
  { name: 'text' },
);
