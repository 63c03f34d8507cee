import { fromWireId } from '../../src/kernel/ids.js';
import type { User } from '../../src/modules/accounts/users.service.js';
import { NoteRequests } from '../../src/modules/app-activity/internal/note-requests.js';
import { NoteScopes } from '../../src/modules/app-activity/internal/note-scopes.js';
import { Customer } from '../support/actors/customer.js';
import { Organisation, type TestProject } from '../support/actors/organisation.js';
import { ThirdPartyApp, type Tokens } from '../support/actors/third-party-app.js';
import type { Visitor } from '../support/actors/visitor.js';
import { Chromium } from '../support/chromium.js';
import { askOnly, recordsOn, surviveFaults } from '../support/domain-owner.js';
import { LoopbackListener } from '../support/loopback-listener.js';
import { NameServer } from '../support/name-server.js';
import { signUpStaff } from '../support/shortcuts.js';
import { TestApp } from '../support/test-app.js';

const NAME = 'Crumb Counter';
const SCOPES = 'project:read segments:read';

/** One story, in order, in browsers without scripts: an app from its registration to the marketplace, and what staff do. */
describe('the life of an app', () => {
  let server: TestApp;
  let chromium: Chromium;
  let names: NameServer;
  let callback: LoopbackListener;
  let shops: TestProject[];
  let owner: User;
  let bea: Visitor;
  let olivia: Visitor;
  let rita: Visitor;
  let app: ThirdPartyApp;
  let tokens: Tokens;

  beforeAll(async () => {
    chromium = await Chromium.launch();
    server = await TestApp.start();
    names = await NameServer.start();
    askOnly(server, names);
    callback = await LoopbackListener.start();
    const maker = await Organisation.of(server, 'Crumbs Ltd');
    const home = await maker.createProject('Home');
    const shop = await Organisation.of(server, 'Shops');
    shops = [];
    for (const name of ['One', 'Two', 'Three', 'Four', 'Five', 'Six']) {
      shops.push(await shop.createProject(`Shop ${name}`));
    }
    ({ user: owner } = await shop.person(
      'Olivia',
      shops.map((each) => [each, 'owner'] as const),
    ));
    await server.database.query('UPDATE users SET email_verified_at = now()');
    const { user } = await maker.person('Bea', [[home, 'developer']]);
    bea = await signedIn(user, '/developers');
    olivia = await signedIn(owner, '/dashboard/testing');
    rita = await signedIn(await signUpStaff(server, 'Rita'), '/staff');
  });
  afterAll(async () => {
    await chromium.close();
    await callback.stop();
    names.stop();
    await server.stop();
  });

  async function signedIn({ email }: User, path: string): Promise<Visitor> {
    const visitor = await chromium.open(server);
    await visitor.open(path);
    await visitor.signIn(email);
    return visitor;
  }
  const place = (tab = ''): string => `/developers/apps/${app.clientId}${tab}`;
  const consent = (): string => app.authorizePath(SCOPES);
  const connect = async (...projects: TestProject[]): Promise<string> => {
    await olivia.open(consent());
    await olivia.tick(...projects.map(({ name }) => name));
    await olivia.press(`Connect ${NAME}`);
    return olivia.read();
  };
  const calls = async (project: TestProject): Promise<number> =>
    (await app.call(tokens, 'GET', `/v1/project/${project.wireId}/segment`)).status;

  /** The app connects these projects, and uses all its scopes in them. */
  async function use(projects: TestProject[]): Promise<void> {
    tokens = await app.connect(SCOPES, { customer: Customer.of(server, owner), projects });
    for (const project of projects) {
      expect(await calls(project)).toBe(200);
      const shown = await app.call(tokens, 'GET', `/v1/project/${project.wireId}`);
      expect(shown.status).toBe(200);
    }
    await server.app.get(NoteRequests, { strict: false }).flush();
    await server.app.get(NoteScopes, { strict: false }).flush();
  }

  async function decide(choice: RegExp, reason: string): Promise<void> {
    await rita.open('/staff');
    await rita.follow(NAME);
    if (await rita.button('Take it').isVisible()) await rita.press('Take it');
    await rita.page.getByRole('radio', { name: choice }).check();
    await rita.page.getByLabel('Reason', { exact: true }).fill(reason);
    await rita.press('Decide');
  }

  it('begins with a form in the portal', async () => {
    await bea.follow('Register an app');
    await bea.follow('Native app For Crumbs Ltd');
    const { page } = bea;
    for (const [label, value] of [
      ['Name', NAME],
      ['Homepage', 'https://crumbs.example/'],
      ['Redirect URIs', `${callback.origin}/callback`],
      ['Terms of service', 'https://crumbs.example/terms'],
      ['Privacy policy', 'https://crumbs.example/privacy'],
      ['Support e-mail', 'help@crumbs.example'],
      ['Security contact', 'security@crumbs.example'],
    ] as const) {
      await page.getByLabel(label, { exact: true }).fill(value);
    }
    for (const scope of ['project:read', 'segments:read']) {
      const box = page.locator(`input[value="${scope}"]`);
      const area = page.locator('details.fold', { has: box });
      if ((await area.getAttribute('open')) === null) await area.locator('> summary').click();
      await box.check();
    }
    await bea.press('Register the app');
    await bea.sees('Overview');
    const [clientId = ''] = /app_\w{26}/.exec(await bea.read()) ?? [];
    app = ThirdPartyApp.existing(server, { clientId, redirectUri: `${callback.origin}/callback` });
  });

  it('goes on with a tester, whom the consent page asks for', async () => {
    expect(await olivia.open(consent())).toBe(200);
    expect(await olivia.box(/^Shop One/).isDisabled()).toBe(true);
    expect(await olivia.read()).toContain('tester');
    await bea.open(place('/testers'));
    await bea.page.getByLabel('E-mail').fill(owner.email);
    await bea.press('Invite');
    await olivia.open('/dashboard/testing');
    await olivia.press(`Accept ${NAME}`);
    expect(await connect(...shops.slice(0, 5))).toContain('Thank you');
    await use(shops.slice(0, 5));
  });

  it('shows the limit before and when it bites, and nothing is half done', async () => {
    await bea.open(place('/testers'));
    expect(await bea.read()).toContain('5 of 5');
    const refused = await connect(...shops);
    expect(refused).toContain('5');
    expect(refused).not.toContain('Thank you');
    expect(
      await server.database.query('SELECT FROM grant_projects WHERE revoked_at IS NULL'),
    ).toHaveLength(5);
  });

  it('is submitted once its checklist is complete, and comes back with a reason', async () => {
    const { page } = bea;
    await bea.open(place('/verification'));
    await bea.press('Submit for review');
    expect(await bea.read()).toContain('Before this app can be submitted, these are missing');
    await bea.open(place('/verification'));
    for (const [name, token] of recordsOn(await page.content())) names.publishText(name, token);
    await bea.press('Check all hosts now');
    await page.getByLabel('Legal name').fill('Crumbs Limited');
    await page.getByLabel('E-mail of a person').fill('bea@crumbs.example');
    await page.getByLabel('Test access').fill('Anybody may try it.');
    await bea.press('Save');
    await surviveFaults(server, fromWireId('app', app.clientId) ?? '');
    await giveReasons();
    await bea.open(place('/verification'));
    await bea.press('Submit for review');
    await decide(/^Request changes/, 'Say in the policy who processes the data.');
    await bea.open(place('/verification'));
    expect(await bea.read()).toContain('Say in the policy who processes the data.');
    await bea.press('Submit for review');
  });

  it('is verified, and has no such limits any more', async () => {
    await decide(/^Approve/, 'It does what it says.');
    await bea.open(place());
    expect(await bea.read()).toContain('Verified');
    expect(await connect(...shops)).toContain('Thank you');
  });

  it('is listed, once it is in use and has a page in two languages', async () => {
    await use(shops);
    await bea.open(place('/listing'));
    const { page } = bea;
    await page.getByLabel('Address', { exact: true }).fill('crumb-counter');
    await bea.tick('Analytics', 'English', 'Español');
    for (const language of ['English', 'Español']) {
      await page.getByLabel(`In one sentence (${language})`).fill(`It counts crumbs: ${language}.`);
      await page.getByLabel(`Description (${language})`).fill('Every crumb counts.');
    }
    await bea.press('Save');
    await bea.open(place('/verification'));
    await bea.page.getByRole('button', { name: /list/i }).click();
    await bea.page.waitForLoadState();
    await decide(/^Approve/, 'It is in use, and its page is true.');
    const visitor = await chromium.open(server);
    expect(await visitor.open('/apps?q=crumbs')).toBe(200);
    await visitor.page.getByRole('link', { name: NAME }).click();
    expect(await visitor.read()).toContain('It counts crumbs: English.');
    await visitor.page.getByRole('link', { name: 'Connect', exact: true }).click();
    const way = visitor.page.getByRole('link', { name: 'To the website of the app' });
    expect(await way.getAttribute('href')).toBe('https://crumbs.example/');
  });

  it('is suspended: its tokens are dead at the next call, and it is gone from the marketplace', async () => {
    expect(await calls(shops[0] as TestProject)).toBe(200);
    await rita.open(`/staff/apps/${app.clientId}`);
    await rita.page.getByLabel('Reason').fill('Its tokens leaked.');
    await rita.page.getByLabel('The name of the app').fill(NAME);
    await rita.press('Suspend everywhere');
    expect(await calls(shops[0] as TestProject)).toBe(401);
    const visitor = await chromium.open(server);
    expect(await visitor.open('/apps/crumb-counter')).toBe(404);
    expect(await olivia.open(consent())).toBeGreaterThanOrEqual(400);
    await bea.open(place());
    expect(await bea.read()).toContain('uspended');
  });

  it('is restored in two stages', async () => {
    await rita.open(`/staff/apps/${app.clientId}`);
    await rita.press('Restore for its own organisation');
    expect(await calls(shops[0] as TestProject)).not.toBe(200);
    await rita.open(`/staff/apps/${app.clientId}`);
    await rita.page.getByRole('button', { name: /^Restore/ }).click();
    await rita.page.waitForLoadState();
    expect(await calls(shops[0] as TestProject)).toBe(200);
  });

  /** The review asks for a sentence for every scope. */
  async function giveReasons(): Promise<void> {
    await bea.open(place('/settings'));
    const folded = bea.page.locator('details:not([open]) > summary');
    // The areas first, which hide the reasons in them.
    while ((await folded.count()) > 0) await folded.first().click();
    for (const field of await bea.page.getByLabel(/why the app needs it/).all()) {
      if (await field.isVisible()) await field.fill('It counts them.');
    }
    await bea.page.getByRole('button', { name: /Save/ }).click();
    await bea.page.waitForLoadState();
  }
});
