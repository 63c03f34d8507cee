import { Database } from '../../../src/platform/database/database.js';
import type { TestApp } from '../../support/test-app.js';
import { World } from '../../support/world.js';

/** Round trips to the database are most of a request's cost: these lists may get shorter, and never longer. */
describe('the statements of a registration', () => {
  let server: TestApp;

  beforeAll(async () => {
    const world = await World.start();
    ({ server } = world);
    await world.verifiedApp(['segments:read']);
  });
  afterAll(() => server.stop());

  async function statementsOf(client_name: string, expected: number): Promise<unknown[]> {
    const query = jest.spyOn(Database.prototype, 'query');
    const queryIn = jest.spyOn(Database.prototype, 'queryIn');
    const transaction = jest.spyOn(Database.prototype, 'transaction');
    const redirect_uris = ['https://elsewhere.example/callback'];
    const request = server.http.post('/oauth/register').send({ client_name, redirect_uris });
    expect((await request).status).toBe(expected);
    const ran = query.mock.calls.map(([{ name }]) => name);
    expect([queryIn.mock.calls, transaction.mock.calls]).toEqual([[], []]);
    jest.restoreAllMocks();
    return ran;
  }

  it('are one, which inserts client, registration token and event', async () => {
    expect(await statementsOf('Reporter', 201)).toEqual(['clients.insert']);
  });

  it('are two if a reviewed app has the name, and one if it is refused as confusable with that', async () => {
    expect(await statementsOf('My Brightline', 201)).toEqual(['clients.insert', 'clients.insert']);
    expect(await statementsOf('Brightl1ne', 400)).toEqual(['clients.insert']);
    const stored = await server.database.query(
      `SELECT c.name, e.type FROM clients c LEFT JOIN audit_events e ON e.target ->> 'id' = c.id::text
       WHERE coalesce(c.claimed_name, c.name) LIKE '%Bright%' AND c.origin = 'dynamic'`,
    );
    expect(stored).toEqual([{ name: 'App at elsewhere.example', type: 'client.registered' }]);
  });

  it('are none if the metadata is refused', async () => {
    expect(await statementsOf('CIaude', 400)).toEqual([]);
  });
});
