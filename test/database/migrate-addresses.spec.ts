import { TestDatabase } from '../support/test-database.js';
import { openMigrations, undoMigration } from '../support/undo-migration.js';

/** As earlier versions stored them; the second and the third are one address. */
const BEFORE = `
  INSERT INTO users (id, email, name, password_hash, email_verified_at)
  VALUES
    (gen_random_uuid(), 'jose\u0301@b\u00FCcher.example', 'José', '', now()),
    (gen_random_uuid(), 'eva@m\u00FCnchen.example', 'typed', '', now()),
    (gen_random_uuid(), 'eva@xn--mnchen-3ya.example', 'in A-labels', '', now()),
    (gen_random_uuid(), 'ada@example.com.', 'dot', '', now()),
    (gen_random_uuid(), 'x@exam\u200Dple.example', 'impossible', '', now()),
    (gen_random_uuid(), 'olivia@olivar.example', 'plain', '', now())`;

/** What the host name parser truncates, decodes or reads as an IPv4 address. */
const NO_DOMAINS = [
  'eva@b\u00FCcher.example/x',
  'eva@victim.com/.',
  'eva@%65xample.com.',
  'eva@\uFF11\uFF12\uFF17.1',
  'eva@b\u00FCcher.example:25',
  'eva@b\u00FCcher.example?x',
  'eva@b\u00FCcher.example#x',
  `eva@${'\u00FC'.repeat(60)}.example`,
  `${'e'.repeat(242)}@b\u00FCcher.es`,
];

describe('addresses that were stored as they were written', () => {
  it('are found in A-labels from now on, and stay proven; of two of one kind each stays as it was', async () => {
    const database = await TestDatabase.create();
    const source = await openMigrations(database);
    try {
      await undoMigration(source, 'NormaliseAddresses');
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
      await undoMigration(source, 'NormaliseAddresses');
      await source.runMigrations({ transaction: 'each' });
    } finally {
      await source.destroy();
      await database.drop();
    }
  });

  it('stay as they were where the domain is none, so that nobody gets the address of somebody else', async () => {
    const database = await TestDatabase.create();
    const source = await openMigrations(database);
    try {
      await undoMigration(source, 'NormaliseAddresses');
      await source.query(
        `INSERT INTO users (id, email, name, password_hash, email_verified_at)
         SELECT gen_random_uuid(), a.email, '', '', now() FROM unnest($1::text[]) AS a (email)`,
        [NO_DOMAINS],
      );
      await source.runMigrations({ transaction: 'each' });
      const rows = await source.query<{ email: string; proven: boolean }[]>(
        'SELECT email, email_verified_at IS NOT NULL AS proven FROM users',
      );
      expect(rows.map(({ email }) => email).sort()).toEqual([...NO_DOMAINS].sort());
      expect(rows.every(({ proven }) => proven)).toBe(true);
    } finally {
      await source.destroy();
      await database.drop();
    }
  });
});
