import { answerOf, decide } from '../../support/consent-page.js';
import { Browser, type BrowserPage } from '../../support/browser.js';
import { PASSWORD } from '../../support/people.js';
import { TestApp } from '../../support/test-app.js';
import { type AskingApp, World } from '../../support/world.js';

const URN = /^urn:ietf:params:oauth:request_uri:[\w-]{43}$/;

describe('POST /oauth/par', () => {
  let server: TestApp;
  let world: World;
  let app: AskingApp;

  beforeAll(async () => {
    world = await World.start();
    ({ server } = world);
    app = await world.registerApp();
  });
  afterAll(() => server.stop());

  const fields = (changes: Record<string, string | undefined> = {}, of = app): string =>
    world.authorizePath(of, changes).split('?')[1] ?? '';
  const push = (form: string) => server.http.post('/oauth/par').type('form').send(form);
  const pushed = async (changes: Record<string, string | undefined> = {}): Promise<string> => {
    const { body } = await push(fields(changes)).expect(201);
    return (body as { request_uri: string }).request_uri;
  };
  const path = (request_uri: string, more: Record<string, string> = {}): string =>
    `/oauth/authorize?${new URLSearchParams({ client_id: app.clientId, request_uri, ...more }).toString()}`;
  const place = (page: BrowserPage): string => page.headers.get('location') ?? '';

  it('takes a request of a public app by its client_id, for ninety seconds (PAR-01, PAR-04)', async () => {
    const answer = await push(fields()).expect(201);
    expect(answer.body).toEqual({ request_uri: expect.stringMatching(URN), expires_in: 90 });
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(answer.headers['content-type']).toContain('application/json');
    expect(answer.headers['access-control-allow-origin']).toBe('*');
    const [row] = await server.database.query(
      `SELECT extract(epoch FROM expires_at - created_at)::int AS life, length(uri_hash) AS bytes
       FROM authorization_requests WHERE state = 'pushed' ORDER BY created_at DESC LIMIT 1`,
    );
    expect(row).toEqual({ life: 90, bytes: 32 });
  });

  it('ignores scopes that it does not know beside openid (PAR-03, AUTH-13)', async () => {
    const request_uri = await pushed({ scope: 'openid groups segments:read' });
    const { browser } = await world.person();
    const { page } = await world.openConsent(browser, path(request_uri));
    expect(page.html).toContain('<code>openid segments:read</code>');
  });

  it('has no other method (PAR-01)', async () => {
    const answer = await server.http.get('/oauth/par').expect(405);
    expect(answer.headers.allow).toBe('POST');
  });

  it('wants the secret of a confidential app, and does not keep it (PAR-01)', async () => {
    const { body } = await server.http.post('/oauth/register').send({
      redirect_uris: ['https://app.example/callback'],
      token_endpoint_auth_method: 'client_secret_post',
    });
    const { client_id, client_secret } = body as Record<string, string>;
    const own = { clientId: String(client_id), redirectUri: 'https://app.example/callback' };
    const refused = await push(fields({}, own)).expect(401);
    expect(refused.body).toMatchObject({ error: 'invalid_client' });
    await push(fields({ client_secret }, own)).expect(201);
    const kept = await server.database.query(
      `SELECT 1 FROM authorization_requests WHERE parameters ~ $1`,
      [String(client_secret)],
    );
    expect(kept).toEqual([]);
  });

  it('takes the client_id of Basic for the one of the request (PAR-01)', async () => {
    const { body } = await server.http.post('/oauth/register').send({
      redirect_uris: ['https://app.example/callback'],
      token_endpoint_auth_method: 'client_secret_basic',
    });
    const { client_id, client_secret } = body as Record<string, string>;
    await push(fields({ client_id: undefined }))
      .auth(String(client_id), String(client_secret))
      .expect(201);
  });

  it.each([
    [
      'a request_uri (PAR-02)',
      { request_uri: 'urn:ietf:params:oauth:request_uri:x' },
      'invalid_request',
    ],
    [
      'an unregistered redirect_uri (PAR-03)',
      { redirect_uri: 'https://evil.example/' },
      'invalid_request',
    ],
    ['an unsupported response_mode (PAR-03)', { response_mode: 'fragment' }, 'invalid_request'],
    [
      'a response_type we do not offer (PAR-03)',
      { response_type: 'token' },
      'unsupported_response_type',
    ],
    ['no challenge (PAR-03)', { code_challenge: undefined }, 'invalid_request'],
    ['an unknown scope (PAR-03)', { scope: 'nonsense' }, 'invalid_scope'],
    ['a foreign resource (PAR-03, RES-02)', { resource: 'https://x.example/' }, 'invalid_target'],
    ['an unknown prompt (PAR-03)', { prompt: 'create' }, 'invalid_request'],
    ['a request object (PAR-03, A17)', { request: 'e30.e30.' }, 'request_not_supported'],
  ])('refuses %s at once', async (_, changes, error) => {
    const answer = await push(fields(changes)).expect(400);
    expect(answer.body).toMatchObject({ error });
  });

  it('refuses a repeated parameter, and an unknown client (PAR-03, A7)', async () => {
    expect((await push(`${fields()}&scope=project:read`).expect(400)).body).toMatchObject({
      error: 'invalid_request',
    });
    await push(fields({ client_id: 'app_00000000000000000000000000' })).expect(401);
  });

  describe('its request_uri', () => {
    const consent = async (uri: string, more: Record<string, string> = {}) => {
      const { user, browser } = await world.person();
      const project = (await world.project(user, 'owner')).wireId;
      return { browser, project, opened: await world.openConsent(browser, path(uri, more)) };
    };

    it('leads to the consent page; beside it nothing in the URL has any effect (PAR-05)', async () => {
      const uri = await pushed({ state: 'mine', scope: 'segments:read' });
      const more = {
        state: 'theirs',
        scope: 'audience:read',
        redirect_uri: 'https://evil.example/',
        response_type: 'token',
        response_mode: 'fragment',
        prompt: 'none',
        code_challenge: 'x',
      };
      const { browser, project, opened } = await consent(uri, more);
      const answer = await decide(browser, opened, { projects: [project] });
      expect(place(answer)).toMatch(/^https:\/\/app\.example\/callback\?/);
      expect(answerOf(answer)).toMatchObject({ state: 'mine', code: expect.any(String) });
    });

    it('can be opened again until it is decided on, then never (PAR-04)', async () => {
      const uri = await pushed();
      const { browser, project, opened } = await consent(uri);
      const second = await world.openConsent(browser, path(uri));
      await decide(browser, opened, {}, 'deny');
      const late = await decide(browser, second, { projects: [project] });
      expect([late.status, place(late)]).toEqual([409, '']);
      const spent = await browser.get(path(uri));
      expect([spent.status, place(spent)]).toEqual([400, '']);
    });

    it('is for its own app only (PAR-04)', async () => {
      const uri = await pushed();
      const { browser } = await world.person();
      const other = await world.registerApp();
      const page = await browser.get(path(uri, { client_id: other.clientId }));
      expect([page.status, place(page)]).toEqual([400, '']);
    });

    it('runs out for who comes late, not for who takes long to sign in (PAR-04)', async () => {
      const uri = await pushed();
      const { user } = await world.person();
      const browser = new Browser(server.origin);
      const login = place(await browser.get(path(uri)));
      await server.database.query(
        `UPDATE authorization_requests SET created_at = now() - interval '90 seconds'`,
      );
      const back = place(await browser.signIn(user.email, PASSWORD, login));
      expect(place(await browser.get(back))).toMatch(/^\/oauth\/consent\//);
      expect((await browser.get(path(uri))).status).toBe(400);
    });

    it.each([
      'urn:ietf:params:oauth:request_uri:',
      `urn:ietf:params:oauth:request_uri:${'x'.repeat(43)}`,
    ])('invented as %s shows a page of status 400 (PAR-04)', async (uri) => {
      const page = await new Browser(server.origin).get(path(uri));
      expect([page.status, place(page)]).toEqual([400, '']);
    });

    it('repeated, or of a repeated app, shows a page of status 400 (AUTH-12)', async () => {
      const uri = await pushed();
      for (const more of [`request_uri=${uri}`, `client_id=${app.clientId}`]) {
        expect((await new Browser(server.origin).get(`${path(uri)}&${more}`)).status).toBe(400);
      }
    });

    it('of somebody else is not fetched but refused, after sign-in (AUTH-17, A17)', async () => {
      const { browser } = await world.person();
      const page = await browser.get(
        world.authorizePath(app, { request_uri: 'http://169.254.169.254/latest' }),
      );
      expect([page.status, page.html.includes('request_uri_not_supported')]).toEqual([400, true]);
    });

    it('is kept as a hash only', async () => {
      const uri = await pushed();
      const [row] = await server.database.query<{ text: string }>(
        `SELECT string_agg(p::text, ' ') AS text FROM authorization_requests p`,
      );
      expect(row?.text).not.toContain(uri.slice(-43));
    });
  });
});
