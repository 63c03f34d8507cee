import type { DataSource } from 'typeorm';
import { TestDatabase } from '../support/test-database.js';
import { openMigrations, undoMigration } from '../support/undo-migration.js';

const CLIENT = `INSERT INTO clients (id, origin, name, application_type, token_endpoint_auth_method, redirect_uris, grant_types)
  VALUES (gen_random_uuid(), 'dynamic', 'App', 'web', 'none', '{}', '{authorization_code}') RETURNING id`;

const SERVICE = `
  o AS (INSERT INTO organisations (id, name) VALUES (gen_random_uuid(), 'Bakery') RETURNING id),
  c AS (INSERT INTO clients (id, origin, organisation_id, name, application_type, token_endpoint_auth_method,
      secret_hash, redirect_uris, grant_types)
    SELECT gen_random_uuid(), 'portal', id, 'Sync', 'web', 'client_secret_basic', '\\x02', '{}', '{client_credentials}'
    FROM o RETURNING id),
  g AS (INSERT INTO grants (id, kind, client_id, resource, expires_at)
    SELECT gen_random_uuid(), 'service', id, 'api', now() + interval '1 day' FROM c RETURNING id)`;

/**
 * Three people, who each authorized an app an hour ago. The grants of two have been voided since, one of them closed.
 */
const VOIDED = `
  WITH u AS (INSERT INTO users (id, email, name, password_hash, grants_valid_after)
    VALUES (gen_random_uuid(), 'ana@example.test', 'not closed', '', now()),
      (gen_random_uuid(), 'ben@example.test', 'closed', '', now()),
      (gen_random_uuid(), 'eva@example.test', 'not voided', '', '-infinity') RETURNING id, name),
  c AS (${CLIENT})
  INSERT INTO grants (id, user_id, client_id, resource, installation, expires_at, authorized_at, revoked_at, revoked_reason)
    SELECT gen_random_uuid(), u.id, c.id, 'r', 'i', now() + interval '1 day', now() - interval '1 hour',
      CASE u.name WHEN 'closed' THEN now() END, CASE u.name WHEN 'closed' THEN 'password_changed' END FROM u, c`;

const STANDS = `SELECT u.name, g.revoked_at IS NULL AND g.authorized_at >= u.grants_valid_after AS stands
  FROM grants g JOIN users u ON u.id = g.user_id ORDER BY u.name`;

/** A service with two projects, each connected by an admin an hour ago; one connection has been voided since. */
const VOUCHED_FOR = `
  WITH u AS (INSERT INTO users (id, email, name, password_hash, grants_valid_after)
    VALUES (gen_random_uuid(), 'ana@example.test', 'not voided', '', '-infinity'),
      (gen_random_uuid(), 'ben@example.test', 'voided', '', now()) RETURNING id, name),
  ${SERVICE},
  p AS (INSERT INTO projects (id, organisation_id, name, plan)
    SELECT gen_random_uuid(), o.id, u.name, 'pro' FROM o, u RETURNING id, name),
  m AS (INSERT INTO memberships (id, project_id, user_id, role)
    SELECT gen_random_uuid(), p.id, u.id, 'owner' FROM p JOIN u USING (name) RETURNING id, project_id)
  INSERT INTO grant_projects (id, grant_id, project_id, membership_id, requested_scopes, scopes, created_at)
    SELECT gen_random_uuid(), g.id, m.project_id, m.id, '{}', '{}', now() - interval '1 hour' FROM g, m`;

const CEILING_STANDS = `SELECT u.name, gp.created_at >= u.grants_valid_after AS stands
  FROM grant_projects gp JOIN memberships m ON m.id = gp.membership_id JOIN users u ON u.id = m.user_id ORDER BY u.name`;

