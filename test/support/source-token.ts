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
