import type { Client } from 'pg';

/**
 * Tables the server may insert into and read, and never change, with the columns it inserts. The others (time and
 * transaction) are set by the database.
 */
const APPEND_ONLY = {
  audit_events: `id, project_id, type, actor, target, outcome, reason, context, pii_commit, request_id`,
  // Personal data may also be erased, but not assigned to another event.
  audit_pii: 'event_id, salt, fields',
  consent_receipts: 'id, grant_id, shown',
  // Deleted with the data of its contact, and by age; never changed.
  consent_changes: `id, project_id, contact_id, channel, subscribed, source, actor, reason,
    utm_source, utm_medium, utm_campaign`,
  funds_movements: 'id, organisation_id, project_id, kind, amount, messages, note',
} as const;

/**
 * Grants the server's role only the privileges it needs. Idempotent; run by the owner after the migrations. The queue's
 * tables have row-level security, hence the policies.
 */
export async function grantRuntimePrivileges(owner: Client, runtimeRole: string): Promise<void> {
  const role = owner.escapeIdentifier(runtimeRole);
  await owner.query(`
    GRANT USAGE ON SCHEMA public TO ${role};
    GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO ${role};
    GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO ${role};
    REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON ${Object.keys(APPEND_ONLY).join(', ')} FROM ${role};
    ${addTo(role)}
    GRANT DELETE ON audit_pii, consent_changes TO ${role};
    REVOKE INSERT, UPDATE, DELETE ON migrations FROM ${role};
  `);
  await grantQueuePrivileges(owner, runtimeRole);
}

const addTo = (role: string): string =>
  Object.entries(APPEND_ONLY)
    .map(([table, columns]) => `GRANT INSERT (${columns}) ON ${table} TO ${role};`)
    .join('\n');

/** A policy is made under a lock that jobs wait for, and each replica comes here at its start. */
const TABLES_WITHOUT_POLICY = `
  SELECT format('%I.%I', schemaname, tablename) AS "table" FROM pg_tables
  WHERE schemaname = 'graphile_worker' AND tablename LIKE '\\_private\\_%' AND NOT EXISTS (
    SELECT FROM pg_policies AS policy
    WHERE policy.schemaname = pg_tables.schemaname AND policy.tablename = pg_tables.tablename
      AND policyname = 'runtime_all' AND permissive = 'PERMISSIVE' AND cmd = 'ALL'
      AND roles = ARRAY[$1]::name[] AND qual = 'true' AND with_check = 'true')`;

async function grantQueuePrivileges(owner: Client, runtimeRole: string): Promise<void> {
  const role = owner.escapeIdentifier(runtimeRole);
  await owner.query(`
    GRANT USAGE ON SCHEMA graphile_worker TO ${role};
    GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA graphile_worker TO ${role};
    GRANT USAGE ON ALL SEQUENCES IN SCHEMA graphile_worker TO ${role};
    GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA graphile_worker TO ${role};
  `);
  const { rows } = await owner.query<{ table: string }>(TABLES_WITHOUT_POLICY, [runtimeRole]);
  for (const { table } of rows) {
    await owner.query(`
      DROP POLICY IF EXISTS runtime_all ON ${table};
      CREATE POLICY runtime_all ON ${table} TO ${role} USING (true) WITH CHECK (true);
    `);
  }
}
