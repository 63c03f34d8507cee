import { DEMO_PASSWORD } from '../../src/demo/demo-story.js';
import { seedDemo } from '../../src/demo/seed-demo.js';
import type { Visitor } from '../support/actors/visitor.js';
import { Chromium } from '../support/chromium.js';
import { ExampleApp } from '../support/example-app.js';
import { LoopbackListener } from '../support/loopback-listener.js';
import { controlsOf, namesAmiss, overflowAt } from '../support/page-checks.js';
import { TestApp } from '../support/test-app.js';
import { World } from '../support/world.js';

const EXAMPLE = 'Bakery Insights (example)';
const LONG_NAME = 'Supercalifragilisticexpialidociousanalyticsforeverybodyatall';

/** Every page on two phones, and its accessible names. One walk, in order, without JavaScript. */
describe('every page on a phone', () => {
  let server: TestApp;
  let chromium: Chromium;
  let example: ExampleApp;
  let callback: LoopbackListener;
  let olivia: Visitor;

  beforeAll(async () => {
    chromium = await Chromium.launch();
    server = await TestApp.start();
    await seedDemo(server.app);
    example = await ExampleApp.start(server);
    callback = await LoopbackListener.start();
    olivia = await chromium.open(server);
  });
  afterAll(async () => {
    await chromium.close();
    await example.stop();
    await callback.stop();
    await server.stop();
  });

  /** The page shown fits, and every control on it has a unique name. */
  async function check(): Promise<void> {
    const { page } = olivia;
    for (const width of [360, 390]) {
      expect({ width, overflow: await overflowAt(page, width) }).toEqual({ width, overflow: [] });
    }
    expect(await controlsOf(page)).not.toEqual([]);
    expect(await namesAmiss(page)).toEqual([]);
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
    expect(await page.locator('h1').count()).toBe(1);
  }

  it('the start page', async () => {
    await olivia.open('/');
    await check();
  });

  it('the sign-in page, also after a mistake', async () => {
    await olivia.open('/login');
    await check();
    await olivia.signIn('olivia@olivar.example', 'wrong');
    await olivia.page.getByRole('alert').waitFor();
    await check();
    await olivia.signIn('olivia@olivar.example', DEMO_PASSWORD);
  });

  it('the consent page of an app with long words in its name and address', async () => {
    const app = await new World(server).registerApp({
      client_name: LONG_NAME,
      redirect_uris: [`${callback.origin}/${LONG_NAME}/${LONG_NAME}`],
      scope: 'segments:read audience:read audience:list audience.basic:read offline_access',
    });
    await olivia.open(
      new World(server).authorizePath(app, {
        scope: 'segments:read audience:read audience:list audience.basic:read events:read',
      }),
    );
    await olivia.page.getByText('Technical details').click();
    await check();
    await olivia.tick('Olivar España');
    await olivia.press(`Connect ${LONG_NAME}`);
    await olivia.sees('Thank you');
  });

  it('the example app before and after it is connected', async () => {
    await olivia.open(example.origin);
    await check();
    await olivia.press('Connect');
    await check();
    await olivia.tick('Olivar España', 'Olivar International');
    await olivia.press(`Connect ${EXAMPLE}`);
    await check();
  });

  it('the consent page of the same app for an AI assistant, told apart from the other once it is connected', async () => {
    const app = await new World(server).registerApp({
      client_name: LONG_NAME,
      redirect_uris: [`${callback.origin}/assistant`],
    });
    const path = new World(server).authorizePath(app, { scope: 'mcp:read mcp' });
    await olivia.open(path);
    await olivia.sees(`Connect ${LONG_NAME}`);
    expect(await olivia.read()).toContain('For an AI assistant.');
    await check();
    await olivia.tick('Olivar España');
    await olivia.page.getByLabel('Let it change things').fill('127.0.0.1');
    await olivia.press(`Connect ${LONG_NAME}`);
    await olivia.sees('Thank you');
    await olivia.open('/dashboard/connected-apps');
    await check();
    await olivia.follow(`Disconnect the app ${LONG_NAME} as an assistant`);
    await olivia.press('Disconnect');
  });

  it('the connected apps, and the question before one is disconnected', async () => {
    await olivia.open('/dashboard/connected-apps');
    await check();
    await olivia.follow(`Disconnect ${EXAMPLE} from Olivar International`);
    await check();
    await olivia.press('Disconnect');
    await check();
    await olivia.follow(`Disconnect the app ${LONG_NAME}`);
    await check();
  });

  it('the example app with one project, with none, and when it may not come back', async () => {
    await olivia.open(example.origin);
    await check();
    await olivia.open('/dashboard/connected-apps');
    await olivia.follow(`Disconnect the app ${EXAMPLE}`);
    await olivia.press('Disconnect');
    await olivia.open(example.origin);
    await check();
    await olivia.press('Try to refresh the tokens');
    expect(await olivia.read()).toContain('invalid_grant');
    await check();
  });

  it('the pages that say no', async () => {
    const app = await new World(server).registerApp({ client_name: LONG_NAME });
    const unknownScope = new World(server).authorizePath(app, { scope: LONG_NAME });
    for (const path of ['/nowhere', '/oauth/authorize?client_id=x', unknownScope]) {
      await olivia.open(path);
      await check();
    }
  });
});
