import { Browser } from '../../support/browser.js';
import { createUser } from '../../support/people.js';
import { TestApp } from '../../support/test-app.js';

describe('asking for links to a new password', () => {
  let server: TestApp;
  beforeAll(async () => {
    server = await TestApp.start({ RATE_LIMIT_SCALE: '1', TRUSTED_PROXIES: '127.0.0.1' });
  });
  afterAll(() => server.stop());

  const ask = async (email: string, from: string): Promise<number> => {
    const browser = new Browser(server.origin);
    const headers = { 'x-forwarded-for': from };
    const page = await browser.get('/password/forgotten', headers);
    const [, token = ''] = /name="csrf_token" value="([^"]+)"/.exec(page.html) ?? [];
    const fields = { csrf_token: token, email };
    return (await browser.post('/password/forgotten', fields, headers)).status;
  };
  const queued = async (email: string): Promise<number> => {
    const rows = await server.database.query(
      `SELECT 1 FROM graphile_worker._private_jobs WHERE payload ->> 'email' = $1`,
      [email],
    );
    return rows.length;
  };

  it.each(['known', 'unknown'])(
    'often sends three to an address, %s, and says the same to all (D6, D8)',
    async (kind) => {
      const email =
        kind === 'known' ? (await createUser(server)).email : 'somebody-else@example.com';
      for (let i = 1; i <= 6; i++) expect(await ask(email, `203.0.113.${String(i)}`)).toBe(303);
      expect(await queued(email)).toBe(3);
    },
  );

  it('for many addresses is refused to one network (D8)', async () => {
    const statuses: number[] = [];
    for (let i = 0; i < 22; i++) {
      statuses.push(await ask(`person${String(i)}@example.com`, '203.0.113.77'));
    }
    expect(statuses).toEqual([...Array<number>(20).fill(303), 429, 429]);
  });
});
