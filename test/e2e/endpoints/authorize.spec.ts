import { Browser } from '../../support/browser.js';
import { answerOf, decide } from '../../support/consent-page.js';
import { TestApp } from '../../support/test-app.js';
import { type AskingApp, World } from '../../support/world.js';

describe('GET /oauth/authorize', () => {
  let server: TestApp;
  let world: World;
  let app: AskingApp;

  beforeAll(async () => {
    world = await World.start();
    ({ server } = world);
    app = await world.registerApp();
  });
  afterAll(() => server.stop());

  const anonymous = () => new Browser(server.origin);

  describe('before client and redirect URI are proven', () => {
    it.each([
      ['no client_id (AUTH-03)', { client_id: undefined }],
      ['an unknown client_id (AUTH-03)', { client_id: 'app_00000000000000000000000000' }],
      ['a malformed client_id (AUTH-03)', { client_id: "x' OR 1=1" }],
      ['a CIMD URL, not offered yet (CIMD-01)', { client_id: 'https://app.example/client.json' }],
      ['an unregistered redirect_uri (AUTH-03, A1)', { redirect_uri: 'https://evil.example/' }],
      ['a longer redirect_uri (AUTH-05, A1)', { redirect_uri: 'https://app.example/callback/' }],
      [
        'a sign-in without redirect_uri (AUTH-04)',
        { redirect_uri: undefined, scope: 'segments:read openid' },
      ],
      ['an unsupported response_mode (AUTH-17)', { response_mode: 'form_post' }],
      ['a state of 2049 characters (A13)', { state: 'x'.repeat(2049) }],
      ['a state with a line break (A13)', { state: 'a\r\nLocation: https://evil.example' }],
    ])('%s shows a page of status 400 and redirects nowhere', async (_, changes) => {
      const page = await anonymous().get(world.authorizePath(app, changes));
      expect(page.status).toBe(400);
      expect(page.headers.get('location')).toBeNull();
      expect(page.headers.get('content-type')).toContain('text/html');
      expect(page.html).not.toContain('evil.example');
    });

    it.each(['client_id', 'redirect_uri', 'state'])(
      'a repeated %s shows a page of status 400 (AUTH-12, A7)',
      async (name) => {
        const path = `${world.authorizePath(app)}&${name}=https%3A%2F%2Fevil.example`;
        const page = await anonymous().get(path);
        expect([page.status, page.headers.get('location')]).toEqual([400, null]);
      },
    );

    it('validates client and redirect URI before anything else (A4)', async () => {
      const path = world.authorizePath(app, {
        redirect_uri: 'https://evil.example/',
        scope: 'nonsense',
        response_type: 'token',
        prompt: 'none',
      });
      const { user, browser } = await world.person();
      expect(user.name).toBe('Ana');
      const page = await browser.get(path);
      expect([page.status, page.headers.get('location')]).toEqual([400, null]);
    });
  });

  it('says the remedy for a state that is too long, and for a missing challenge (AUTH-10, A13)', async () => {
    const long = await anonymous().get(world.authorizePath(app, { state: 'x'.repeat(2049) }));
    expect(long.html).toContain('send a random value that leads there');
    const { browser } = await world.person();
    const bare = { code_challenge: undefined, code_challenge_method: undefined };
    const { html } = await browser.get(world.authorizePath(app, bare));
    expect(html).toContain('code_challenge is missing');
    expect(html).toContain('SHA-256 of a fresh code_verifier');
  });

  it('sends nobody to the app before sign-in, not even with an error (AUTH-14, A5)', async () => {
    const page = await anonymous().get(world.authorizePath(app, { scope: 'nonsense' }));
    expect(page.status).toBe(303);
    expect(page.headers.get('location')).toMatch(/^\/login\?return=[\w-]+$/);
  });

  it('knows no scope that is for API tokens only', async () => {
    const { browser } = await world.person();
    const scope = 'project:read audit:read';
    const page = await browser.get(world.authorizePath(app, { scope }));
    expect([page.status, page.html.includes('invalid_scope')]).toEqual([400, true]);
  });

  it('shows the fault of an app nobody vouches for, with a link back (A5)', async () => {
    const { browser } = await world.person();
    const page = await browser.get(world.authorizePath(app, { scope: 'nonsense' }));
    expect(page.status).toBe(400);
    expect(page.headers.get('location')).toBeNull();
    expect(page.html).toContain('invalid_scope');
    const link = /href="(https:[^"]+)"/.exec(page.html)?.[1]?.replaceAll('&amp;', '&') ?? '';
    const url = new URL(link);
    expect(url.origin + url.pathname).toBe(app.redirectUri);
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      error: 'invalid_scope',
      state: 'st-1',
      iss: server.origin,
    });
  });

  it('takes the fault of a verified app to the app, with state and iss (AUTH-08, A11)', async () => {
    const verified = await world.verifiedApp(['segments:read']);
    const { browser } = await world.person();
    const page = await browser.get(
      world.authorizePath(verified, { code_challenge_method: 'plain' }),
    );
    expect(page.status).toBe(303);
    expect(answerOf(page)).toEqual({
      error: 'invalid_request',
      error_description: 'Send code_challenge_method=S256.',
      state: 'st-1',
      iss: server.origin,
    });
  });

  it('takes the fault of an app that the person has connected to the app', async () => {
    const { user, browser } = await world.person();
    const { wireId } = await world.project(user, 'owner');
    const consent = await world.openConsent(browser, world.authorizePath(app));
    await decide(browser, consent, { projects: [wireId] });
    const page = await browser.get(world.authorizePath(app, { scope: 'nonsense' }));
    expect([page.status, answerOf(page).error]).toEqual([303, 'invalid_scope']);
  });

  it('goes through sign-in to the consent page', async () => {
    const { user } = await world.person();
    const browser = anonymous();
    const redirect = await browser.get(world.authorizePath(app));
    const login = redirect.headers.get('location') ?? '';
    const signedIn = await browser.signIn(user.email, 'correct horse battery', login);
    expect(signedIn.status).toBe(303);
    const back = signedIn.headers.get('location') ?? '';
    expect(back).toMatch(/^\/oauth\/authorize\/azr_/);
    const consent = await browser.get(back);
    expect(consent.headers.get('location')).toMatch(/^\/oauth\/consent\/azr_/);
  });

  it('is never open to other origins (AUTH-02, E20)', async () => {
    const page = await anonymous().get(world.authorizePath(app), {
      origin: 'https://evil.example',
    });
    const names = [...page.headers.keys()];
    expect(names.filter((name) => name.startsWith('access-control-'))).toEqual([]);
  });

  it('has no method beside GET and POST (AUTH-01)', async () => {
    const response = await server.http.put('/oauth/authorize').expect(405);
    expect(response.headers.allow).toBe('GET, HEAD, POST');
  });

  it('is neither framed, cached nor told onwards (AUTH-19, A15, D1)', async () => {
    const page = await anonymous().get(world.authorizePath(app, { client_id: undefined }));
    expect(page.headers.get('x-frame-options')).toBe('DENY');
    expect(page.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(page.headers.get('referrer-policy')).toBe('no-referrer');
    expect(page.headers.get('cache-control')).toBe('no-store');
  });

  it('takes request lines of 8000 octets (AUTH-20)', async () => {
    const { browser } = await world.person();
    const path = world.authorizePath(app, { state: 's'.repeat(2000), nonsense: 'n'.repeat(5500) });
    const page = await browser.get(path);
    expect(page.headers.get('location')).toMatch(/^\/oauth\/consent\//);
  });
});
