import pg from 'pg';

/** The two roles of an embedded cluster: `owner` migrates, `runtime` serves. */
export const OWNER_ROLE = 'owner';
export const RUNTIME_ROLE = 'runtime';

/** Makes both roles and the database if they are missing. Idempotent. */
export async function createRolesAndDatabase(
  superuserUrl: string,
  database: string,
): Promise<void> {
  const client = new pg.Client({ connectionString: superuserUrl });
  await client.connect();
  try {
    for (const role of [OWNER_ROLE, RUNTIME_ROLE]) {
      const { rowCount } = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [role]);
      if (rowCount === 0) await client.query(`CREATE ROLE ${role} LOGIN`);
    }
    const exists = await client.query('SELECT FROM pg_database WHERE datname = $1', [database]);
    if (exists.rowCount === 0) {
      await client.query(
        `CREATE DATABASE ${client.escapeIdentifier(database)} OWNER ${OWNER_ROLE}`,
      );
    }
  } finally {
    await client.end();
  }
}
