import { TestDatabase } from '../support/test-database.js';
import { openMigrations, undoMigration } from '../support/undo-migration.js';

/**
 * Two apps in the previous schema, of which only one is registered for refresh tokens; and one that had changed since.
 */
const BEFORE = `
  WITH u AS (INSERT INTO users (id, email, name, password_hash)
    VALUES (gen_random_uuid(), 'ana@example.test', 'Ana', '') RETURNING id),
  c AS (INSERT INTO clients (id, origin, name, application_type, token_endpoint_auth_method, redirect_uris,
      grant_types, identity_changed_at)
    VALUES
      (gen_random_uuid(), 'dynamic', 'lasting', 'web', 'none', '{}', '{authorization_code,refresh_token}', NULL),
      (gen_random_uuid(), 'dynamic', 'brief', 'web', 'none', '{}', '{authorization_code}', now() - interval '1 day'),
      (gen_random_uuid(), 'dynamic', 'changed', 'web', 'none', '{}', '{authorization_code}', now() + interval '1 hour')
    RETURNING id),
  s AS (INSERT INTO app_standings (client_id, tier) SELECT id, 'verified' FROM c),
  g AS (INSERT INTO grants (id, user_id, client_id, resource, installation, expires_at)
    SELECT gen_random_uuid(), u.id, c.id, 'r', 'i', now() + interval '1 day' FROM u, c RETURNING id, client_id)
  INSERT INTO authorization_codes (id, code_hash, grant_id, client_id, redirect_uri, code_challenge, scopes, auth_time,
    expires_at)
  SELECT gen_random_uuid(), id::text::bytea, id, client_id, 'u', 'c', '{}', now(), now() FROM g`;

const AFTER = `
  SELECT c.name, c.identity_version AS version, g.refreshable_since IS NOT NULL AS refreshable, g.identity_version AS "ofGrant",
    k.refreshable AS "codeRefreshes", k.identity_version AS "ofCode", s.identity_version AS "ofDecision"
  FROM clients c JOIN grants g ON g.client_id = c.id JOIN authorization_codes k ON k.client_id = c.id
  JOIN app_verifications s ON s.client_id = c.id ORDER BY c.name`;

describe('what was granted before anybody wrote down what was shown', () => {
  it('persists if the app is registered for it, and counts for the app as it was then (C14)', async () => {
    const database = await TestDatabase.create();
    const source = await openMigrations(database);
    try {
      await undoMigration(source, 'FreezeWhatWasShown');
      await source.query(BEFORE);
      await source.runMigrations({ transaction: 'each' });
      const kept = { version: 1, ofGrant: 1, ofCode: 1, ofDecision: 1 };
      expect(await source.query(AFTER)).toEqual([
        { name: 'brief', refreshable: false, codeRefreshes: false, ...kept },
        {
          ...{ name: 'changed', version: 1, refreshable: false, codeRefreshes: false },
          ...{ ofGrant: null, ofCode: 0, ofDecision: 0 },
        },
        { name: 'lasting', refreshable: true, codeRefreshes: true, ...kept },
      ]);
      await undoMigration(source, 'FreezeWhatWasShown');
      await source.runMigrations({ transaction: 'each' });
    } finally {
      await source.destroy();
      await database.drop();
    }
  });
});
