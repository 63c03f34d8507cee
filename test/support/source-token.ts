import { fromWireId, newId } from '../../src/kernel/ids.js';
import { mintSecret } from '../../src/kernel/secret.js';
import { storeRow } from './rows.js';
import type { TestDatabase } from './test-database.js';
import type { ApiCaller } from './api-caller.js';
import type { TestApp } from './test-app.js';

interface MadeSource {
  readonly id: string;
  readonly token: string;
}

/** A new data source, with its first token. */
export async function makeSource(caller: ApiCaller, name = 'Shop'): Promise<MadeSource> {
  const answer = await caller.post('/datasource', { name, audienceTags: [] }).expect(201);
  return (answer.body as { entity: MadeSource }).entity;
}

/** A token of a data source as a row, made by the app that the project is connected with. @returns its text */
export async function storeSourceToken(
  database: TestDatabase,
  projectId: string,
  source: string,
  id = newId(),
): Promise<string> {
  const { text, hash } = mintSecret('isds');
  const [grant] = await database.query<{ id: string }>(
    'SELECT grant_id AS id FROM grant_projects WHERE project_id = $1 LIMIT 1',
    [projectId],
  );
  await storeRow(database, 'data_source_tokens', {
    ...{ id, project_id: projectId, data_source_id: fromWireId('ds', source) },
    ...{ token_hash: hash, grant_id: grant?.id },
  });
  return text;
}

/** Calls of a program that has only the token of a data source. */
export const withSourceToken = (server: TestApp, caller: ApiCaller, token: string) => {
  const authorization = `Bearer ${token}`;
  return {
    get: (below: string) => server.http.get(caller.path(below)).set({ authorization }),
    post: (below: string, body: object) =>
      server.http.post(caller.path(below)).set({ authorization }).send(body),
    import: (below: string, rows: string) =>
      server.http
        .post(caller.path(below))
        .set({ authorization, 'content-type': 'application/x-ndjson' })
        .send(rows),
  };
};
