import { RetireIdleClientsJob } from '../../../src/modules/grants/internal/retire-idle-clients.job.js';
import { ConnectedApp } from '../../support/connected-app.js';
import { TestApp } from '../../support/test-app.js';

/** Only self-registered apps that were authorized and have no live grant retire as idle. */
describe('the retirement of idle apps', () => {
  let server: TestApp;
  let app: ConnectedApp;
  beforeAll(async () => (server = await TestApp.start()));
  afterAll(() => server.stop());
  beforeEach(async () => {
    app = await ConnectedApp.connect(server);
    await set(
      `state = 'approved', approved_at = now(), state_changed_at = now() - interval '100 days'`,
    );
    await setGrant(`expires_at = now() - interval '91 days'`);
  });

  const change = (sql: string, ...values: unknown[]) => server.database.query(sql, values);
  const set = (changes: string) =>
    change(`UPDATE clients SET ${changes} WHERE id = $1`, app.clientUuid);
  const setGrant = (changes: string) =>
    change(`UPDATE grants SET ${changes} WHERE id = $1`, app.grantId);
  async function isRetired(): Promise<boolean> {
    await server.app.get(RetireIdleClientsJob, { strict: false }).run();
    const sql = `SELECT FROM clients WHERE id = $1 AND state = 'retired'`;
    return (await change(sql, app.clientUuid)).length > 0;
  }

  it('takes one whose last grant ran out ninety days ago', async () => {
    expect(await isRetired()).toBe(true);
  });

  it.each([
    ['a grant that still lives', () => setGrant(`expires_at = now() + interval '1 day'`)],
    ['a grant that ended lately', () => setGrant(`expires_at = now() - interval '89 days'`)],
    ['been let in lately', () => set(`state_changed_at = now() - interval '89 days'`)],
    ['come back since, and waits to be let in', () => set(`state = 'revived'`)],
    ['been disabled', () => set(`state = 'suspended'`)],
    [
      'a document that describes it',
      () => set(`origin = 'metadata_document', metadata_uri = 'https://a.example/' || id`),
    ],
  ])('passes over one that has %s', async (_what, prepare) => {
    await prepare();
    expect(await isRetired()).toBe(false);
  });
});
