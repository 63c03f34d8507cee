import { DataSource } from 'typeorm';
import { dataSourceOptions } from '../../src/platform/database/data-source-options.js';
import { TestDatabase } from '../support/test-database.js';

/** As versions before stored them; the second and the third are one address. */
const BEFORE = `
  INSERT INTO users (id, email, name, password_hash, email_verified_at)
  VALUES
    (gen_random_uuid(), 'jose\u0301@b\u00FCcher.example', 'José', '', now()),
    (gen_random_uuid(), 'eva@m\u00FCnchen.example', 'typed', '', now()),
    (gen_random_uuid(), 'eva@xn--mnchen-3ya.example', 'in A-labels', '', now()),
    (gen_random_uuid(), 'ada@example.com.', 'dot', '', now()),
    (gen_random_uuid(), 'x@exam\u200Dple.example', 'impossible', '', now()),
    (gen_random_uuid(), 'olivia@olivar.example', 'plain', '', now())`;

describe('addresses that were stored as they were written', () => {
  it('are found in A-labels from now on, and stay proven; of two of one kind each stays as it was', async () => {
    const database = await TestDatabase.create();
    const source = await new DataSource(dataSourceOptions(database.ownerUrl, 2)).initialize();
    try {
      await undo(source, 'NormaliseAddresses');
      await source.query(BEFORE);
      await source.runMigrations({ transaction: 'each' });
      const sql =
        'SELECT name, email, email_verified_at IS NOT NULL AS proven FROM users ORDER BY name COLLATE "C"';
      expect(await source.query(sql)).toEqual([
        { name: 'José', email: 'jos\u00E9@xn--bcher-kva.example', proven: true },
        { name: 'dot', email: 'ada@example.com', proven: true },
        { name: 'impossible', email: 'x@exam\u200Dple.example', proven: true },
        { name: 'in A-labels', email: 'eva@xn--mnchen-3ya.example', proven: true },
        { name: 'plain', email: 'olivia@olivar.example', proven: true },
        { name: 'typed', email: 'eva@m\u00FCnchen.example', proven: true },
      ]);
      await undo(source, 'NormaliseAddresses');
      await source.runMigrations({ transaction: 'each' });
    } finally {
      await source.destroy();
      await database.drop();
    }
  });
});

async function undo(source: DataSource, migration: string): Promise<void> {
  for (let left = source.migrations.length; left > 0; left--) {
    const [last] = await source.query<[{ name: string }]>(
      'SELECT name FROM migrations ORDER BY id DESC LIMIT 1',
    );
    await source.undoLastMigration({ transaction: 'each' });
    if (last.name.startsWith(migration)) return;
  }
}
