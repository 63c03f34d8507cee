import { answerOf, decide } from '../../support/consent-page.js';
import { TestApp } from '../../support/test-app.js';
import { World } from '../../support/world.js';

const SIGN_IN = 'openid profile email offline_access';

describe('the consent page, for an app that asks who the person is', () => {
  let server: TestApp;
  let world: World;

  beforeAll(async () => {
    world = await World.start();
    ({ server } = world);
  });
  afterAll(() => server.stop());

  async function opened(scope: string) {
    const app = await world.registerApp();
    const { user, browser } = await world.person();
    const project = await world.project(user, 'owner');
    const consent = await world.openConsent(browser, world.authorizePath(app, { scope }));
    return { app, user, browser, project, consent };
  }

  it('says in words what it will know, and offers no project (CONS-01)', async () => {
    const { consent } = await opened(SIGN_IN);
    for (const text of [
      'asks to know who you are. It asks for nothing in your projects.',
      'Sign you in with your account here.',
      'See your name and picture.',
      'See your e-mail address.',
    ]) {
      expect(consent.page.html).toContain(text);
    }
    expect(consent.page.html).not.toContain('type="checkbox"');
    expect(consent.page.html).not.toContain('Which projects?');
  });

  it('grants it without a project, and the dashboard shows what the app knows', async () => {
    const { browser, consent, user } = await opened(SIGN_IN);
    const response = await decide(browser, consent, { projects: [], scopes: [] });
    expect(answerOf(response).code).toMatch(/^isoc_/);
    const [grant] = await server.database.query<{ account_scopes: string[] }>(
      'SELECT account_scopes FROM grants WHERE user_id = $1',
      [user.id],
    );
    expect(grant?.account_scopes).toEqual(SIGN_IN.split(' '));
    const { html } = await browser.get('/dashboard/connected-apps');
    expect(html).toContain('Sign-in · Name · E-mail address');
    expect(html).toContain('No project');
  });

  it('stands beside the projects where both are asked for, and marks what is new', async () => {
    const { app, browser, consent, project } = await opened('segments:read profile');
    expect(consent.page.html).toContain('Which projects?');
    expect(consent.page.html).toContain('See your name and picture.');
    await decide(browser, consent, { projects: [project.wireId] });
    const path = world.authorizePath(app, { scope: 'openid profile' });
    const { page } = await world.openConsent(browser, path);
    const [, signIn] = /Sign-in(.*?)<\/li>/.exec(page.html) ?? [];
    const [, name] = /Name<(.*?)<\/li>/.exec(page.html) ?? [];
    expect([signIn, name].map((row) => row?.includes('New'))).toEqual([true, false]);
  });

  it('says nothing of it where nobody asks', async () => {
    const { consent } = await opened('segments:read offline_access');
    expect(consent.page.html).not.toContain('What will it know about you?');
  });
});
