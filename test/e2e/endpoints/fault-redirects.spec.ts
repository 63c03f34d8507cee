import type { Browser, BrowserPage } from '../../support/browser.js';
import { answerOf, decide } from '../../support/consent-page.js';
import { ManagedRegistration } from '../../support/managed-registration.js';
import { TestApp } from '../../support/test-app.js';
import { World } from '../../support/world.js';

const CALLBACK = 'https://app.example/callback';
const ELSEWHERE = 'https://evil.example/callback';
const MEMBERS = {
  client_name: 'Bakery Insights',
  redirect_uris: [CALLBACK, 'https://app.example/second'],
  token_endpoint_auth_method: 'none',
};

/** An invalid request of an authorized app: which errors are redirected to it. */
describe('a fault of an app that the person has connected', () => {
  let server: TestApp;
  let world: World;
  let registration: ManagedRegistration;
  let browser: Browser;

  beforeAll(async () => {
    world = await World.start();
    ({ server } = world);
  });
  afterAll(() => server.stop());

  beforeEach(async () => {
    registration = await ManagedRegistration.create(server, MEMBERS);
    const person = await world.person();
    browser = person.browser;
    const project = await world.project(person.user, 'owner');
    const opened = await world.openConsent(browser, path(CALLBACK, 'segments:read'));
    expect(
      answerOf(await decide(browser, opened, { projects: [project.wireId] })).code,
    ).toBeDefined();
  });

  const path = (redirectUri: string, scope = 'nonsense', more = {}): string =>
    world.authorizePath({ clientId: registration.clientId, redirectUri }, { scope, ...more });

  function expectPage({ status, headers, html }: BrowserPage): void {
    expect([status, headers.get('location')]).toEqual([400, null]);
    expect(html).toContain('Return to ');
  }

  it('goes to the app at once, at the address where it was let in (A5)', async () => {
    expect(answerOf(await browser.get(path(CALLBACK))).error).toBe('invalid_scope');
    const silent = path(CALLBACK, 'audience:read', { prompt: 'none' });
    expect(answerOf(await browser.get(silent)).error).toBe('consent_required');
  });

  it('is shown on a page at another address of the same app, which the person has not seen (A5)', async () => {
    expectPage(await browser.get(path('https://app.example/second')));
  });

  it.each([
    ['another host', { redirect_uris: [...MEMBERS.redirect_uris, ELSEWHERE] }, ELSEWHERE],
    ['only another host', { redirect_uris: [ELSEWHERE] }, ELSEWHERE],
    ['another host beside', { redirect_uris: [...MEMBERS.redirect_uris, ELSEWHERE] }, CALLBACK],
    ['another name', { client_name: 'Bakery Outsights' }, CALLBACK],
  ])(
    'is shown on a page once the app has %s: it is not the one that was let in (A5)',
    async (_, changed, uri) => {
      await registration.replace({ ...MEMBERS, ...changed });
      expectPage(await browser.get(path(uri)));
      expectPage(await browser.get(path(uri, 'segments:read', { prompt: 'none' })));
    },
  );

  it('goes to the app again once the person has let the changed app in (A5)', async () => {
    await registration.replace({ ...MEMBERS, client_name: 'Bakery Outsights' });
    const opened = await world.openConsent(browser, path(CALLBACK, 'segments:read'));
    const project = /name="project" value="([^"]+)"/.exec(opened.page.html)?.[1] ?? '';
    await decide(browser, opened, { projects: [project] });
    expect(answerOf(await browser.get(path(CALLBACK))).error).toBe('invalid_scope');
  });
});
