import type { EntityManager } from 'typeorm';

/** Tables the demo inserts into; the others have services. */
type DemoTable =
  | 'project_specs'
  | 'attribute_specs'
  | 'event_specs'
  | 'event_parameter_specs'
  | 'data_sources'
  | 'contacts'
  | 'contact_events'
  | 'segments'
  | 'senders'
  | 'campaigns'
  | 'automations'
  | 'automation_versions'
  | 'event_listeners';

const ROWS_AT_ONCE = 5_000;

/** Inserts rows whose members are named as the columns, thousands in one statement. Absent columns get their default. */
export async function insertRows(
  tx: EntityManager,
  table: DemoTable,
  rows: readonly object[],
): Promise<void> {
  const columns = Object.keys(rows[0] ?? {}).join(', ');
  for (let start = 0; start < rows.length; start += ROWS_AT_ONCE) {
    await tx.query(
      `INSERT INTO ${table} (${columns})
       SELECT ${columns} FROM jsonb_populate_recordset(NULL::${table}, $1)`,
      [JSON.stringify(rows.slice(start, start + ROWS_AT_ONCE))],
    );
  }
}
