import { DataSource } from 'typeorm';
import { migrationSourceOptions } from '../../src/platform/database/data-source-options.js';

/** A connection of the owner that knows the migrations. */
export const openMigrations = async ({ ownerUrl }: { ownerUrl: string }): Promise<DataSource> =>
  new DataSource(await migrationSourceOptions(ownerUrl)).initialize();

/** Reverts migrations down to and including the one whose name begins so. @throws Error if the source knows no such one */
export async function undoMigration(source: DataSource, migration: string): Promise<void> {
  for (let left = source.migrations.length; left > 0; left--) {
    const [last] = await source.query<[{ name: string }]>(
      'SELECT name FROM migrations ORDER BY id DESC LIMIT 1',
    );
    await source.undoLastMigration({ transaction: 'each' });
    if (last.name.startsWith(migration)) return;
  }
  throw new Error(`${migration} was not undone`);
}
