import { RetireClientsJob } from '../../src/modules/clients/internal/life-cycle/retire-clients.job.js';
import { addManyClients } from '../support/large-tables/many-rows.js';
import { TestApp } from '../support/test-app.js';

describe('dynamic registration in the database', () => {
  let server: TestApp;
  beforeAll(async () => (server = await TestApp.start()));
  afterAll(() => server.stop());

  const register = async (): Promise<string> => {
    const { body } = await server.http
      .post('/oauth/register')
      .send({ redirect_uris: ['https://app.example/callback'], client_name: 'Reporter' })
      .expect(201);
    return (body as { client_secret: string }).client_secret;
  };

  const count = async (where: string): Promise<number> => {
    const sql = `SELECT count(*)::int AS count FROM clients WHERE ${where}`;
    return (await server.database.query<{ count: number }>(sql))[0]?.count ?? 0;
  };

  const retire = () => server.app.get(RetireClientsJob, { strict: false }).run();

  it('audits the fact with the client it made, without its secret', async () => {
    const secret = await register();
    const events = await server.database.query<{ target: { id: string }; context: object }>(
      `SELECT target, context, outcome FROM audit_events WHERE type = 'client.registered'`,
    );
    expect(events).toEqual([
      {
        outcome: 'succeeded',
        target: { kind: 'client', id: expect.any(String) },
        context: {
          origin: 'dynamic',
          name: 'Reporter',
          redirect_uris: ['https://app.example/callback'],
        },
      },
    ]);
    expect(await count(`id = '${events[0]?.target.id ?? ''}'`)).toBe(1);
    expect(JSON.stringify(events)).not.toContain(secret);
  });

  it('leaves no client behind when the fact cannot be audited', async () => {
    const before = await count('true');
    await server.database.queryAsOwner(
      `ALTER TABLE audit_events ADD CONSTRAINT closed CHECK (type = '') NOT VALID`,
    );
    await server.http
      .post('/oauth/register')
      .send({ redirect_uris: ['https://app.example/callback'] })
      .expect(500);
    await server.database.queryAsOwner('ALTER TABLE audit_events DROP CONSTRAINT closed');
    expect(await count('true')).toBe(before);
  });

  it('retires the oldest that nobody let in when there are too many, and never refuses (C5, C6)', async () => {
    for (const clients of [
      { kind: 'approved', age: '9 days', count: 5, approved: true },
      { kind: 'old', age: '20 hours', count: 420 },
      { kind: 'aged', age: '10 hours', count: 4_998 },
      { kind: 'fresh', age: '9 minutes', count: 30 },
    ]) {
      await addManyClients(server.database, clients);
    }
    await register();
    await retire();
    expect(await count(`name = 'approved' AND state = 'approved'`)).toBe(5);
    expect(await count(`name = 'old' AND state <> 'retired'`)).toBe(0);
    expect(await count(`name = 'fresh' AND state = 'registered'`)).toBe(30);
    expect(await count(`origin = 'dynamic' AND state = 'registered'`)).toBe(5_000);
  });

  it('never retires what is younger than ten minutes (C6)', async () => {
    await server.database.query(
      `UPDATE clients SET state_changed_at = now() - interval '9 minutes'`,
    );
    await register();
    await retire();
    expect(await count(`origin = 'dynamic' AND state = 'registered'`)).toBe(5_001);
  });
});
