import type pg from 'pg';

type Query = Pick<pg.ClientBase, 'query'>;

/** Rows of contacts and their events, with the members of each named as the columns. Absent columns get their default. */
export async function addContactRows(
  client: Query,
  tables: Readonly<
    Partial<
      Record<'contacts' | 'contact_events' | 'segment_members' | 'sms_messages', readonly object[]>
    >
  >,
): Promise<void> {
  for (const [table, rows] of Object.entries(tables)) {
    const columns = Object.keys(rows[0] ?? {}).join(', ');
    if (columns === '') continue;
    await client.query(
      `INSERT INTO ${table} (${columns})
       SELECT ${columns} FROM jsonb_populate_recordset(NULL::${table}, $1)`,
      [JSON.stringify(rows)],
    );
  }
}
