import type { DataSource } from 'typeorm';
import { TestDatabase } from '../support/test-database.js';
import { openMigrations, undoMigration } from '../support/undo-migration.js';

/**
 * As in the three tables: received, pending and decided requests, and two pushed ones. `spent`: a second tab of a
 * decided request, whose browser session, and with it the row, is gone. `stale`: cannot be continued.
 */
const BEFORE = `
  WITH u AS (INSERT INTO users (id, email, name, password_hash)
    VALUES (gen_random_uuid(), 'ana@example.test', 'Ana', '') RETURNING id),
  c AS (INSERT INTO clients (id, origin, name, application_type, token_endpoint_auth_method, redirect_uris, grant_types)
    VALUES (gen_random_uuid(), 'dynamic', 'App', 'web', 'none', '{}', '{authorization_code}') RETURNING id),
  s AS (INSERT INTO browser_sessions (id, token_hash, csrf_token, user_id, password_epoch, expires_at, signed_in_for)
    SELECT gen_random_uuid(), '\\x01', 'c', id, 1, now() + interval '1 hour', '/oauth/authorize/arr_x' FROM u RETURNING id, user_id),
  n AS (INSERT INTO sign_in_returns (id, session_id, path, expires_at)
    SELECT gen_random_uuid(), id, path, now() + interval '1 hour'
    FROM s, unnest('{/oauth/authorize/arr_x,/dashboard/arr_x}'::text[]) AS paths (path)),
  p AS (INSERT INTO pushed_requests (id, uri_hash, client_id, parameters, expires_at, spent_at)
    SELECT gen_random_uuid(), hash, c.id, name, now() + interval '90 seconds', spent
    FROM c, (VALUES ('\\x01'::bytea, 'pushed', NULL), ('\\x02', 'decided', now()), ('\\x05', 'spent', now())) AS v (hash, name, spent)
    RETURNING id, parameters),
  a AS (INSERT INTO authorization_arrivals (id, parameters, pushed_request_id, expires_at)
    SELECT gen_random_uuid(), name, (SELECT p.id FROM p WHERE p.parameters = name),
      now() + CASE name WHEN 'stale' THEN -1 ELSE 1 END * interval '1 hour'
    FROM unnest('{signing in,pending,decided,spent,stale}'::text[]) AS names (name) RETURNING id, parameters)
  INSERT INTO authorization_requests (id, session_id, user_id, client_id, redirect_uri, installation, scopes, resource, state,
      code_challenge, auth_time, arrival_id, refreshable, identity_version, code_nonce, expires_at, decided_at, decision_hash)
    SELECT gen_random_uuid(), s.id, s.user_id, c.id, 'u', 'i', '{}', 'r', 'st-1', 'c', now(), a.id, true, 1, '\\x03',
      now() + CASE a.parameters WHEN 'stale' THEN -110 ELSE 10 END * interval '1 minute', CASE a.parameters WHEN 'decided' THEN now() END, '\\x04'
    FROM s, c, a WHERE a.parameters <> 'signing in'`;

const STORED = `SELECT r.state, r.parameters, r.uri_hash IS NOT NULL AS pushed, r.id = r.first_id AS first
  FROM authorization_requests r ORDER BY state, parameters`;
const PATHS = `SELECT path FROM sign_in_returns UNION SELECT signed_in_for FROM browser_sessions ORDER BY 1`;

describe('requests that are under way while the server is replaced', () => {
  let database: TestDatabase;
  let source: DataSource;
  beforeAll(async () => {
    database = await TestDatabase.create();
    source = await openMigrations(database);
    await undoMigration(source, 'StoreOneRequest');
    await source.query(BEFORE);
    await source.runMigrations({ transaction: 'each' });
  });
  afterAll(async () => {
    await source.destroy();
    await database.drop();
  });

  it('go on in one table, each in its state; what was spent or is stale does not (PAR-04)', async () => {
    expect(await source.query(STORED)).toEqual([
      { state: 'decided', parameters: 'decided', pushed: true, first: false },
      { state: 'pending', parameters: 'pending', pushed: false, first: false },
      { state: 'pushed', parameters: 'pushed', pushed: true, first: true },
      { state: 'received', parameters: 'pending', pushed: false, first: true },
      { state: 'received', parameters: 'signing in', pushed: false, first: true },
    ]);
    const paths = ['/dashboard/arr_x', '/oauth/authorize/azr_x'].map((path) => ({ path }));
    expect(await source.query(PATHS)).toEqual(paths);
  });

  it('cannot be decided in an older server, nor anew what was pushed; who is signing in goes on (D15, PAR-04)', async () => {
    await undoMigration(source, 'StoreOneRequest');
    const open =
      'SELECT FROM authorization_requests WHERE decided_at IS NULL OR decision_hash IS NOT NULL';
    expect(await source.query(open)).toEqual([]);
    expect(await source.query('SELECT FROM pushed_requests')).toEqual([]);
    const waiting = 'SELECT parameters FROM authorization_arrivals ORDER BY 1';
    expect(await source.query(waiting)).toEqual(
      ['pending', 'signing in'].map((parameters) => ({ parameters })),
    );
    const paths = ['/dashboard/arr_x', '/oauth/authorize/arr_x'].map((path) => ({ path }));
    expect(await source.query(PATHS)).toEqual(paths);
    await source.runMigrations({ transaction: 'each' });
  });
});
