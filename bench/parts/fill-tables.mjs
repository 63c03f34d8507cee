/** Tokens for each grant. */
const TOKENS_OF_GRANT = 10;
/** The used rows lie in so many places between the others. */
const STEPS = 16;

/** A UUID that sorts by `number`, as version 7 does. `kind` keeps the tables apart. */
const id = (kind, number) =>
  `('01800000-000${kind}-7000-8000-' || lpad(to_hex(${number}), 12, '0'))::uuid`;

/** From `first` to `last`, a grant each: its person, project and app, a family, and ten tokens. */
const INSERTS = [
  `INSERT INTO organisations (id, name) SELECT ${id(1, 'i')}, 'Grown ' || i FROM numbers`,
  `INSERT INTO users (id, email, name, password_hash)
   SELECT ${id(1, 'i')}, 'grown-' || i || '@bench.example', 'Grown ' || i, 'none' FROM numbers`,
  `INSERT INTO projects (id, organisation_id, name, plan)
   SELECT ${id(1, 'i')}, ${id(1, 'i')}, 'Grown ' || i, 'pro' FROM numbers`,
  `INSERT INTO memberships (id, project_id, user_id, role)
   SELECT ${id(1, 'i')}, ${id(1, 'i')}, ${id(1, 'i')}, 'owner' FROM numbers`,
  `INSERT INTO grants (id, user_id, client_id, resource, installation, expires_at, identity_version, refreshable_since)
   SELECT ${id(1, 'i')}, ${id(1, 'i')}, a.client_id, a.resource, '', now() + interval '1 year', 1, '-infinity'
   FROM numbers, app a`,
  `INSERT INTO grant_projects (id, grant_id, project_id, membership_id, requested_scopes, scopes)
   SELECT ${id(1, 'i')}, ${id(1, 'i')}, ${id(1, 'i')}, ${id(1, 'i')}, '{segments:read}', '{segments:read}' FROM numbers`,
  `INSERT INTO token_families (id, grant_id, scopes, auth_time)
   SELECT ${id(1, 'i')}, ${id(1, 'i')}, '{segments:read}', now() FROM numbers`,
  `INSERT INTO refresh_tokens (id, token_hash, family_id, expires_at, consumed_at)
   SELECT ${id(2, 'i * 3 + t')}, sha256(('r' || (i * 3 + t))::bytea), ${id(1, 'i')},
     now() + interval '30 days', CASE WHEN t < 2 THEN now() END
   FROM numbers, generate_series(0, 2) t`,
  `INSERT INTO access_tokens (id, token_hash, family_id, expires_at)
   SELECT ${id(3, `i * ${TOKENS_OF_GRANT} + t`)}, sha256(('a' || (i * ${TOKENS_OF_GRANT} + t))::bytea), ${id(1, 'i')},
     now() + interval '1 hour' FROM numbers, generate_series(0, ${TOKENS_OF_GRANT - 1}) t`,
];

const FILLED = [
  ...['organisations', 'users', 'projects', 'memberships', 'grants', 'grant_projects'],
  ...['token_families', 'refresh_tokens', 'access_tokens'],
];

/** Indexes that no constraint needs: they are made again when the rows are there. */
const INDEXES = `
  SELECT indexname AS name, indexdef AS definition FROM pg_indexes i
  WHERE schemaname = 'public' AND tablename = ANY ($1)
    AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = i.indexname::regclass)`;

/** Fills the tables of a target with `tokens` access tokens and what belongs to them, and `used` actors in between. */
export async function fillTables(target, tokens, used) {
  const { client } = target;
  const grants = tokens / TOKENS_OF_GRANT;
  const inBetween = [];
  await withoutIndexes(client, FILLED, async () => {
    const [app] = await target.addActors(1);
    for (let step = 0; step < STEPS; step++) {
      const first = Math.floor((grants * step) / STEPS);
      const last = Math.floor((grants * (step + 1)) / STEPS) - 1;
      await fill(client, app, first, last);
      inBetween.push(...(await target.addActors(Math.ceil(used / STEPS))));
      await client.query('CHECKPOINT');
    }
  });
  await client.query('VACUUM ANALYZE');
  target.actors = inBetween;
}

/** Fills tables while they have no indexes but those of their constraints. */
export async function withoutIndexes(client, tables, work) {
  const { rows: indexes } = await client.query(INDEXES, [tables]);
  for (const { name } of indexes) await client.query(`DROP INDEX ${name}`);
  await work();
  for (const { definition } of indexes) await client.query(definition);
}

/** A transaction with rows that fit each other: foreign keys need not be checked for each. */
export async function withoutChecks(client, work) {
  await client.query('BEGIN');
  await client.query("SET LOCAL session_replication_role = 'replica'");
  await work();
  await client.query('COMMIT');
}

async function fill(client, { grant }, first, last) {
  const numbers = `numbers AS (SELECT i FROM generate_series(${first}, ${last}) i)`;
  const chosen = `app AS (SELECT client_id, resource FROM grants WHERE id = '${grant}')`;
  await withoutChecks(client, async () => {
    for (const insert of INSERTS) await client.query(`WITH ${numbers}, ${chosen} ${insert}`);
  });
}
