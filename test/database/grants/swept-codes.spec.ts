import { ClearCodesJob } from '../../../src/modules/grants/internal/clear-codes.job.js';
import { ConnectedApp } from '../../support/connected-app.js';
import { TestApp } from '../../support/test-app.js';

/** Codes are deleted once they can neither be used nor identify a replay. */
describe('the sweep of codes', () => {
  let server: TestApp;
  let app: ConnectedApp;
  let id: string;
  beforeAll(async () => (server = await TestApp.start()));
  afterAll(() => server.stop());
  beforeEach(async () => {
    const other = await ConnectedApp.connect(server);
    await other.getCode();
    app = await ConnectedApp.connect(server);
    ({ id } = await app.getCode());
  });

  const change = (sql: string, ...values: unknown[]) => server.database.query(sql, values);
  const set = (changes: string) =>
    change(`UPDATE authorization_codes SET ${changes} WHERE id = $1`, id);
  const setGrant = (changes: string) =>
    change(`UPDATE grants SET ${changes} WHERE id = $1`, app.grantId);
  const stays = async (): Promise<boolean> => {
    await server.app.get(ClearCodesJob, { strict: false }).run();
    return (await change('SELECT FROM authorization_codes WHERE id = $1', id)).length > 0;
  };
  const age = (interval: string) => set(`expires_at = now() - interval '${interval}'`);

  it('takes one that was never redeemed a day after it ran out', async () => {
    await age('23 hours');
    expect(await stays()).toBe(true);
    await age('25 hours');
    expect(await stays()).toBe(false);
  });

  it.each([
    ['ends', `revoked_at = now(), revoked_reason = 'x'`],
    ['runs out', `expires_at = now() - interval '1 second'`],
  ])('keeps one that was redeemed until its own grant %s (G14)', async (_how, changes) => {
    await set('consumed_at = now()');
    await age('25 hours');
    expect(await stays()).toBe(true);
    await setGrant(changes);
    expect(await stays()).toBe(false);
  });
});
