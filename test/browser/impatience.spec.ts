import type { ServerResponse } from 'node:http';
import type { Locator } from 'playwright-core';
import type { User } from '../../src/modules/accounts/users.service.js';
import { Chromium } from '../support/chromium.js';
import { eventually } from '../support/eventually.js';
import { LoopbackListener } from '../support/loopback-listener.js';
import { createUser } from '../support/people.js';
import { TestApp } from '../support/test-app.js';
import { type AskingApp, World } from '../support/world.js';

/** People click twice when nothing seems to happen, and open the same page in two tabs. */
describe('whoever does not wait', () => {
  let server: TestApp;
  let chromium: Chromium;
  let world: World;
  let ana: User;
  let app: LoopbackListener | undefined;

  beforeAll(async () => {
    chromium = await Chromium.launch();
    world = await World.start();
    ({ server } = world);
    ana = await createUser(server);
    await world.project(ana, 'owner', { name: 'Summer Shop' });
  });
  afterEach(() => app?.stop());
  afterAll(async () => {
    await chromium.close();
    await server.stop();
  });

  it.each([
    ['Connect Example App', 'code'],
    ['Cancel', 'error'],
  ])(
    'presses "%s" again while the app is slow, and ends at the app with one answer (D15)',
    async (button, parameter) => {
      const waiting: ServerResponse[] = [];
      const slow = await LoopbackListener.start((_request, response) => waiting.push(response));
      app = slow;
      const redirect_uris = [`${slow.origin}/callback`];
      const { page, ...visitor } = await arrive(await world.registerApp({ redirect_uris }));
      if (parameter === 'code') await visitor.tick();
      const press = await clickerOf(page.getByRole('button', { name: button, exact: true }));
      await press();
      await arrivals(slow, 1);
      await press();
      await arrivals(slow, 2);
      for (const response of waiting) response.end('<h1>Thank you</h1>');
      await page.getByRole('heading', { name: 'Thank you' }).waitFor();

      const answers = slow.requests.filter(isCallback);
      expect(new Set(answers.map(String)).size).toBe(1);
      expect(answers[0]?.searchParams.has(parameter)).toBe(true);
      expect(page.url()).toBe(String(answers[0]));
    },
  );

  it('stands at sign-in in two tabs, and the second goes on as well (D15)', async () => {
    const path = world.authorizePath(await world.registerApp());
    const first = await chromium.open(server);
    await first.open(path);
    const second = await first.openTab();
    await second.open(path);
    for (const tab of [first, second]) {
      await tab.sees('Sign in');
    }
    await first.signIn(ana.email);
    await first.sees('Connect Example App');
    await second.signIn(ana.email);
    await second.sees('Connect Example App');
    expect(first.page.url()).not.toBe(second.page.url());
    // The first tab is unchanged.
    await first.page.reload();
    await first.sees('Connect Example App');
  });

  async function arrive(app: AskingApp) {
    const visitor = await chromium.open(server);
    await visitor.open(world.authorizePath(app));
    await visitor.signIn(ana.email);
    await visitor.sees('Connect Example App');
    return { page: visitor.page, tick: () => visitor.tick('Summer Shop') };
  }
});

/** Clicks at the button's position, as a person does, even while the browser loads another page. */
async function clickerOf(button: Locator): Promise<() => Promise<void>> {
  await button.scrollIntoViewIfNeeded();
  const { x, y, width, height } = (await button.boundingBox()) ?? {
    x: 0,
    y: 0,
    width: 0,
    height: 0,
  };
  return () => button.page().mouse.click(x + width / 2, y + height / 2);
}

/** Ends with the listener at the latest. */
async function arrivals(app: LoopbackListener, count: number): Promise<void> {
  await eventually(() => {
    if (!app.isOpen) throw new Error('Nobody has come.');
    return app.requests.filter(isCallback).length >= count || undefined;
  });
}

const isCallback = ({ pathname }: URL): boolean => pathname === '/callback';
