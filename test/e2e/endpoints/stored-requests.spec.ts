import { Browser } from '../../support/browser.js';
import { eventually } from '../../support/eventually.js';
import { TestApp } from '../../support/test-app.js';
import { type AskingApp, World } from '../../support/world.js';

const LONG = 'x'.repeat(20_000);
type Changes = Record<string, string | undefined>;

describe('what is stored of a request that anybody may send', () => {
  let server: TestApp;
  let world: World;
  let app: AskingApp;
  beforeAll(async () => {
    world = await World.start({ JOB_CONCURRENCY: '1' });
    ({ server } = world);
    app = await world.registerApp();
  });
  afterAll(() => server.stop());

  const fields = (changes: Changes = {}): [string, string][] => [
    ...new URL(world.authorizePath(app, changes), server.origin).searchParams,
  ];
  const receive = (changes: Changes = {}) =>
    new Browser(server.origin).post('/oauth/authorize', fields(changes));
  const push = (changes: Changes = {}) =>
    server.http
      .post('/oauth/par')
      .type('form')
      .send(new URLSearchParams(fields(changes)).toString());
  /** Parameters of the requests in these states, the newest first. */
  const stored = async (...states: string[]): Promise<string[]> => {
    const rows = await server.database.query<{ parameters: string }>(
      'SELECT parameters FROM authorization_requests WHERE state = ANY ($1) ORDER BY id DESC',
      [states],
    );
    return rows.map(({ parameters }) => parameters);
  };

  it('is what the endpoint knows, and nothing else', async () => {
    const changes = {
      nonsense: LONG,
      prompt: 'login',
      login_hint: 'ana@example.com',
      max_age: '9',
    };
    expect((await receive(changes)).status).toBe(303);
    await push(changes).expect(201);
    const { nonsense, ...known } = Object.fromEntries(fields(changes));
    expect(nonsense).toBe(LONG);
    for (const state of ['received', 'pushed']) {
      const [parameters] = await stored(state);
      const names = [...new URLSearchParams(parameters).keys()];
      expect(names.sort()).toEqual(Object.keys(known).sort());
    }
  });

  it('is no longer than 8,000 characters, and nothing of one that is', async () => {
    const before = await stored('received', 'pushed');
    const page = await receive({ login_hint: LONG });
    expect([page.status, page.headers.get('content-type')]).toEqual([
      400,
      expect.stringContaining('text/html'),
    ]);
    const { body } = await push({ login_hint: LONG }).expect(400);
    expect(body).toMatchObject({ error: 'invalid_request' });
    expect(await stored('received', 'pushed')).toEqual(before);
  });

  it('is never longer than it was written', async () => {
    const hint = '/:()~'.repeat(1_500);
    const { browser } = await world.person();
    const page = await browser.get(`${world.authorizePath(app)}&login_hint=${hint}`);
    expect(page.headers.get('location')).toMatch(/^\/oauth\/consent\//);
  });

  it('goes soon after its end, but for what a person is being asked about', async () => {
    const { browser } = await world.person();
    await browser.get(world.authorizePath(app, { state: 'asked' }));
    const { body } = await push({ state: 'asked-by-push' }).expect(201);
    const { request_uri: uri } = body as { request_uri: string };
    const pushed = new URLSearchParams({ client_id: app.clientId, request_uri: uri });
    await browser.get(`/oauth/authorize?${pushed.toString()}`);
    await receive({ state: 'left' });
    await push({ state: 'left' }).expect(201);
    await server.database.query(
      `UPDATE authorization_requests SET expires_at = now() - interval '11 minutes'`,
    );
    await receive({ state: 'new' });
    await push({ state: 'new' }).expect(201);
    await server.database.query(`SELECT graphile_worker.add_job('clear-authorization-requests')`);
    const statesOf = async (...states: string[]) =>
      (await stored(...states)).map((text) => new URLSearchParams(text).get('state'));
    await eventually(async () =>
      (await statesOf('received', 'pushed')).includes('left') ? undefined : true,
    );
    expect(await statesOf('received')).toEqual(['new']);
    expect(await statesOf('pushed')).toEqual(['new']);
    expect(await statesOf('pending')).toEqual(['asked-by-push', 'asked', 'st-1']);
  });
});