const SESSIONS = `
  WITH u AS (INSERT INTO users (id, email, name, password_hash, password_epoch)
    VALUES (gen_random_uuid(), 'ana@example.test', 'Ana', '', 2) RETURNING id)
  INSERT INTO browser_sessions (id, token_hash, csrf_token, user_id, password_epoch, authenticated_at, ended_at, expires_at)
    SELECT gen_random_uuid(), s.name::bytea, s.name, CASE WHEN epoch IS NOT NULL THEN u.id END, s.epoch,
      CASE WHEN epoch IS NOT NULL THEN now() END, s.ended, now() + interval '1 hour'
    FROM u, (VALUES ('anonymous', NULL, NULL), ('old password', 1, NULL), ('present password', 2, NULL),
      ('signed out', 2, now())) AS s (name, epoch, ended)`;

/** Apps whose identity changed after all decisions on them, but for one. Each has one kind of dependent row. */
const CHANGED = `
  WITH u AS (INSERT INTO users (id, email, name, password_hash)
    VALUES (gen_random_uuid(), 'ana@example.test', 'Ana', '') RETURNING id),
  c AS (INSERT INTO clients (id, origin, name, application_type, token_endpoint_auth_method, redirect_uris, grant_types,
      identity_changed_at)
    SELECT gen_random_uuid(), 'dynamic', name, 'web', 'none', '{}', '{authorization_code}',
      CASE WHEN name <> 'unchanged' THEN now() END
    FROM unnest('{code,grant,request,standing,unchanged}'::text[]) AS n (name) RETURNING id, name),
  st AS (INSERT INTO app_standings (client_id, tier, decided_at)
    SELECT id, 'verified', now() - interval '1 hour' FROM c WHERE name IN ('standing', 'unchanged')),
  g AS (INSERT INTO grants (id, user_id, client_id, resource, installation, expires_at, authorized_at, revoked_at, revoked_reason)
    SELECT gen_random_uuid(), u.id, c.id, 'r', 'i', now() + interval '1 day', now() - interval '1 hour',
      CASE c.name WHEN 'code' THEN now() END, CASE c.name WHEN 'code' THEN 'user' END
    FROM u, c WHERE c.name IN ('code', 'grant', 'unchanged') RETURNING id, client_id),
  k AS (INSERT INTO authorization_codes (id, code_hash, grant_id, client_id, redirect_uri, code_challenge, scopes,
      auth_time, created_at, expires_at)
    SELECT gen_random_uuid(), g.id::text::bytea, g.id, c.id, 'u', 'c', '{}', now(), now() - interval '1 hour', now()
    FROM g JOIN c ON c.id = g.client_id WHERE c.name IN ('code', 'unchanged')),
  s AS (INSERT INTO browser_sessions (id, token_hash, csrf_token, user_id, password_epoch, expires_at)
    SELECT gen_random_uuid(), '\\x01', 'c', id, 1, now() FROM u RETURNING id, user_id),
  a AS (INSERT INTO authorization_arrivals (id, parameters, expires_at)
    VALUES (gen_random_uuid(), '', now()) RETURNING id)
  INSERT INTO authorization_requests (id, session_id, user_id, client_id, redirect_uri, installation, scopes, resource,
      code_challenge, auth_time, arrival_id, created_at, expires_at)
    SELECT gen_random_uuid(), s.id, s.user_id, c.id, 'u', 'i', '{}', 'r', 'c', now(), a.id, now() - interval '1 hour', now()
    FROM s, a, c WHERE c.name IN ('request', 'unchanged')`;

/** One app in each state; all were authorized at some time. */
const STATES = `
  INSERT INTO clients (id, origin, name, application_type, token_endpoint_auth_method, redirect_uris, grant_types, state,
    state_changed_at, created_at, approved_at, registration_token_hash)
  SELECT gen_random_uuid(), 'dynamic', state, 'web', 'none', '{}', '{authorization_code}', state, now() - interval '1 hour',
    now() - CASE state WHEN 'registered' THEN interval '1 hour' ELSE '2 days' END,
    CASE WHEN state <> 'registered' THEN now() - interval '1 day' END, CASE WHEN state = 'suspended' THEN '\\x01'::bytea END
  FROM unnest('{registered,approved,retired,revived,suspended,deleted}'::text[]) AS s (state)`;

