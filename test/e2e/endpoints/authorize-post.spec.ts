import { Browser } from '../../support/browser.js';
import { TestApp } from '../../support/test-app.js';
import { type AskingApp, World } from '../../support/world.js';

const FOREIGN = { origin: 'https://app.example', 'sec-fetch-site': 'cross-site' };

describe('a request sent to /oauth/authorize by form', () => {
  let server: TestApp;
  let world: World;
  let app: AskingApp;

  beforeAll(async () => {
    world = await World.start();
    ({ server } = world);
    app = await world.registerApp();
  });
  afterAll(() => server.stop());

  const fields = (changes: Record<string, string | undefined> = {}): [string, string][] => [
    ...new URL(world.authorizePath(app, changes), server.origin).searchParams,
  ];
  const count = async (rows: string): Promise<number> =>
    (await server.database.query(`SELECT 1 FROM ${rows}`)).length;

  it('is kept, and goes on by GET as the person who is signed in (AUTH-01, AUTH-19)', async () => {
    const { browser } = await world.person();
    // SameSite=Lax: the browser sends the cross-site form without the cookie, and the GET after it with it.
    const kept = await new Browser(server.origin).post('/oauth/authorize', fields(), FOREIGN);
    const location = kept.headers.get('location') ?? '';
    expect([kept.status, location]).toEqual([
      303,
      expect.stringMatching(/^\/oauth\/authorize\/azr_/),
    ]);
    const page = await browser.get(location);
    expect(page.headers.get('location')).toMatch(/^\/oauth\/consent\/azr_/);
  });

  it('signs nobody out: it answers with no cookie (D5)', async () => {
    const kept = await new Browser(server.origin).post('/oauth/authorize', fields(), FOREIGN);
    expect(kept.headers.getSetCookie()).toEqual([]);
  });

  it('asks nothing of a person and gives nothing to an app by itself', async () => {
    const { browser } = await world.person();
    const bound = `authorization_requests WHERE state IN ('pending', 'decided')`;
    const before = [await count(bound), await count('authorization_codes')];
    await browser.post('/oauth/authorize', fields(), FOREIGN);
    expect([await count(bound), await count('authorization_codes')]).toEqual(before);
  });

  it.each([
    ['an unknown client (AUTH-03)', { client_id: 'app_00000000000000000000000000' }],
    ['an unregistered redirect_uri (AUTH-03, A1)', { redirect_uri: 'https://evil.example/' }],
    ['an unsupported response_mode (AUTH-17)', { response_mode: 'form_post' }],
  ])('with %s shows a page of status 400', async (_, changes) => {
    const page = await new Browser(server.origin).post('/oauth/authorize', fields(changes));
    expect([page.status, page.headers.get('location')]).toEqual([400, null]);
  });

  it('is not read as JSON', async () => {
    const answer = await server.http.post('/oauth/authorize').send(Object.fromEntries(fields()));
    expect(answer.status).toBe(400);
  });

  it('does not let foreign forms in anywhere else (D2)', async () => {
    const { browser } = await world.person();
    const { page, action } = await world.openConsent(browser, world.authorizePath(app));
    expect(page.status).toBe(200);
    for (const path of [action, '/logout', '/login']) {
      expect((await browser.post(path, fields(), FOREIGN)).status).toBe(403);
      expect((await browser.post(path, fields())).status).toBe(403);
    }
  });

  it('is gone an hour later, and an invented one never was', async () => {
    const kept = await new Browser(server.origin).post('/oauth/authorize', fields());
    await server.database.query(
      `UPDATE authorization_requests SET created_at = now() - interval '1 hour'`,
    );
    const { browser } = await world.person();
    const places = [kept.headers.get('location') ?? '', '/oauth/authorize/azr_nonsense'];
    for (const place of places) expect((await browser.get(place)).status).toBe(400);
  });
});
