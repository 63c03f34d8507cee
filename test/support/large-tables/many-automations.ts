import type { TestDatabase } from '../test-database.js';

/** Drafts without steps. */
export const addManyAutomations = (
  database: TestDatabase,
  projectId: string,
  count: number,
): Promise<unknown> =>
  database.query(
    `INSERT INTO automations (id, project_id, title, status, trigger, steps, settings)
     SELECT gen_random_uuid(), $1, 'Draft', 'draft', '{}', '[]', '{}' FROM generate_series(1, $2::int)`,
    [projectId, count],
  );
