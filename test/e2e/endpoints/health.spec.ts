import pg from 'pg';
import { Draining } from '../../../src/platform/http/draining.js';
import { eventually } from '../../support/eventually.js';
import { TestApp } from '../../support/test-app.js';

describe('health', () => {
  let server: TestApp;
  beforeAll(async () => (server = await TestApp.start()));
  afterAll(() => server.stop());

  /** The first response with that status. */
  const readyAnswers = (status: number) =>
    eventually(async () => {
      const response = await server.http.get('/readyz');
      return response.status === status ? response : undefined;
    });

  const asOwner = async (sql: string): Promise<void> => {
    const client = new pg.Client({ connectionString: server.database.ownerUrl });
    await client.connect();
    await client.query(sql);
    await client.end();
  };

  it('is alive as long as the process is, whoever asks', async () => {
    const { body, headers } = await server.http.get('/healthz').expect(200);
    expect(body).toEqual({ status: 'ok' });
    expect(headers['cache-control']).toBe('no-store');
  });

  it('is ready when database, migrations and queue are there', async () => {
    const { body } = await server.http.get('/readyz').expect(200);
    expect(body).toEqual({
      status: 'ready',
      checks: { database: 'up', migrations: 'up', queue: 'up' },
    });
  });

  it('is not ready for a schema that is older than the code, and says so without details', async () => {
    await asOwner(`UPDATE migrations SET name = 'x' || name WHERE name LIKE 'CreateTokens%'`);
    // A result may be half a second old: anybody can call it, and it must not load the database.
    const { body, headers } = await readyAnswers(503);
    expect(headers['retry-after']).toBeDefined();
    expect(body).toMatchObject({
      code: 'unavailable',
      detail: 'Not ready: migrations.',
      checks: { database: 'up', migrations: 'down', queue: 'up' },
    });
    await asOwner(`UPDATE migrations SET name = substr(name, 2) WHERE name LIKE 'xCreateTokens%'`);
    await readyAnswers(200);
  });

  it('sends requests elsewhere while it stops, and still answers them', async () => {
    const agent = server.app.get(Draining);
    agent.begin();
    const { body, headers } = await server.http.get('/readyz').expect(503);
    expect(body).toMatchObject({ detail: 'The server is stopping.' });
    expect(headers.connection).toBe('close');
    await server.http.get('/healthz').expect(200);
  });
});
