import type { User } from '../../src/modules/accounts/users.service.js';
import type { Visitor } from '../support/actors/visitor.js';
import { Chromium } from '../support/chromium.js';
import { LoopbackListener } from '../support/loopback-listener.js';
import { createUser } from '../support/people.js';
import { TestApp } from '../support/test-app.js';
import { type AskingApp, World } from '../support/world.js';

/**
 * Browsers check `form-action` at every redirect after a form was sent. A policy that allows too little blocks the
 * redirect to the app, after the decision was recorded, and without a message.
 */
describe('leaving for the app (CONS-08, D13)', () => {
  let server: TestApp;
  let chromium: Chromium;
  let world: World;
  let ana: User;

  beforeAll(async () => {
    chromium = await Chromium.launch();
    world = await World.start();
    ({ server } = world);
    ana = await createUser(server);
    await world.project(ana, 'owner', { name: 'Summer Shop' });
  });
  afterAll(async () => {
    await chromium.close();
    await server.stop();
  });

  const listeners: LoopbackListener[] = [];
  afterEach(() => Promise.all(listeners.splice(0).map((listener) => listener.stop())));

  /** An app's callback, which redirects to a page of another origin. */
  async function appWithTwoOrigins(): Promise<{ callback: LoopbackListener; welcome: string }> {
    const home = await LoopbackListener.start();
    const welcome = `${home.origin}/welcome`;
    const callback = await LoopbackListener.startRedirecting(welcome);
    listeners.push(home, callback);
    return { callback, welcome };
  }

  /** From the app by sign-in to the consent page, and ticks the project. */
  async function arriveAtConsent(app: AskingApp): Promise<Visitor> {
    const visitor = await chromium.open(server);
    await visitor.open(world.authorizePath(app));
    await visitor.signIn(ana.email);
    await visitor.sees('Connect Example App');
    await visitor.tick('Summer Shop');
    return visitor;
  }

  it.each(['Connect Example App', 'Cancel'])(
    'works when the app sends its guest on to another origin: %s',
    async (decision) => {
      const { callback, welcome } = await appWithTwoOrigins();
      const app = await world.registerApp({ redirect_uris: [`${callback.origin}/callback`] });
      const visitor = await arriveAtConsent(app);
      await visitor.press(decision);
      await visitor.sees('Thank you');
      expect(visitor.page.url()).toBe(welcome);
      const answer = (await callback.firstRequest('/callback')).searchParams;
      expect(answer.get('iss')).toBe(server.origin);
      expect(answer.has('code')).toBe(decision !== 'Cancel');
    },
  );

  it('to a private scheme leaves the page as it is, which is gone when it is loaded anew (D15)', async () => {
    const redirectUri = 'cursor://anysphere.cursor-mcp/oauth/callback';
    const visitor = await arriveAtConsent(
      await world.registerApp({ redirect_uris: [redirectUri] }),
    );
    expect(await visitor.read()).toContain('the app that opens cursor links on this device');
    const { page } = visitor;
    const consent = page.url();

    const answer = page.waitForResponse((response) => response.request().method() === 'POST');
    await visitor.button('Connect Example App').click();
    expect((await answer).headers().location).toMatch(
      /^cursor:\/\/anysphere\.cursor-mcp\/oauth\/callback\?code=isoc_/,
    );
    expect(page.url()).toBe(consent);
    expect(await visitor.box('Summer Shop').isChecked()).toBe(true);

    expect((await page.reload())?.status()).toBe(409);
    expect(await visitor.read()).toContain('This request was already answered');
    const grants = await server.database.query('SELECT id FROM grants WHERE installation = $1', [
      redirectUri,
    ]);
    expect(grants).toHaveLength(1);
  });

  it('works from the sign-in page on, when a verified app is told at once that it erred (AUTH-13)', async () => {
    const { callback } = await appWithTwoOrigins();
    const app = await world.verifiedApp(['segments:read'], `${callback.origin}/callback`);
    const visitor = await chromium.open(server);
    await visitor.open(world.authorizePath(app, { scope: 'no:such' }));
    await visitor.signIn(ana.email);
    await visitor.sees('Thank you');
    const answer = (await callback.firstRequest('/callback')).searchParams;
    expect(answer.get('error')).toBe('invalid_scope');
  });

  it('is not hindered after a mistake in the form either', async () => {
    const { callback } = await appWithTwoOrigins();
    const app = await world.registerApp({ redirect_uris: [`${callback.origin}/callback`] });
    const visitor = await arriveAtConsent(app);
    await visitor.box('Summer Shop').uncheck();
    await visitor.press('Connect Example App');
    expect(await visitor.page.getByRole('alert').innerText()).toContain('at least one project');
    await visitor.tick('Summer Shop');
    await visitor.press('Connect Example App');
    await visitor.sees('Thank you');
  });
});
