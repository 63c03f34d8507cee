import { Chromium } from '../support/chromium.js';
import { LabApp } from '../support/lab-app.js';
import { listApp } from '../support/listed-app.js';
import { faultsOf, overflowAt } from '../support/page-checks.js';
import { PASSWORD } from '../support/people.js';
import { TestApp } from '../support/test-app.js';

const LONG = 'Aufmerksamkeitsdefizit'.repeat(5);

/** Pages of the marketplace and of the fault lab. */
describe('the marketplace and the fault lab in a browser', () => {
  let server: TestApp;
  let chromium: Chromium;
  let lab: LabApp;
  let slug: string;

  beforeAll(async () => {
    chromium = await Chromium.launch();
    server = await TestApp.start();
    lab = await LabApp.start(server);
    await listApp(server, { name: 'Zebra Forms', categories: ['forms'] });
    const texts = {
      en: { summary: LONG, description: `${LONG}\n\n- ${LONG}\n- two` },
      es: { summary: 'Hornea pan', description: 'Uno.' },
    };
    ({ slug } = await listApp(server, { name: 'Baker', texts }));
  });
  afterAll(async () => {
    await chromium.close();
    await server.stop();
  });

  const PAGES: readonly (readonly [name: string, path: () => string, isPrivate: boolean])[] = [
    ['index', () => '/apps', false],
    ['search', () => '/apps?q=nothing+like+this&category=crm', false],
    ['app', () => `/apps/${slug}`, false],
    ['connect', () => `/connect/${slug}`, false],
    ['fault lab', () => `/developers/apps/${lab.app.clientId}/fault-lab`, true],
    ['sandbox', () => '/developers/sandbox', true],
    ['listing', () => `/developers/apps/${lab.app.clientId}/listing`, true],
  ];

  it.each(PAGES.flatMap((each) => [1280, 390].map((width) => [...each, width] as const)))(
    'has no fault in the page %s',
    async (name, path, isPrivate, width) => {
      const visitor = await chromium.open(server, { javaScript: true, bypassPolicy: true, width });
      await visitor.open(path());
      if (isPrivate) await visitor.signIn(lab.person.user.email, PASSWORD);
      expect(await faultsOf(visitor.page)).toEqual([]);
      expect(await overflowAt(visitor.page, width)).toEqual([]);
      expect(await visitor.page.locator('h1').count()).toBe(1);
    },
  );

  it('leads from the search to an app and to its connection, without scripts, on a phone', async () => {
    const visitor = await chromium.open(server, { width: 390 });
    await visitor.open('/apps');
    await visitor.page.getByRole('searchbox').fill('zebra');
    await visitor.press('Search');
    expect(await visitor.read()).not.toContain('Hornea');
    await visitor.follow('Zebra Forms');
    await visitor.sees('What it asks for');
    await visitor.follow('Connect');
    await visitor.sees('Start at the app');
  });
});
