import type { Environment } from '../platform/config/environment.js';
import { migrate } from '../platform/database/migrate.js';
import type { OpenDatabase } from './opened-database.js';
import { requireMigrated } from './require-migrated.js';

/** Opens the external database or starts the embedded one, whose code is only loaded then. */
export async function openDatabase(environment: Environment): Promise<OpenDatabase> {
  if (environment.DATABASE_URL !== undefined) {
    const { openExternalDatabase } = await import('./external-database.js');
    return openExternalDatabase(environment.DATABASE_URL, environment.MIGRATION_DATABASE_URL);
  }
  const { openEmbeddedDatabase } = await import('./embedded-database.js');
  return openEmbeddedDatabase(environment.DATA_DIRECTORY);
}

/**
 * Opens it and runs the migrations, or checks that they have run where another role owns the schema. @throws BootError
 */
export async function openMigratedDatabase(environment: Environment): Promise<OpenDatabase> {
  const database = await openDatabase(environment);
  try {
    if (database.ownerUrl === null) await requireMigrated(database);
    else await migrate(database.ownerUrl, database.runtimeRole);
    return database;
  } catch (error) {
    await database.close();
    throw error;
  }
}
