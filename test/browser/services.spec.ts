import { DEMO_PASSWORD } from '../../src/demo/demo-story.js';
import { seedDemo } from '../../src/demo/seed-demo.js';
import type { Visitor } from '../support/actors/visitor.js';
import { Chromium } from '../support/chromium.js';
import { namesAmiss, overflowAt } from '../support/page-checks.js';
import { TestApp } from '../support/test-app.js';

const APP = 'Olivar Nightly Sync';

/** The pages about services on two phones, in a browser without scripts. One walk, in order. */
describe('the pages about services', () => {
  let server: TestApp;
  let chromium: Chromium;
  let olivia: Visitor;

  beforeAll(async () => {
    chromium = await Chromium.launch();
    server = await TestApp.start();
    await seedDemo(server.app);
    olivia = await chromium.open(server);
    await olivia.open('/dashboard/services');
    await olivia.signIn('olivia@olivar.example', DEMO_PASSWORD);
  });
  afterAll(async () => {
    await chromium.close();
    await server.stop();
  });

  /** The page shown fits, and every control on it has a unique name. */
  async function check(): Promise<void> {
    const { page } = olivia;
    for (const width of [360, 390]) {
      expect({ width, overflow: await overflowAt(page, width) }).toEqual({ width, overflow: [] });
    }
    expect(await namesAmiss(page)).toEqual([]);
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
    expect(await page.locator('h1').count()).toBe(1);
  }

  it('lead from the list to the form, where what nobody can give cannot be ticked', async () => {
    await olivia.sees('Services');
    expect(await olivia.read()).toContain('Not connected');
    await check();
    await olivia.follow(`Connect as a service ${APP}`);
    await olivia.sees(`Connect ${APP} as a service`);
    await check();
    expect(await olivia.box(/^Olivar Lab/).isDisabled()).toBe(true);
    expect(await olivia.box(/^Send campaigns/).isChecked()).toBe(false);
    expect(await olivia.box(/^Segments/).isChecked()).toBe(true);
  });

  it('keep the form as it was when something is missing', async () => {
    await olivia.box(/^Campaigns/).uncheck();
    await olivia.press('Connect');
    expect(await olivia.page.getByRole('alert').innerText()).toContain('at least one project');
    expect(await olivia.box(/^Campaigns/).isChecked()).toBe(false);
    await check();
  });

  it('connect, and show what works where', async () => {
    await olivia.tick('Olivar España', 'Olivar International');
    await olivia.press('Connect');
    await olivia.sees('Services');
    expect(await olivia.part('Olivar España').innerText()).toContain('Vouched for by Olivia Prado');
    await check();
  });

  it('ask before one project and before the whole service ends', async () => {
    await olivia.follow(`Disconnect ${APP} from Olivar International`);
    await olivia.sees(`Disconnect ${APP} from Olivar International?`);
    await check();
    await olivia.press('Disconnect');
    expect(await olivia.read()).not.toContain('Olivar International');
    await check();
    await olivia.follow(`Disconnect the service ${APP}`);
    await check();
    await olivia.press('Disconnect');
    expect(await olivia.read()).toContain('Not connected');
  });

  it('say for whom they are to those who run no project', async () => {
    const victor = await chromium.open(server, { width: 360 });
    await victor.open('/dashboard/services');
    await victor.signIn('victor@olivar.example', DEMO_PASSWORD);
    expect(await victor.read()).toContain('This page is for owners and admins');
  });
});
