import { DocsApp } from '../../src/product-api/docs/docs-app.service.js';
import { Visitor } from '../support/actors/visitor.js';
import { Chromium } from '../support/chromium.js';
import { faultsOf, overflowAt } from '../support/page-checks.js';
import { World } from '../support/world.js';

const PROBLEM = '/problems/idempotency_in_progress';

describe('the documentation of the Product API', () => {
  let world: World;
  let chromium: Chromium;
  let reader: Visitor;

  /** Axe is injected, which the policy of the page forbids. */
  async function open(path: string, width = 1280): Promise<Visitor> {
    const profile = { javaScript: true, bypassPolicy: true, width };
    const visitor = await chromium.open(world.server, profile);
    await visitor.open(path);
    return visitor;
  }

  const operation = (path: string) =>
    reader.page.locator('.opblock').filter({ has: reader.page.locator(`[data-path="${path}"]`) });

  beforeAll(async () => {
    chromium = await Chromium.launch();
    world = await World.start();
    await world.server.app.get(DocsApp, { strict: false }).prepare();
  });
  afterAll(async () => {
    await chromium.close();
    await world.stop();
  });

  it.each([1280, 390])('has no fault that axe finds, at %s px', async (width) => {
    reader = await open('/docs', width);
    await operation('/v1/').first().waitFor();
    expect(await faultsOf(reader.page)).toEqual([]);
    expect(await overflowAt(reader.page, width)).toEqual([]);
    await operation('/v1/project/{project}/segment').first().getByRole('button').first().click();
    await reader.page.getByText('Parameters', { exact: true }).first().waitFor();
    expect(await faultsOf(reader.page)).toEqual([]);
  });

  it('has pages of the guide and of problems without faults', async () => {
    for (const path of ['/docs/guide', '/docs/guide/calling-the-api', '/problems', PROBLEM]) {
      reader = await open(path);
      expect(await faultsOf(reader.page)).toEqual([]);
      // Code and tables scroll by themselves, and the page does not.
      const wide = (await overflowAt(reader.page, 390)).filter((one) => one.endsWith('px wide'));
      expect(wide).toEqual([]);
    }
  });

  it('asks for access like any app, by PKCE, and then calls the API with it', async () => {
    const { customer, project } = await world.owner('Bakery');
    // With its policy: the page needs no more than that allows.
    reader = await chromium.open(world.server, { javaScript: true });
    await reader.open('/docs');
    await reader.page.getByRole('button', { name: 'Authorize' }).first().click();
    const dialog = reader.page.locator('.auth-container', { hasText: 'authorizationCode' });
    await dialog.getByRole('checkbox', { name: 'project:read' }).check();
    const [popup] = await Promise.all([
      reader.page.waitForEvent('popup'),
      dialog.getByRole('button', { name: 'Apply given OAuth2 credentials' }).click(),
    ]);
    const person = new Visitor(popup);
    await person.sees('Sign in');
    await person.signIn(customer.user.email);
    await person.sees('Connect API documentation');
    await person.tick('Bakery');
    await person.button('Connect API documentation').click();
    await reader.page.getByText('Authorized', { exact: true }).first().waitFor();
    await reader.page.getByRole('button', { name: 'Close' }).first().click();

    const describe = operation('/v1/').first();
    await describe.getByRole('button').first().click();
    await describe.getByRole('button', { name: 'Try it out' }).click();
    await describe.getByRole('button', { name: 'Execute' }).click();
    await describe.getByText(project.wireId).first().waitFor();
  });
});
