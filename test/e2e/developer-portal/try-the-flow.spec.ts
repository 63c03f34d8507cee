import { OwnServer, OwnServerError } from '../../../src/platform/http/own-server.service.js';
import { NoteRequests } from '../../../src/modules/app-activity/internal/note-requests.js';
import {
  FlowTrials,
  type FlowTrial,
} from '../../../src/modules/developer-portal/internal/try/flow-trials.js';
import { FlowWalk } from '../../support/flow-walk.js';
import { TestApp } from '../../support/test-app.js';

const METHODS = ['none', 'client_secret_basic', 'client_secret_post', 'private_key_jwt'] as const;

/** What the app sends beside the parameters. */
const PROOFS: Record<(typeof METHODS)[number], string> = {
  none: '--data-urlencode client_id=app_',
  client_secret_basic: ':$CLIENT_SECRET"',
  client_secret_post: '"client_secret=$CLIENT_SECRET"',
  private_key_jwt: '"client_assertion=$CLIENT_ASSERTION"',
};

/** A token, code, secret or signed JWT as a whole. */
const WHOLE_SECRET = /is(?:oa|or|at|ds|oc|cs|rg)_[0-9A-Za-z]{49}|eyJ[\w-]+\.[\w-]+\.[\w-]+/;

describe('the flow of an app, tried in the portal', () => {
  let server: TestApp;
  beforeAll(async () => {
    server = await TestApp.start();
  });
  afterAll(() => server.stop());

  const trialOf = async ({ app, person }: FlowWalk): Promise<FlowTrial | null> =>
    server.app.get(FlowTrials, { strict: false }).find({ client: app, userId: person.user.id });

  /** The status of each exchange, by its heading. */
  const statusesOf = (html: string): string[] =>
    [
      ...html.matchAll(/<h2>\d\. ([^<]+)<\/h2><span class="badge badge-neutral">Status (\d+)</g),
    ].map(([, title, status]) => `${String(title)} ${String(status)}`);

  it.each(METHODS)('is walked with an app of the method %s', async (method) => {
    const walk = await FlowWalk.start(server, { method });
    const page = await walk.begin();
    const trial = await trialOf(walk);
    expect(page.html).toContain(trial?.codeChallenge);
    expect(page.html).not.toContain(trial?.verifier);
    const back = await walk.decide(page);
    const { status, html } = await walk.pasteInto(page, back);
    expect(status).toBe(200);
    expect(statusesOf(html)).toEqual([
      'Token request 200',
      'A call with the access token 200',
      'Refresh 200',
      'Revocation 200',
      'The same call again 401',
    ]);
    expect(html.replaceAll('&quot;', '"')).toContain(PROOFS[method]);
    expect(html.includes('stands in for the client authentication')).toBe(method !== 'none');
    expect(html).toMatch(/isoa_…\w{4}/);
    expect(html).not.toMatch(WHOLE_SECRET);
    expect(html).not.toContain(trial?.verifier);
    expect(html).not.toContain(back.searchParams.get('code'));
    expect(await walk.livingTokens()).toBe(0);
  });

  it('stores neither state nor verifier in the clear, and one trial of each app and person', async () => {
    const walk = await FlowWalk.start(server);
    await walk.begin();
    await walk.begin();
    const rows = await server.database.query<{ row: string }>(
      'SELECT to_jsonb(t)::text AS row FROM flow_trials t WHERE client_id = $1',
      [walk.app.id],
    );
    const trial = await trialOf(walk);
    expect(rows).toHaveLength(1);
    expect(rows[0]?.row).not.toContain(trial?.verifier);
    expect(rows[0]?.row).not.toContain(trial?.state);
  });

  it('says which scopes were not granted, and why', async () => {
    const scopes = ['project:read', 'segments:read', 'audience:list'];
    const walk = await FlowWalk.start(server, { scopes });
    await walk.organisation.changeRole(walk.project, walk.person.user, 'developer');
    const page = await walk.begin();
    const { html } = await walk.pasteInto(
      page,
      await walk.decide(page, { scopes: ['project:read'] }),
    );
    expect(html).toContain('segments:read was asked for and does not work: you did not grant it');
    expect(html).toContain('audience:list was asked for and does not work: your role');
    expect(html).not.toContain('Everything that was asked for was granted.');
  });

  it('asks for what was ticked only', async () => {
    const walk = await FlowWalk.start(server);
    const page = await walk.begin(['segments:read', 'sms:send']);
    expect(walk.requestOn(page).searchParams.get('scope')).toBe('segments:read');
    const { html } = await walk.pasteInto(page, await walk.decide(page));
    expect(html).toContain('Everything that was asked for was granted.');
  });

  it('has no refresh for an app without refresh tokens, and revokes the access token', async () => {
    const walk = await FlowWalk.start(server, { grantTypes: ['authorization_code'] });
    const page = await walk.begin();
    const { html } = await walk.pasteInto(page, await walk.decide(page));
    expect(statusesOf(html)).toEqual([
      'Token request 200',
      'A call with the access token 200',
      'Revocation 200',
      'The same call again 401',
    ]);
    expect(html).toContain('There is no refresh token');
    expect(await walk.livingTokens()).toBe(0);
  });

  it('is for one resource, the Product API or MCP', async () => {
    const walk = await FlowWalk.start(server, { scopes: ['project:read', 'mcp:read'] });
    expect((await walk.begin(['mcp:read'])).html).toContain('Tick at least one scope');
    const page = await walk.begin(['project:read', 'mcp:read'], { resource: 'mcp' });
    const { searchParams } = walk.requestOn(page);
    expect(searchParams.get('resource')).toBe(`${server.origin}/mcp`);
    expect(searchParams.get('scope')).toBe('mcp:read');
    const { html } = await walk.pasteInto(page, await walk.decide(page));
    expect(statusesOf(html)).toContain('A call with the access token 200');
    expect(html).toContain(walk.project.wireId);
    expect(statusesOf(html)).toContain('The same call again 401');
  });

  it('leaves none either where the answer to the token request is lost, and says so', async () => {
    const walk = await FlowWalk.start(server);
    const page = await walk.begin();
    const back = await walk.decide(page);
    const own = server.app.get(OwnServer, { strict: false });
    const send = own.send.bind(own);
    const losing = jest.spyOn(own, 'send').mockImplementation(async (sent) => {
      await send(sent);
      throw new OwnServerError('No answer.');
    });
    const { status, html } = await walk.pasteInto(page, back);
    losing.mockRestore();
    expect([status, html]).toEqual([503, expect.stringContaining('did not answer a request')]);
    expect(await walk.livingTokens()).toBe(0);
  });

  it('runs over the port of the server itself, as the log of the app shows', async () => {
    const walk = await FlowWalk.start(server);
    const page = await walk.begin();
    await walk.pasteInto(page, await walk.decide(page));
    await server.app.get(NoteRequests, { strict: false }).flush();
    const log = await walk.person.open(`/developers/apps/${walk.app.clientId}/log`);
    const operations = [...log.html.matchAll(/<code>((?:GET|POST) [^<]*)<\/code>/g)].map(
      ([, each]) => each,
    );
    expect(operations).toEqual(['POST /oauth/token', 'GET /v1{/}', 'POST /oauth/token']);
  });
});

describe('the flow of an app whose revocation is refused by a limit', () => {
  it('leaves no token that works either', async () => {
    const server = await TestApp.start({ RATE_LIMIT_SCALE: '0.1' });
    const walk = await FlowWalk.start(server);
    const page = await walk.begin();
    const back = await walk.decide(page);
    const form = { token: 'x', client_id: walk.app.clientId };
    const revoke = () => server.http.post('/oauth/revoke').type('form').send(form);
    for (let sent = 0; sent < 10; sent++) await revoke();
    const { html } = await walk.pasteInto(page, back);
    expect(html).toMatch(/4\. Revocation<\/h2><span class="badge badge-neutral">Status 429</);
    expect(html).toContain('Another answer than 401 came back');
    expect(await walk.livingTokens()).toBe(0);
    await server.stop();
  });
});
