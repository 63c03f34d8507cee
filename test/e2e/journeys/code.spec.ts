import pg from 'pg';
import { hashSecret } from '../../../src/kernel/secret.js';
import type { Customer } from '../../support/actors/customer.js';
import type { TestProject } from '../../support/actors/organisation.js';
import { ThirdPartyApp } from '../../support/actors/third-party-app.js';
import { TestApp } from '../../support/test-app.js';
import { World } from '../../support/world.js';

describe('an authorization code', () => {
  let server: TestApp;
  let customer: Customer;
  let project: TestProject;
  let app: ThirdPartyApp;

  beforeAll(async () => {
    server = await TestApp.start();
    ({ customer, project } = await new World(server).owner('Summer Shop'));
    app = await ThirdPartyApp.register(server);
  });
  afterAll(() => server.stop());

  const receive = () => app.askFor('segments:read', { customer, projects: [project] });

  it('is 256 random bits, lives a minute, and only its hash is kept (AUTH-15)', async () => {
    const { code } = await receive();
    expect(code).toMatch(/^isoc_[0-9A-Za-z]{49}$/);
    const [row] = await server.database.query<{ seconds: string; redirect_uri: string }>(
      `SELECT extract(epoch FROM expires_at - created_at)::int AS seconds, redirect_uri
       FROM authorization_codes WHERE code_hash = $1`,
      [hashSecret(code)],
    );
    expect(row).toEqual({ seconds: 60, redirect_uri: app.redirectUri });
  });

  it('is not half-spent by a failure of ours: 500 without a word, and then it works (ERR-03)', async () => {
    const received = await receive();
    await asOwner('REVOKE INSERT ON audit_events FROM runtime');
    const failed = await app.redeem(received);
    await asOwner('GRANT INSERT ON audit_events TO runtime');
    expect(failed).toMatchObject({ status: 500, body: { error: 'server_error' } });
    expect(JSON.stringify(failed.body)).not.toMatch(/audit|permission|SELECT|INSERT/i);
    expect((await app.redeem(received)).status).toBe(200);
  });

  async function asOwner(sql: string): Promise<void> {
    const client = new pg.Client({ connectionString: server.database.ownerUrl });
    await client.connect();
    await client.query(sql);
    await client.end();
  }
});
