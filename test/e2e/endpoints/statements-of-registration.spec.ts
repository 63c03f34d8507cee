import { RequestStatements } from '../../support/request-statements.js';
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

  function statementsOf(client_name: string, expected: number) {
    const redirect_uris = ['https://elsewhere.example/callback'];
    const request = server.http.post('/oauth/register').send({ client_name, redirect_uris });
    return RequestStatements.of(request, expected);
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
