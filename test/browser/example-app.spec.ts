import { STEPS } from '../../examples/connected-app/campaign.js';
import { DEMO_PASSWORD } from '../../src/demo/demo-story.js';
import { seedDemo } from '../../src/demo/seed-demo.js';
import type { Visitor } from '../support/actors/visitor.js';
import { Chromium } from '../support/chromium.js';
import { ExampleApp } from '../support/example-app.js';
import { overflowAt } from '../support/page-checks.js';
import { TestApp } from '../support/test-app.js';

const APP = 'Bakery Insights (example)';

/** One story in order: each test continues the one before. No page in it needs JavaScript. */
describe('an owner connects the example app, which registered itself, and disconnects it', () => {
  let server: TestApp;
  let chromium: Chromium;
  let app: ExampleApp;
  /** The same person, in tabs of the app and of the server. */
  let inApp: Visitor;
  let inDashboard: Visitor;

  beforeAll(async () => {
    chromium = await Chromium.launch();
    server = await TestApp.start();
    await seedDemo(server.app);
    app = await ExampleApp.start(server);
    inApp = await chromium.open(server);
    inDashboard = await inApp.openTab();
  });
  afterAll(async () => {
    await chromium.close();
    await app.stop();
    await server.stop();
  });

  it('comes from the app, by sign-in, to the consent page', async () => {
    await inApp.open(app.origin);
    await inApp.press('Connect');
    await inApp.sees('Sign in');
    await inApp.signIn('olivia@olivar.example', DEMO_PASSWORD);
    await inApp.sees(`Connect ${APP}`);
    expect(await inApp.part('You go back to').innerText()).toContain('Not verified');
  });

  it('may choose two projects; the third is refused because of its plan', async () => {
    const lab = inApp.part('Olivar Lab');
    expect(await lab.innerText()).toContain('The free plan has no connected apps.');
    expect(await inApp.box('Olivar Lab').isDisabled()).toBe(true);
    await inApp.tick('Olivar España', 'Olivar International');
    await inApp.press(`Connect ${APP}`);
    await inApp.sees('Connected');
    expect(inApp.page.url()).toBe(`${app.origin}/`);
  });

  it('sees contacts and segments of both projects in the app', async () => {
    for (const project of ['Olivar España', 'Olivar International']) {
      const words = await inApp.part(project).innerText();
      expect(words).toContain('Gold members');
      expect(words).toMatch(/\+\d{9,}/);
    }
    expect(await inApp.read()).not.toContain('Olivar Lab');
  });

  it('keeps the access when the app refreshes its tokens (REF-01)', async () => {
    const refreshToken = () => inApp.page.getByText('isor_').innerText();
    const before = await refreshToken();
    await inApp.press('Refresh the tokens');
    expect(await refreshToken()).not.toBe(before);
    expect(await inApp.part('Olivar España').innerText()).toContain('Gold members');
  });

  it('is asked for more once the app needs it, and told what nobody can grant the app', async () => {
    await inApp.press('Add 5 contacts, Olivar España');
    expect(await inApp.part('Olivar España').innerText()).toContain('403 insufficient_scope');
    await inApp.press('Ask to send campaigns, too, Olivar España');
    await inApp.sees(`Connect ${APP}`);
    expect(await inApp.box(/^Send campaigns/).isDisabled()).toBe(true);
    await inApp.page.getByLabel('Let it change things').fill('127.0.0.1');
    await inApp.tick('Olivar España', 'Olivar International');
    await inApp.press(`Connect ${APP}`);
    await inApp.sees('Connected');
  });

  it('goes from contacts to a campaign and its cost, and not further', async () => {
    for (const step of STEPS) await inApp.press(`${step.title}, Olivar España`);
    const words = await inApp.part('Olivar España').innerText();
    expect(words).toContain('4 recipients, 0.208');
    expect(words).toContain('403 denied_by_tier');
    expect(await overflowAt(inApp.page, 390)).toEqual([]);
  });

  it('finds the app among the connected ones, and disconnects one project', async () => {
    await inDashboard.open('/dashboard/connected-apps');
    expect(await inDashboard.part('Last token issued').innerText()).toContain('2 projects');
    await inDashboard.follow(`Disconnect ${APP} from Olivar International`);
    await inDashboard.sees(`Disconnect ${APP} from Olivar International?`);
    await inDashboard.press('Disconnect');
    await inDashboard.sees('Connected apps');
    const words = await inDashboard.read();
    expect(words).toContain('Disconnected. Every token concerned has stopped working.');
    expect(words).not.toContain('Olivar International');
  });

  it('sees the very next call refused in that project, and answered in the other (RS-09)', async () => {
    await inApp.follow('Reload');
    const gone = await inApp.part('Olivar International').innerText();
    expect(gone).toContain('404 not_found');
    expect(gone).not.toContain('Gold members');
    expect(await inApp.part('Olivar España').innerText()).toContain('Gold members');
  });

  it('disconnects the whole app after a second thought', async () => {
    await inDashboard.follow(`Disconnect the app ${APP}`);
    await inDashboard.sees(`Disconnect ${APP}?`);
    await inDashboard.follow('Keep it');
    expect(await inDashboard.read()).toContain('Olivar España');
    await inDashboard.follow(`Disconnect the app ${APP}`);
    await inDashboard.press('Disconnect');
    await inDashboard.sees('You have not connected any app');
  });

  it('sees the app refused everywhere: access token and refresh token (CONS-09)', async () => {
    await inApp.follow('Reload');
    await inApp.sees('The server no longer lets us in');
    expect(await inApp.read()).toContain('401 unauthorized');
    await inApp.press('Try to refresh the tokens');
    await inApp.sees('That did not work');
    expect(await inApp.read()).toContain('invalid_grant');
  });
});
