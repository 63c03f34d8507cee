import type { Client } from 'pg';

/** Tables the server may write to and read, and never change. */
const APPEND_ONLY = ['audit_events', 'consent_receipts'];

/**
 * Gives the role the server runs as what it needs and no more. Idempotent; run by the owner after the
 * migrations. The queue's tables have row-level security of their own, hence the policies.
 */
export async function grantRuntimePrivileges(owner: Client, runtimeRole: string): Promise<void> {
  const role = owner.escapeIdentifier(runtimeRole);
  await owner.query(`
    GRANT USAGE ON SCHEMA public TO ${role};
    GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO ${role};
    GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO ${role};
    REVOKE UPDATE, DELETE, TRUNCATE ON ${APPEND_ONLY.join(', ')} FROM ${role};
    REVOKE INSERT, UPDATE, DELETE ON migrations FROM ${role};
  `);
  await grantQueuePrivileges(owner, role);
}

async function grantQueuePrivileges(owner: Client, role: string): Promise<void> {
  await owner.query(`
    GRANT USAGE ON SCHEMA graphile_worker TO ${role};
    GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA graphile_worker TO ${role};
    GRANT USAGE ON ALL SEQUENCES IN SCHEMA graphile_worker TO ${role};
    GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA graphile_worker TO ${role};
  `);
  const { rows } = await owner.query<{ tablename: string }>(
    `SELECT tablename FROM pg_tables WHERE schemaname = 'graphile_worker' AND tablename LIKE '\\_private\\_%'`,
  );
  for (const { tablename } of rows) {
    const table = `graphile_worker.${owner.escapeIdentifier(tablename)}`;
    await owner.query(`
      DROP POLICY IF EXISTS runtime_all ON ${table};
      CREATE POLICY runtime_all ON ${table} TO ${role} USING (true) WITH CHECK (true);
    `);
  }
}
