import type { TestDatabase } from '../test-database.js';

interface ManyEvents {
  readonly projectId: string;
  readonly contactId: string;
  readonly count: number;
  readonly parameters?: object;
}

/** Events of one contact, one a minute until now. */
export const addManyEvents = (
  database: TestDatabase,
  { projectId, contactId, count, parameters = {} }: ManyEvents,
): Promise<unknown> =>
  database.query(
    `INSERT INTO contact_events (id, project_id, contact_id, event_id, type, parameters, occurred_at)
     SELECT gen_random_uuid(), $1, $2, i::text, 'visit', $4, now() - i * interval '1 minute'
     FROM generate_series(1, $3::int) i`,
    [projectId, contactId, count, parameters],
  );
