import { createHash } from 'node:crypto';
import { FlowTrials } from '../../../src/modules/developer-portal/internal/try/flow-trials.js';
import { ClearFlowTrialsJob } from '../../../src/modules/developer-portal/internal/try/clear-flow-trials.job.js';
import { TrialTokens } from '../../../src/modules/tokens/trial-tokens.service.js';
import { Browser, type BrowserPage } from '../../support/browser.js';
import { FLOW_REDIRECT_URI, FlowWalk, OTHER_REDIRECT_URI } from '../../support/flow-walk.js';
import { suspendApp } from '../../support/suspensions.js';
import { TestApp } from '../../support/test-app.js';

const ENDED = 'There is no open trial';

describe('an address that is pasted to try the flow', () => {
  let server: TestApp;
  let walk: FlowWalk;
  let page: BrowserPage;
  let back: URL;
  beforeAll(async () => {
    server = await TestApp.start();
    walk = await FlowWalk.start(server, { method: 'client_secret_basic' });
  });
  afterAll(() => server.stop());
  beforeEach(async () => {
    page = await walk.begin();
    back = await walk.decide(page);
  });

  const verifierOf = async ({ app, person }: FlowWalk): Promise<string> => {
    const trials = server.app.get(FlowTrials, { strict: false });
    return (await trials.find({ client: app, userId: person.user.id }))?.verifier ?? '';
  };

  /** The same address with another value, or without it. */
  const changed = (name: string, value: string | null): URL => {
    const url = new URL(back);
    if (value === null) url.searchParams.delete(name);
    else url.searchParams.set(name, value);
    return url;
  };

  const elsewhere = (uri: string): string => back.href.replace(FLOW_REDIRECT_URI, uri);

  it.each([
    ['nothing', () => '', 'Paste the address from the address bar.'],
    ['no address', () => 'the page', 'This is not an address.'],
    ['our own page', () => walk.requestOn(page), 'This is a page of this server'],
    [
      'another redirect URI of the app',
      () => elsewhere(OTHER_REDIRECT_URI),
      'another redirect URI of the app',
    ],
    [
      'that of another app',
      () => elsewhere('https://other.example/back'),
      'not the redirect URI of the request',
    ],
    [
      'another state',
      () => changed('state', 'xyz'),
      'The state is missing, or is that of another request',
    ],
    ['no state', () => changed('state', null), 'The state is missing'],
    [
      'another issuer',
      () => changed('iss', 'https://other.example'),
      'iss is missing, or is not this server',
    ],
    ['no issuer', () => changed('iss', null), 'iss is missing'],
    ['no code', () => changed('code', null), 'It has neither a code nor an error'],
    ['half a code', () => changed('code', 'isoc_123'), 'The code is not complete.'],
    ['two codes', () => `${back.href}&code=a`, 'A parameter is in it more than once.'],
    ['too much', () => `${back.href}&x=${'x'.repeat(8_000)}`, 'longer than 8000 characters'],
  ] as readonly (readonly [string, () => URL | string, string])[])(
    'is refused beside the field: %s',
    async (_name, address, message) => {
      const refused = await walk.pasteInto(page, address());
      expect(refused.status).toBe(400);
      const [, error] = /<span id="field-address-error"[^>]*>([^<]+)</.exec(refused.html) ?? [];
      expect(error).toContain(message);
      expect(refused.html).not.toContain(back.searchParams.get('code'));
      // The trial is still open.
      expect((await walk.pasteInto(page, back)).status).toBe(200);
    },
  );

  it('shows a denied consent with its description', async () => {
    page = await walk.begin();
    const denied = await walk.decide(page, { decision: 'deny' });
    const { status, html } = await walk.pasteInto(page, denied);
    expect(status).toBe(200);
    expect(html).toContain('The authorization was not granted');
    expect(html).toContain('<bdi>access_denied</bdi>');
    expect(html).toContain(denied.searchParams.get('error_description'));
    expect((await walk.pasteInto(page, denied)).html).toContain(ENDED);
  });

  it('is taken once, however often it comes', async () => {
    const answers = await Promise.all([1, 2, 3].map(() => walk.pasteInto(page, back)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 400, 400]);
    const again = await walk.pasteInto(page, back);
    expect(again.status).toBe(400);
    expect(again.html).toContain(ENDED);
  });

  it('is refused for an earlier trial', async () => {
    const later = await walk.begin();
    const refused = await walk.pasteInto(later, back);
    expect(refused.html).toContain('that of another request, perhaps of an earlier trial');
  });

  it('is refused once the trial is older than 15 minutes', async () => {
    await server.database.query(`UPDATE flow_trials SET expires_at = now() WHERE client_id = $1`, [
      walk.app.id,
    ]);
    const refused = await walk.pasteInto(page, back);
    expect([refused.status, refused.html.includes(ENDED)]).toEqual([400, true]);
    expect((await walk.person.open(walk.requestPath)).path).toBe(walk.path);
    await server.app.get(ClearFlowTrialsJob, { strict: false }).run();
    const left = await server.database.query('SELECT 1 FROM flow_trials WHERE client_id = $1', [
      walk.app.id,
    ]);
    expect(left).toEqual([]);
  });

  it('is refused once the code has expired, and the trial goes on with another one', async () => {
    await server.database.query('UPDATE authorization_codes SET expires_at = now()');
    const refused = await walk.pasteInto(page, back);
    expect(refused.html).toContain('This code is older than 60 seconds');
    expect((await walk.pasteInto(page, await walk.decide(page))).status).toBe(200);
  });

  it('does not end the tokens of an app that was faster', async () => {
    const other = await FlowWalk.start(server);
    const request = await other.begin();
    const answer = await other.decide(request);
    const redeemed = await server.http
      .post('/oauth/token')
      .type('form')
      .send({
        ...{ grant_type: 'authorization_code', client_id: other.app.clientId },
        ...{ code: answer.searchParams.get('code'), code_verifier: await verifierOf(other) },
      });
    expect(redeemed.status).toBe(200);
    expect((await other.pasteInto(request, answer)).html).toContain(
      'This code was redeemed already',
    );
    const { access_token } = redeemed.body as { access_token: string };
    const call = server.http.get('/v1/').set('Authorization', `Bearer ${access_token}`);
    expect((await call).status).toBe(200);
  });

  describe('by another person', () => {
    let colleague: FlowWalk;
    beforeAll(async () => {
      const { organisation, project } = walk;
      colleague = walk.as(await organisation.person('Eve', [[project, 'developer']]));
    });

    it('finishes no trial of a colleague', async () => {
      const theirs = await colleague.begin();
      const refused = await colleague.pasteInto(theirs, back);
      expect(refused.status).toBe(400);
      expect(refused.html).toContain('that of another request');
      expect((await walk.pasteInto(page, back)).status).toBe(200);
    });

    it('is refused where a colleague gave the consent (B19)', async () => {
      const theirs = await colleague.begin();
      const consent = await walk.person.answer(colleague.requestOn(theirs), {
        projects: [walk.project],
        scopes: ['project:read', 'segments:read'],
      });
      const refused = await colleague.pasteInto(theirs, consent);
      expect(refused.html).toContain('This code was issued for another person.');
    });

    it('is redeemed by no caller inside the server either (B19)', async () => {
      const form = new URLSearchParams({
        grant_type: 'authorization_code',
        code: back.searchParams.get('code') ?? '',
        code_verifier: await verifierOf(walk),
      }).toString();
      const tokens = server.app.get(TrialTokens, { strict: false });
      const { app, person } = walk;
      const theirs = { client: app, userId: colleague.person.user.id };
      expect((await tokens.token(form, theirs)).body).toMatchObject({ error: 'invalid_grant' });
      const other = await FlowWalk.start(server);
      const ofOther = { client: other.app, userId: person.user.id };
      expect((await tokens.token(form, ofOther)).body).toMatchObject({ error: 'invalid_grant' });
      const service = form.replace('authorization_code', 'client_credentials');
      await expect(
        tokens.token(service, { client: app, userId: person.user.id }),
      ).rejects.toThrow();
      expect((await tokens.token(form, { client: app, userId: person.user.id })).status).toBe(200);
    });
  });

  it('is refused for a request with another challenge', async () => {
    const request = walk.requestOn(page);
    const foreign = createHash('sha256').update('of somebody else').digest('base64url');
    request.searchParams.set('code_challenge', foreign);
    const answer = await walk.person.answer(request, {
      ...{ projects: [walk.project], scopes: ['project:read', 'segments:read'] },
    });
    const refused = await walk.pasteInto(page, answer);
    expect(refused.html).toContain('a request with another code_challenge');
  });
});

