import type { Locator } from 'playwright-core';
import type { User } from '../../src/modules/accounts/users.service.js';
import type { Visitor } from '../support/actors/visitor.js';
import { Chromium } from '../support/chromium.js';
import { LoopbackListener } from '../support/loopback-listener.js';
import { createUser, PASSWORD } from '../support/people.js';
import { TestApp } from '../support/test-app.js';
import { type AskingApp, World } from '../support/world.js';

const MOST_TABS = 40;

/** Everything works without a mouse, by Tab, Space, Enter and the arrows, and the focus is always visible. */
describe('with the keyboard alone', () => {
  let server: TestApp;
  let chromium: Chromium;
  let world: World;
  let callback: LoopbackListener;
  let app: AskingApp;
  let user: User;
  let ana: Visitor;

  beforeAll(async () => {
    chromium = await Chromium.launch();
    world = await World.start();
    ({ server } = world);
    callback = await LoopbackListener.start();
    app = await world.registerApp({ redirect_uris: [`${callback.origin}/callback`] });
    user = await createUser(server);
    await world.project(user, 'owner', { name: 'Summer Shop' });
    await world.project(user, 'owner', { name: 'Winter Shop' });
    ana = await chromium.open(server);
  });
  afterAll(async () => {
    await chromium.close();
    await callback.stop();
    await server.stop();
  });

  const type = (...keys: string[]): Promise<void> =>
    keys.reduce(
      (before, key) => before.then(() => ana.page.keyboard.press(key)),
      Promise.resolve(),
    );

  /** Tabs on until `target` has the focus, and checks the focus ring of every element on the way. */
  async function tabTo(target: Locator): Promise<void> {
    for (let tabs = 0; tabs < MOST_TABS; tabs++) {
      await type('Tab');
      const [found, ringed] = await target.evaluate((element) => {
        const focused = document.activeElement ?? document.body;
        const around = [focused, focused.closest('.choice') ?? focused];
        const ring = around.some((each) => getComputedStyle(each).outlineStyle !== 'none');
        return [focused === element, ring] as const;
      });
      expect(ringed).toBe(true);
      if (found) return;
    }
    throw new Error('The Tab key does not lead there.');
  }

  /** Presses a key that opens another page. */
  async function leaveBy(key: string): Promise<void> {
    const loaded = ana.page.waitForEvent('load');
    await Promise.all([loaded, type(key)]);
  }

  const consentPath = (): string =>
    world.authorizePath(app, { scope: 'segments:read audience:read' });

  it('one signs in: the first field waits for it', async () => {
    await ana.open(consentPath());
    // The page has loaded a little before the browser gives the field its focus.
    await ana.page.locator('input[name=email]:focus').waitFor();
    await ana.page.keyboard.type(user.email);
    await type('Tab');
    await ana.page.keyboard.type(PASSWORD);
    await leaveBy('Enter');
    await ana.sees('Connect Example App');
  });

  it('one skips what stands at the top of every page', async () => {
    await type('Tab');
    const skip = ana.page.getByRole('link', { name: 'Skip to content' });
    expect(await skip.evaluate((element) => element === document.activeElement)).toBe(true);
    await type('Enter');
    expect(new URL(ana.page.url()).hash).toBe('#main');
    await tabTo(ana.button('Not you? Use another account'));
  });

  it('one chooses projects, permissions and a time, and connects', async () => {
    await tabTo(ana.box('Winter Shop'));
    await type('Space');
    await tabTo(ana.box(/^Look up contacts/));
    await type('Space');
    await tabTo(ana.page.getByLabel('For how long?'));
    await type('Home');
    await tabTo(ana.button('Connect Example App'));
    await leaveBy('Enter');
    await ana.sees('Thank you');
    expect((await callback.firstRequest('/callback')).searchParams.get('code')).toMatch(/^isoc_/);
    const [granted] = await server.database.query(
      `SELECT p.name, gp.scopes, extract(day FROM g.expires_at - now())::int AS days
         FROM grants g JOIN grant_projects gp ON gp.grant_id = g.id
         JOIN projects p ON p.id = gp.project_id WHERE g.user_id = $1`,
      [user.id],
    );
    expect(granted).toEqual({ name: 'Winter Shop', scopes: ['segments:read'], days: 0 });
  });

  it('one never lets an app in by pressing Enter somewhere in the form', async () => {
    await ana.open(consentPath());
    await tabTo(ana.box('Summer Shop'));
    await type('Space');
    await leaveBy('Enter');
    expect(new URL(ana.page.url()).searchParams.get('error')).toBe('access_denied');
  });

  it('one disconnects the app again', async () => {
    await ana.open('/dashboard/connected-apps');
    await tabTo(ana.page.getByRole('link', { name: 'Disconnect the app' }));
    await leaveBy('Enter');
    await tabTo(ana.button('Disconnect'));
    await leaveBy('Space');
    await ana.sees('You have not connected any app');
  });
});
