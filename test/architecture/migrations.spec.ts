import { readdirSync } from 'node:fs';
import { LAST_OF_QUEUE } from '../../src/platform/database/migrate.js';
import { migrationNames } from '../../src/platform/database/migrations.js';
import {
  describeSchema,
  foreignKeysWithoutIndex,
  indexesWith,
  unnamedObjects,
} from '../support/architecture/schema.js';
import { TestDatabase } from '../support/test-database.js';
import { openMigrations, undoMigration } from '../support/undo-migration.js';

/** A service with all rows that depend on it. */
const SERVICE = `
  WITH o AS (INSERT INTO organisations (id, name) VALUES (gen_random_uuid(), 'Bakery') RETURNING id),
  c AS (INSERT INTO clients (id, origin, organisation_id, name, application_type, token_endpoint_auth_method,
      secret_hash, redirect_uris, grant_types)
    SELECT gen_random_uuid(), 'portal', id, 'Sync', 'web', 'client_secret_basic', '\\x00', '{}', '{client_credentials}'
    FROM o RETURNING id),
  g AS (INSERT INTO grants (id, kind, client_id, resource, expires_at)
    SELECT gen_random_uuid(), 'service', id, 'api', now() FROM c RETURNING id),
  r AS (INSERT INTO consent_receipts (id, grant_id, shown) SELECT gen_random_uuid(), id, '{}' FROM g)
  INSERT INTO token_families (id, grant_id, scopes) SELECT gen_random_uuid(), id, '{}' FROM g`;

describe('the migrations', () => {
  let database: TestDatabase;
  beforeAll(async () => (database = await TestDatabase.create()));
  afterAll(() => database.drop());

  it('are all that are written', () => {
    const written = readdirSync('src/platform/database/migrations').map((file) => file.slice(0, 4));
    expect(migrationNames.map((name) => name.slice(-4)).sort()).toEqual(written.sort());
  });

  it('give every foreign key an index', async () => {
    expect(await foreignKeysWithoutIndex(database.ownerUrl)).toEqual([]);
  });

  it('keep what changes when a code or token is consumed out of every index, so that only its row is written', async () => {
    const changed = ['consumed_at', 'raced_until', 'replay_nonce', 'failed_proofs'];
    for (const table of ['authorization_codes', 'refresh_tokens']) {
      expect(await indexesWith(database.ownerUrl, table, changed)).toEqual([]);
    }
  });

  it('name every constraint and index', async () => {
    expect(await unnamedObjects(database.ownerUrl)).toEqual([]);
  });

  it('of the queue end with the one that a start asks for', async () => {
    const sql = 'SELECT max(id) AS last FROM graphile_worker.migrations';
    expect(await database.query(sql)).toEqual([{ last: LAST_OF_QUEUE }]);
  });

  it('go down to nothing and up to the same schema again', async () => {
    const before = await describeSchema(database.ownerUrl);
    const source = await openMigrations(database);
    try {
      for (let left = source.migrations.length; left > 0; left--) {
        await source.undoLastMigration({ transaction: 'each' });
      }
      expect(await describeSchema(database.ownerUrl)).toEqual([]);
      await source.runMigrations({ transaction: 'each' });
      expect(await describeSchema(database.ownerUrl)).toEqual(before);
    } finally {
      await source.destroy();
    }
  });

  it('go down although there are services, which the older schema has no place for', async () => {
    const used = await TestDatabase.create();
    const source = await openMigrations(used);
    try {
      await source.query(SERVICE);
      await undoMigration(source, 'AddServiceGrants');
      expect(await source.query('SELECT FROM grants')).toEqual([]);
      await source.runMigrations({ transaction: 'each' });
    } finally {
      await source.destroy();
      await used.drop();
    }
  });

  it('go down although there are tokens without a family, which the older schema has no place for', async () => {
    const used = await TestDatabase.create();
    const source = await openMigrations(used);
    try {
      await source.query(`INSERT INTO access_tokens (id, token_hash, family_id, expires_at)
        VALUES (gen_random_uuid(), '\\x01', gen_random_uuid(), now() + interval '1 hour')`);
      await source.query(`INSERT INTO refresh_tokens (id, token_hash, family_id, expires_at)
        VALUES (gen_random_uuid(), '\\x01', gen_random_uuid(), now() + interval '1 hour')`);
      await undoMigration(source, 'DropUnreadIndexes');
      expect(await source.query('SELECT FROM access_tokens')).toEqual([]);
      expect(await source.query('SELECT FROM refresh_tokens')).toEqual([]);
      await source.runMigrations({ transaction: 'each' });
    } finally {
      await source.destroy();
      await used.drop();
    }
  });

  it('are not seen to be right only because the checks see nothing', async () => {
    const broken = await TestDatabase.create();
    const source = await openMigrations(broken);
    await source.query('CREATE TABLE planted (user_id uuid REFERENCES users (id))');
    await source.query('CREATE INDEX ix_key ON users (name)');
    await source.query('CREATE INDEX ix_condition ON users (id) WHERE name IS NULL');
    await source.destroy();
    expect(await indexesWith(broken.ownerUrl, 'users', ['name', 'disabled_at'])).toEqual([
      ...['ix_condition', 'ix_key'],
    ]);
    expect(await foreignKeysWithoutIndex(broken.ownerUrl)).toEqual(['planted_user_id_fkey']);
    expect(await unnamedObjects(broken.ownerUrl)).toEqual(['planted_user_id_fkey']);
    await broken.drop();
  });
});
