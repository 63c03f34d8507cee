import type { TestDatabase } from '../test-database.js';

/** Drafts of campaigns. */
export const addManyDrafts = (
  database: TestDatabase,
  projectId: string,
  count: number,
): Promise<unknown> =>
  database.query(
    `INSERT INTO campaigns (id, project_id, title, status, audience, options)
     SELECT gen_random_uuid(), $1, 'Draft', 'draft', '{}', '[]' FROM generate_series(1, $2::int)`,
    [projectId, count],
  );
