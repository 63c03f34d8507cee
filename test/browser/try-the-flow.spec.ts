import { Chromium } from '../support/chromium.js';
import { FlowWalk } from '../support/flow-walk.js';
import { freePort } from '../support/free-port.js';
import { faultsOf, namesAmiss, overflowAt } from '../support/page-checks.js';
import type { Visitor } from '../support/actors/visitor.js';
import { TestApp } from '../support/test-app.js';

/** One story in order: a developer walks the flow with an app whose redirect URI is a port where nothing listens. */
describe('a developer tries the flow of an app in the portal', () => {
  let server: TestApp;
  let chromium: Chromium;
  let walk: FlowWalk;
  let developer: Visitor;
  let redirectUri: string;

  beforeAll(async () => {
    chromium = await Chromium.launch();
    server = await TestApp.start();
    redirectUri = `http://127.0.0.1:${String(await freePort())}/callback`;
    walk = await FlowWalk.start(server, {
      method: 'client_secret_basic',
      metadata: { redirect_uris: [redirectUri] },
    });
    // With scripts, for axe only: the pages have none.
    developer = await chromium.open(server, { javaScript: true, bypassPolicy: true });
    await developer.open(`/developers/apps/${walk.app.clientId}`);
    await developer.signIn(walk.person.user.email);
  });
  afterAll(async () => {
    await chromium.close();
    await server.stop();
  });

  /** The page shown fits, its controls have names of their own, and axe finds nothing, light and dark. */
  async function check(): Promise<void> {
    const { page } = developer;
    for (const width of [1280, 390]) {
      expect({ width, overflow: await overflowAt(page, width) }).toEqual({ width, overflow: [] });
      for (const colorScheme of ['light', 'dark'] as const) {
        // Otherwise the colours of buttons change in 120 ms.
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        const faults = await faultsOf(page);
        expect({ width, colorScheme, faults }).toEqual({ width, colorScheme, faults: [] });
      }
    }
    expect(await namesAmiss(page)).toEqual([]);
    expect(await page.locator('h1').count()).toBe(1);
  }

  /** Decides in the new tab. @returns the address that its bar shows, where nothing listens */
  async function decideInNewTab(button: string): Promise<string> {
    const opening = developer.page.waitForEvent('popup');
    await developer.page.getByRole('link', { name: 'Open the authorization page' }).click();
    const tab = await opening;
    const asked = tab.waitForEvent('requestfailed', (request) =>
      request.url().startsWith(redirectUri),
    );
    if (button !== 'Cancel') await tab.getByRole('checkbox', { name: 'Bakery' }).check();
    await tab.getByRole('button', { name: button, exact: true }).click({ noWaitAfter: true });
    const address = (await asked).url();
    await tab.close();
    return address;
  }

  it('begins at the first page of the app', async () => {
    await check();
    await developer.follow('Try the flow with this app');
    await developer.sees('Try the flow');
    await check();
    await developer.press('Begin');
    await developer.sees('Authorization request');
    expect(await developer.read()).toContain('code_challenge_method');
    await check();
  });

  it('is told beside the field what is wrong with an address', async () => {
    const { page } = developer;
    await page.getByLabel('Paste the address').fill(`${server.origin}/login`);
    await developer.press('Check the address and go on');
    expect(await developer.read()).toContain('This is a page of this server');
    await page.getByLabel('Paste the address').fill(`${redirectUri}?code=x&state=y`);
    await developer.press('Check the address and go on');
    await check();
  });

  it('denies, and sees the error that an app gets', async () => {
    const address = await decideInNewTab('Cancel');
    await developer.page.getByLabel('Paste the address').fill(address);
    await developer.press('Check the address and go on');
    await developer.sees('The authorization was not granted');
    expect(await developer.read()).toContain('access_denied');
    await check();
  });

  it('allows, and sees every request with its answer', async () => {
    await developer.follow('Begin another trial');
    await developer.press('Begin');
    const address = await decideInNewTab('Connect Bakery Insights');
    await developer.page.getByLabel('Paste the address').fill(address);
    await developer.press('Check the address and go on');
    await developer.sees('What happened');
    const text = await developer.read();
    for (const each of ['1. Token request', '3. Refresh', '401', '$CLIENT_SECRET', 'isoa_…']) {
      expect(text).toContain(each);
    }
    await check();
  });

  it('cannot send the same address again', async () => {
    await developer.open(walk.requestPath);
    await developer.sees('Try the flow');
  });
});