describe('the pages on which the flow is tried', () => {
  let server: TestApp;
  beforeAll(async () => {
    server = await TestApp.start({ RATE_LIMIT_SCALE: '1' });
  });
  afterAll(() => server.stop());

  it('are for the people of the organisation, and take its own forms only (D2)', async () => {
    const walk = await FlowWalk.start(server);
    const stranger = walk.as((await FlowWalk.start(server)).person);
    const page = await walk.begin();
    const { browser } = stranger.person;
    for (const path of [walk.path, walk.requestPath]) {
      expect((await stranger.person.open(path)).status).toBe(404);
      expect((await new Browser(server.origin).get(path)).status).toBe(303);
      expect((await walk.person.browser.post(path, { address: 'x' })).status).toBe(403);
    }
    const own = await stranger.person.open('/developers/sandbox');
    const csrf = /name="csrf_token" value="([^"]+)"/.exec(own.html)?.[1] ?? '';
    for (const path of [walk.path, walk.requestPath]) {
      expect((await browser.post(path, { csrf_token: csrf })).status).toBe(404);
    }
    expect(page.status).toBe(200);
  });

  it('accept no redirect URI that the app has not registered', async () => {
    const walk = await FlowWalk.start(server);
    const refused = await walk.send(['project:read'], { redirect_uri: `${server.origin}/x` });
    expect(refused.status).toBe(400);
    expect(refused.html).toContain('Choose a redirect URI that the app has registered.');
  });

  it('accept no form without a scope', async () => {
    const walk = await FlowWalk.start(server);
    const refused = await walk.send([]);
    expect([refused.status, refused.html.includes('Tick at least one scope')]).toEqual([400, true]);
  });

  it.each([
    [
      'a service',
      { grantTypes: ['client_credentials'], method: 'client_secret_basic' },
      'This app is a service',
    ],
    ['tokens bound to a key', { metadata: { dpop_bound_access_tokens: true } }, '(DPoP)'],
    [
      'pushed requests',
      { metadata: { require_pushed_authorization_requests: true } },
      '(RFC 9126)',
    ],
  ] as const)('say why they are not for an app with %s', async (_name, options, sentence) => {
    const walk = await FlowWalk.start(server, options);
    const { html } = await walk.person.open(walk.path);
    expect(html).toContain(sentence);
    expect(html).toContain('First requests in several languages');
    expect(html).not.toContain('name="redirect_uri"');
  });

  it('say so for a suspended app, also in the middle of a trial', async () => {
    const walk = await FlowWalk.start(server, { method: 'client_secret_basic' });
    const page = await walk.begin();
    const back = await walk.decide(page);
    await suspendApp(server, walk.app.id);
    expect((await walk.person.open(walk.path)).html).toContain('once the app is restored');
    expect((await walk.pasteInto(page, back)).status).toBe(400);
  });

  it('take 60 addresses in a quarter of an hour', async () => {
    const walk = await FlowWalk.start(server);
    const page = await walk.begin();
    const answers: number[] = [];
    for (let sent = 0; sent < 61; sent++) answers.push((await walk.pasteInto(page, 'x')).status);
    expect(answers.filter((status) => status === 400)).toHaveLength(60);
    expect(answers.at(-1)).toBe(429);
  });
});
