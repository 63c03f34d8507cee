import { storeRow } from './rows.js';
import type { TestDatabase } from './test-database.js';

/** A webhook of the app that the project is connected with. @returns its id */
export async function storeWebhook(
  database: TestDatabase,
  projectId: string,
  columns: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  const [grant] = await database.query<{ id: string }>(
    'SELECT grant_id AS id FROM grant_projects WHERE project_id = $1 AND revoked_at IS NULL LIMIT 1',
    [projectId],
  );
  const owner = grant
    ? { grant_id: grant.id }
    : { api_token_id: await storeRow(database, 'api_tokens', { user_id: await person(database) }) };
  return storeRow(database, 'webhooks', { project_id: projectId, ...owner, ...columns });
}

const person = (database: TestDatabase): Promise<string> => storeRow(database, 'users');
