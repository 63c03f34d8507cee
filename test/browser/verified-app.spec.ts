import { OAuthClient } from '../../examples/connected-app/oauth-client.js';
import { DEMO_APP, DEMO_PASSWORD } from '../../src/demo/demo-story.js';
import { seedDemo } from '../../src/demo/seed-demo.js';
import { toWireId } from '../../src/kernel/ids.js';
import type { Visitor } from '../support/actors/visitor.js';
import { Chromium } from '../support/chromium.js';
import { LoopbackListener } from '../support/loopback-listener.js';
import { TestApp } from '../support/test-app.js';

const SCOPE = 'segments:read audience:read audience:list audience.basic:read offline_access';

/** One story in order, in a browser without JavaScript. */
describe('an analyst connects the verified demo app', () => {
  let server: TestApp;
  let chromium: Chromium;
  let app: LoopbackListener;
  let oauth: OAuthClient;
  let departure: Awaited<ReturnType<OAuthClient['depart']>>;
  let ana: Visitor;

  beforeAll(async () => {
    chromium = await Chromium.launch();
    server = await TestApp.start();
    await seedDemo(server.app);
    app = await LoopbackListener.start();
    oauth = await OAuthClient.prepare({
      issuer: server.origin,
      clientId: toWireId('app', DEMO_APP.id),
      clientSecret: undefined,
      redirectUri: `${app.origin}/callback`,
      scope: SCOPE,
      port: 0,
      headless: false,
      usage: null,
      email: undefined,
      password: undefined,
    });
    ana = await chromium.open(server);
  });
  afterAll(async () => {
    await chromium.close();
    await app.stop();
    await server.stop();
  });

  it('is asked to sign in, and led to the consent page', async () => {
    departure = await oauth.depart();
    await ana.open(departure.url.href);
    await ana.sees('Sign in');
    await ana.signIn('ana@olivar.example', DEMO_PASSWORD);
    await ana.sees('Connect Brightline Insights');
  });

  it('reads who asks, for whom, and where the answer goes (CONS-01)', async () => {
    const words = await ana.part('You go back to').innerText();
    expect(words).toContain('Verified');
    expect(words).toContain('brightline.example');
    expect(words).toContain('an app on this computer (127.0.0.1)');
    expect(words).toContain('Ana Reyes (ana@olivar.example)');
  });

  it('sees what her role withholds, and cannot tick what it withholds everywhere (CONS-04)', async () => {
    const project = await ana.part('Olivar España').innerText();
    expect(project).toMatch(
      /Withheld by your role \(analyst\):\s+–\s*List contacts\s+–\s*Names and addresses/,
    );
    for (const withheld of [
      /^List contacts Withheld everywhere/,
      /^Names and addresses Withheld everywhere/,
    ]) {
      expect(await ana.box(withheld).isDisabled()).toBe(true);
      expect(await ana.box(withheld).isChecked()).toBe(false);
    }
    expect(await ana.box(/^Look up contacts/).isChecked()).toBe(true);
  });

  it('must choose a project, and is told so', async () => {
    await ana.press('Connect Brightline Insights');
    const fault = await ana.page.getByRole('alert').innerText();
    expect(fault).toBe('Choose at least one project, or cancel.');
  });

  it('connects: the code arrives, and the tokens say what the role withholds (CONS-05)', async () => {
    await ana.tick('Olivar España');
    await ana.press('Connect Brightline Insights');
    const tokens = await oauth.arrive(await app.firstRequest('/callback'), departure);
    await ana.sees('Thank you');
    expect(tokens.refreshToken).toMatch(/^isor_/);
    expect(tokens.projects).toMatchObject([{ name: 'Olivar España' }]);
    const [{ scope, withheld } = { scope: '', withheld: [] }] = tokens.projects;
    expect(scope.split(' ').sort()).toEqual(['audience:read', 'segments:read']);
    expect(withheld).toEqual([
      { scope: 'audience:list', reason: 'role' },
      { scope: 'audience.basic:read', reason: 'role' },
    ]);
  });
});
