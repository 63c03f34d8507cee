import sharp from 'sharp';
import { Organisation, type TestProject } from '../support/actors/organisation.js';
import type { Visitor } from '../support/actors/visitor.js';
import type { User } from '../../src/modules/accounts/users.service.js';
import { Chromium } from '../support/chromium.js';
import { ExampleApp } from '../support/example-app.js';
import { freePort } from '../support/free-port.js';
import { namesAmiss, overflowAt } from '../support/page-checks.js';
import { TestApp } from '../support/test-app.js';

/** One story in order, in a browser without scripts: a developer registers the example app, and a colleague connects it. */
describe('a developer registers the example app in the portal', () => {
  let server: TestApp;
  let chromium: Chromium;
  let bakery: TestProject;
  let person: User;
  let developer: Visitor;
  let port: string;
  let clientId: string;
  let secret: string;

  beforeAll(async () => {
    chromium = await Chromium.launch();
    server = await TestApp.start();
    const organisation = await Organisation.of(server);
    bakery = await organisation.createProject('Bakery');
    const mill = await Organisation.of(server, 'Mill Ltd');
    const olivia = await organisation.person('Olivia', [[bakery, 'owner']]);
    await mill.addMember(await mill.createProject('Mill'), olivia.user, 'developer');
    person = olivia.user;
    port = String(await freePort());
    developer = await chromium.open(server);
    await developer.open('/developers');
    await developer.signIn(person.email);
  });
  afterAll(async () => {
    await chromium.close();
    await server.stop();
  });

  /** The page shown has one heading, unique names of controls, and fits. */
  async function check(): Promise<void> {
    const { page } = developer;
    for (const width of [1280, 390]) {
      expect({ width, overflow: await overflowAt(page, width) }).toEqual({ width, overflow: [] });
    }
    expect(await namesAmiss(page)).toEqual([]);
    expect(await page.locator('h1').count()).toBe(1);
  }

  /** Opens the area of a scope. */
  async function unfold(name: RegExp): Promise<void> {
    const box = developer.page.getByRole('checkbox', { name, includeHidden: true });
    const area = developer.page.locator('details.fold', { has: box }).first();
    if ((await area.getAttribute('open')) === null) await area.locator('> summary').click();
  }

  it('finds the form, which says at once what is wrong', async () => {
    await developer.sees('Developers');
    await check();
    await developer.follow('Register an app');
    await check();
    await developer.follow('Web app For Corner Bakery');
    await check();
    const { page } = developer;
    await page.getByLabel('Name', { exact: true }).fill('Bakery Insights');
    await page.getByLabel('Redirect URIs').fill('http://bakery.example/callback');
    await developer.press('Register the app');
    expect(await developer.read()).toContain('Did you mean https://bakery.example/callback ?');
    expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('Bakery Insights');
    await check();
  });

  it('registers it, and sees the secret this once', async () => {
    const { page } = developer;
    await page.getByLabel('Redirect URIs').fill(`http://127.0.0.1:${port}/callback`);
    for (const [box, reason] of [
      [/^Segments/, null],
      [/^Look up contacts/, null],
      [/^List contacts/, 'It shows who bought bread.'],
      [/^Names and addresses/, 'It shows their names.'],
    ] as const) {
      await unfold(box);
      await developer.box(box).first().check();
      if (reason === null) continue;
      const title = box.source.slice(1);
      await page.locator('summary', { hasText: `(${title})` }).click();
      await page.getByLabel(`${title}: why the app needs it`).fill(reason);
    }
    await developer.press('Register the app');
    await developer.sees('Bakery Insights is registered');
    const [id = '', text = ''] = await page.locator('dd code').allInnerTexts();
    [clientId, secret] = [id, text];
    expect([clientId, secret]).toEqual([
      expect.stringMatching(/^app_\w+$/),
      expect.stringMatching(/^iscs_\w+$/),
    ]);
    await check();
    await developer.follow('To the app');
    await developer.sees('Overview');
    expect(await developer.read()).not.toContain(secret);
    await check();
  });

  it('runs the example app with it, and connects a project', async () => {
    const app = await ExampleApp.start(server, {
      ...{ EXAMPLE_PORT: port, EXAMPLE_CLIENT_ID: clientId, EXAMPLE_CLIENT_SECRET: secret },
      EXAMPLE_SCOPE: 'segments:read audience:read audience:list audience.basic:read offline_access',
    });
    const customer = await chromium.open(server);
    await customer.open(app.origin);
    await customer.press('Connect');
    await customer.signIn(person.email);
    await customer.sees('Connect Bakery Insights');
    expect(await customer.read()).toContain('It shows who bought bread.');
    await customer.tick('Bakery');
    await customer.press('Connect Bakery Insights');
    await customer.sees('Connected');
    expect(await customer.read()).toContain('Bakery');
    await app.stop();
  });

  it.each(['settings', 'logo', 'secrets', 'ownership', 'testers', 'fault-lab'])(
    'sees the page %s, which fits and has names',
    async (tab) => {
      await developer.open(`/developers/apps/${clientId}/${tab}`);
      await check();
    },
  );

  it('uploads a logo, and makes a second secret', async () => {
    const { page } = developer;
    await developer.open(`/developers/apps/${clientId}/logo`);
    const background = '#17635a';
    const buffer = await sharp({ create: { width: 80, height: 40, channels: 3, background } })
      .jpeg()
      .toBuffer();
    const file = { name: 'logo.jpg', mimeType: 'image/jpeg', buffer };
    await page.getByLabel('File').setInputFiles(file);
    await developer.press('Upload the logo');
    expect(await developer.read()).toContain('Saved. People see it now.');
    const sizes = await page
      .locator('main img')
      .evaluateAll((images) => images.map((image) => (image as HTMLImageElement).naturalWidth));
    expect(sizes).toEqual([256, 256]);
    await check();
    await developer.open(`/developers/apps/${clientId}/secrets`);
    await developer.press('Make a new secret');
    await developer.sees('A new secret for Bakery Insights');
    await check();
    await developer.open(`/developers/apps/${clientId}/secrets`);
    expect(await developer.read()).toContain('Secret before');
    await check();
    await developer.open('/developers');
    await check();
  });
});
