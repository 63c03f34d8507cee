import type { DataSource } from 'typeorm';

/** Goes down until the migration whose name begins so is undone: the schema is then the one before it. */
export async function undoMigration(source: DataSource, migration: string): Promise<void> {
  for (let left = source.migrations.length; left > 0; left--) {
    const [last] = await source.query<[{ name: string }]>(
      'SELECT name FROM migrations ORDER BY id DESC LIMIT 1',
    );
    await source.undoLastMigration({ transaction: 'each' });
    if (last.name.startsWith(migration)) return;
  }
}
