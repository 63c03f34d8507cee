const ROWS_AT_ONCE = 5_000;

/** bytea in JSON. */
export const hex = (bytes) => `\\x${bytes.toString('hex')}`;

/** Inserts equal-shaped objects; members are columns, as JSON writes them. */
export async function storeRows(client, table, rows) {
  if (rows.length === 0) return;
  const columns = Object.keys(rows[0])
    .map((name) => `"${name}"`)
    .join();
  const text = `INSERT INTO ${table} (${columns}) SELECT ${columns} FROM jsonb_populate_recordset(NULL::${table}, $1)`;
  for (let at = 0; at < rows.length; at += ROWS_AT_ONCE) {
    await client.query(text, [JSON.stringify(rows.slice(at, at + ROWS_AT_ONCE))]);
  }
}
