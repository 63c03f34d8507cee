import { StaffAccounts } from '../../../src/modules/accounts/staff-accounts.service.js';
import { Database } from '../../../src/platform/database/database.js';
import { Browser } from '../../support/browser.js';
import { PASSWORD, signUp, signUpStaff } from '../../support/shortcuts.js';
import { TestApp } from '../../support/test-app.js';

describe('a page of staff', () => {
  let server: TestApp;
  beforeAll(async () => {
    server = await TestApp.start();
  });
  afterAll(() => server.stop());

  async function open(email: string): Promise<Browser> {
    const browser = new Browser(server.origin);
    await browser.signIn(email, PASSWORD);
    return browser;
  }

  it('does not exist for others', async () => {
    const { email } = await signUp(server);
    expect((await (await open(email)).get('/staff')).status).toBe(404);
  });

  it('asks people who are not signed in to sign in', async () => {
    const { status, headers } = await new Browser(server.origin).get('/staff');
    expect([status, headers.get('location')]).toEqual([303, expect.stringMatching(/^\/login/)]);
  });

  it('opens for staff, until they are dismissed', async () => {
    const rita = await signUpStaff(server);
    const browser = await open(rita.email);
    expect((await browser.get('/staff')).status).toBe(200);
    const staff = server.app.get(StaffAccounts, { strict: false });
    const dismiss = () => server.app.get(Database).transaction((tx) => staff.dismiss(tx, rita));
    expect([await dismiss(), await dismiss()]).toEqual([true, false]);
    expect((await browser.get('/staff')).status).toBe(404);
    const recorded = await server.database.query(
      `SELECT type FROM audit_events WHERE target ->> 'id' = $1 AND type LIKE 'staff.%' ORDER BY recorded_at`,
      [rita.id],
    );
    expect(recorded).toEqual([{ type: 'staff.appointed' }, { type: 'staff.dismissed' }]);
  });
});
