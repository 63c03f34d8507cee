import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decide } from '../../support/consent-page.js';
import { eventually } from '../../support/eventually.js';
import { TestApp } from '../../support/test-app.js';
import { World } from '../../support/world.js';

describe('after a consent', () => {
  let server: TestApp;
  let world: World;
  const directory = mkdtempSync(join(tmpdir(), 'ca-consent-'));

  beforeAll(async () => {
    world = await World.start({ JOB_CONCURRENCY: '1', DATA_DIRECTORY: directory });
    ({ server } = world);
  });
  afterAll(async () => {
    await server.stop();
    rmSync(directory, { recursive: true });
  });

  async function connect(): Promise<{ email: string; userId: string }> {
    const app = await world.verifiedApp(['segments:read']);
    const { user, browser } = await world.person();
    const project = await world.project(user, 'owner');
    const consent = await world.openConsent(browser, world.authorizePath(app));
    await decide(browser, consent, { projects: [project.wireId] });
    return { email: user.email, userId: user.id };
  }

  it('the person gets a mail that names app, projects and the way out', async () => {
    const { email } = await connect();
    const folder = join(directory, 'mail');
    const letter = await eventually(() =>
      (existsSync(folder) ? readdirSync(folder) : [])
        .map((name) => readFileSync(join(folder, name), 'utf8'))
        .find((text) => text.includes(email)),
    );
    expect(letter).toContain('Subject: Brightline is now connected');
    expect(letter).toContain('Summer Shop');
    expect(letter).toContain('/dashboard/connected-apps');
    expect(letter).not.toMatch(/is(oa|or|oc)_/);
  });

  it('old requests and unused codes are swept, and redeemed codes stay while their grant lives (G14)', async () => {
    const [unused, redeemed] = [await connect(), await connect()];
    await server.database.query(
      `UPDATE authorization_requests SET expires_at = now() - interval '2 days'`,
    );
    await server.database.query(
      `UPDATE authorization_codes SET expires_at = now() - interval '2 days'`,
    );
    await server.database.query(
      `UPDATE authorization_codes c SET consumed_at = now() FROM grants g
       WHERE g.id = c.grant_id AND g.user_id = $1`,
      [redeemed.userId],
    );
    for (const job of ['clear-authorization-requests', 'clear-authorization-codes']) {
      await server.database.query('SELECT graphile_worker.add_job($1)', [job]);
    }
    const owners = await eventually(async () => {
      const requests = await server.database.query('SELECT id FROM authorization_requests');
      const codes = await server.database.query<{ user_id: string }>(
        'SELECT g.user_id FROM authorization_codes c JOIN grants g ON g.id = c.grant_id',
      );
      return requests.length === 0 && codes.length === 1 ? codes : undefined;
    });
    expect(owners).toEqual([{ user_id: redeemed.userId }]);
    expect(owners).not.toContainEqual({ user_id: unused.userId });
  });
});
