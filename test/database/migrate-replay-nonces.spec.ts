import { TestDatabase } from '../support/test-database.js';
import { openMigrations, undoMigration } from '../support/undo-migration.js';

/** Three refresh tokens: one consumed with a replay window, one without, and one unconsumed. */
const TOKENS = `
  WITH u AS (INSERT INTO users (id, email, name, password_hash)
    VALUES (gen_random_uuid(), 'ana@example.test', 'Ana', '') RETURNING id),
  c AS (INSERT INTO clients (id, origin, name, application_type, token_endpoint_auth_method, redirect_uris, grant_types)
    VALUES (gen_random_uuid(), 'dynamic', 'App', 'web', 'none', '{}', '{authorization_code}') RETURNING id),
  g AS (INSERT INTO grants (id, user_id, client_id, resource, installation, expires_at, identity_version)
    SELECT gen_random_uuid(), u.id, c.id, 'r', 'i', now() + interval '1 day', 1 FROM u, c RETURNING id),
  f AS (INSERT INTO token_families (id, grant_id, scopes) SELECT gen_random_uuid(), id, '{}' FROM g RETURNING id)
  INSERT INTO refresh_tokens (id, token_hash, family_id, expires_at, consumed_at, replay_nonce)
    SELECT gen_random_uuid(), hash, f.id, now() + interval '1 day', consumed_at, nonce FROM f,
      (VALUES ('\\x01'::bytea, now(), '\\xaa'::bytea), ('\\x02', now(), NULL), ('\\x03', NULL, NULL))
        AS t (hash, consumed_at, nonce)`;

const STORED = `SELECT encode(token_hash, 'hex') AS token, encode(replay_nonce, 'hex') AS nonce
  FROM refresh_tokens ORDER BY token_hash`;
const SHARED = `SELECT encode(token_hash, 'hex') AS token, encode(n.nonce, 'hex') AS nonce
  FROM refresh_tokens r JOIN replay_nonces n ON n.id = r.replay_nonce`;

describe('replay windows that are open while the schema changes', () => {
  it('stay open, and no token keeps its nonce; the same on the way back', async () => {
    const database = await TestDatabase.create();
    const source = await openMigrations(database);
    try {
      await undoMigration(source, 'ConsumeInPlace');
      await source.query(TOKENS);
      const before = await source.query<{ token: string; nonce: string | null }[]>(STORED);
      expect(before.map(({ nonce }) => nonce)).toEqual(['aa', null, null]);
      await source.runMigrations({ transaction: 'each' });
      expect(await source.query(SHARED)).toEqual([{ token: '01', nonce: 'aa' }]);
      expect(await source.query(STORED)).not.toContainEqual({ token: '01', nonce: 'aa' });
      await undoMigration(source, 'ConsumeInPlace');
      expect(await source.query(STORED)).toEqual(before);
    } finally {
      await source.destroy();
      await database.drop();
    }
  });
});