describe('what had ended does not live again when the schema goes down to an older one:', () => {
  let database: TestDatabase;
  let source: DataSource;
  beforeEach(async () => {
    database = await TestDatabase.create();
    source = await openMigrations(database);
  });
  afterEach(async () => {
    await source.destroy();
    await database.drop();
  });

  const upAndDown = async (migration: string): Promise<void> => {
    await source.runMigrations({ transaction: 'each' });
    await undoMigration(source, migration);
  };

  it('a grant that was voided and that no job has closed yet; who voided nothing is not asked again (E6)', async () => {
    await undoMigration(source, 'AddEpochs');
    await source.query(VOIDED);
    const before = [
      { name: 'closed', stands: false },
      { name: 'not closed', stands: false },
      { name: 'not voided', stands: true },
    ];
    expect(await source.query(STANDS)).toEqual(before);
    await upAndDown('AddEpochs');
    expect(await source.query(STANDS)).toEqual(before);
  });

  it('a project of a service whose admin had voided what they allowed (E6)', async () => {
    await undoMigration(source, 'AddEpochs');
    await source.query(VOUCHED_FOR);
    const before = [
      { name: 'not voided', stands: true },
      { name: 'voided', stands: false },
    ];
    expect(await source.query(CEILING_STANDS)).toEqual(before);
    await upAndDown('AddEpochs');
    expect(await source.query(CEILING_STANDS)).toEqual(before);
  });

  it('a browser session of an older password, although nothing ended it by itself (E6)', async () => {
    await source.query(SESSIONS);
    await undoMigration(source, 'AddEpochs');
    const left = await source.query('SELECT csrf_token AS name FROM browser_sessions ORDER BY 1');
    expect(left).toEqual([{ name: 'anonymous' }, { name: 'present password' }]);
  });

  it('what was decided on an app before it became another one (C14)', async () => {
    await undoMigration(source, 'FreezeWhatWasShown');
    await source.query(CHANGED);
    const sql = `SELECT name FROM clients WHERE identity_changed_at IS NULL`;
    await upAndDown('FreezeWhatWasShown');
    expect(await source.query(sql)).toEqual([{ name: 'unchanged' }]);
    const future = `SELECT FROM clients c LEFT JOIN app_standings s ON s.client_id = c.id
      WHERE c.identity_changed_at <= s.decided_at`;
    expect(await source.query(future)).toEqual([]);
  });

  it('an app that has retired, was shut out or was deleted; each is again what it was when the schema goes up', async () => {
    await source.query(STATES);
    const states = 'SELECT name, state, state_changed_at FROM clients ORDER BY name';
    const before = await source.query(states);
    await undoMigration(source, 'NameStatesOfApps');
    const live = 'SELECT name FROM clients WHERE disabled_at IS NULL ORDER BY name';
    const names = ['approved', 'registered', 'revived'].map((name) => ({ name }));
    expect(await source.query(live)).toEqual(names);
    await source.runMigrations({ transaction: 'each' });
    expect(await source.query(states)).toEqual(before);
  });

  it('tokens of a service, which the older schema cannot tell from those of a replaced secret (G12)', async () => {
    await source.query(`WITH ${SERVICE}
      INSERT INTO token_families (id, grant_id, scopes, credential_hash) SELECT gen_random_uuid(), id, '{}', '\\x01' FROM g`);
    await undoMigration(source, 'AddFamilyCredential');
    const sql = 'SELECT revoked_at IS NOT NULL AS revoked FROM token_families';
    expect(await source.query(sql)).toEqual([{ revoked: true }]);
  });
});
