import { toWireId } from '../../../src/kernel/ids.js';
import { mintSecret } from '../../../src/kernel/secret.js';
import { ApiTokenActivity } from '../../../src/modules/api-tokens/api-token-activity.service.js';
import { ConnectedApp } from '../../support/connected-app.js';
import { ProofKey } from '../../support/proof-key.js';
import { takeMails } from '../../support/queued-mails.js';
import { RequestStatements } from '../../support/request-statements.js';
import * as shortcuts from '../../support/shortcuts.js';
import { TestApp } from '../../support/test-app.js';
import { issueToken, TestToken } from '../../support/test-token.js';

describe('an API token', () => {
  let server: TestApp;
  let made: TestToken;
  let replica: TestApp;
  beforeAll(async () => {
    server = await TestApp.start();
    replica = await server.startReplica();
  });
  afterAll(async () => {
    await replica.stop();
    await server.stop();
  });
  beforeEach(async () => (made = await TestToken.make(server)));

  const withToken = (path: string, method: 'get' | 'post' = 'get') =>
    server.http[method](path).set('Authorization', made.authorization);

  it('says what it is, whose, and what works where', async () => {
    const scopes = ['project:read', 'sms:send'];
    made = await TestToken.make(server, { scopes, expiresInSeconds: 3_600, testMode: true });
    await shortcuts.changeRole(server, made.projectId, made.person.id, 'developer');
    const { body } = await made.ask('/v1/').expect(200);
    expect(body).toEqual({
      entity: {
        kind: 'api_token',
        app: null,
        grant: null,
        token: {
          id: toWireId('tok', made.token.id),
          title: 'Nightly export',
          test_mode: true,
          expires_at: made.token.expiresAt?.toISOString(),
        },
        user: { id: toWireId('usr', made.person.id) },
        projects: [
          expect.objectContaining({
            id: toWireId('prj', made.projectId),
            role: 'developer',
            scope: 'project:read',
            withheld: [{ scope: 'sms:send', reason: 'role' }],
          }),
        ],
      },
      metadata: { scopes: ['project:read'] },
    });
  });

  it('is verified by one statement', async () => {
    expect((await RequestStatements.of(made.get('/segment')))[0]).toBe(
      'api-token.verify-in-project',
    );
    expect(await RequestStatements.of(made.ask('/v1'))).toEqual(['api-token.verify']);
  });

  it('that is no token costs no statement (B10)', async () => {
    const cut = made.token.secret.slice(0, -1);
    for (const text of [cut, `${cut}_`, 'isat_', `${made.token.secret}x`]) {
      const request = server.http.get('/v1').set('Authorization', `Bearer ${text}`);
      expect(await RequestStatements.of(request, 401)).toEqual([]);
    }
    const unknown = `Bearer ${mintSecret('isat').text}`;
    await server.http.get('/v1').set('Authorization', unknown).expect(401);
  });

  it('works on every plan, under any policy for apps', async () => {
    await made.get().expect(200);
    await shortcuts.changeAppPolicy(server, made.projectId, 'closed');
    await made.get().expect(200);
  });

  it('follows the role of its creator, and never rises above what was chosen (E5)', async () => {
    made = await TestToken.make(server, { role: 'developer', scopes: ['webhooks:read'] });
    const scopesNow = async () =>
      ((await made.ask('/v1').expect(200)).body as { metadata: { scopes: string[] } }).metadata
        .scopes;
    expect(await scopesNow()).toEqual(['webhooks:read']);
    await shortcuts.changeRole(server, made.projectId, made.person.id, 'viewer');
    expect(await scopesNow()).toEqual([]);
    await shortcuts.changeRole(server, made.projectId, made.person.id, 'owner');
    expect(await scopesNow()).toEqual(['webhooks:read']);
  });

  it('ends in a project with the membership, and does not return with the person (E5)', async () => {
    await made.change('UPDATE memberships SET ended_at = now() WHERE id = $1', made.membershipId);
    await made.get().expect(404);
    await shortcuts.addMember(server, made.projectId, made.person.id, 'owner');
    await made.get().expect(404);
    expect(((await made.ask('/v1').expect(200)).body as never)['entity']).toMatchObject({
      projects: [],
    });
  });

  it.each([
    [
      'it is revoked (E4)',
      `UPDATE api_tokens SET revoked_at = now(), revoked_reason = 'x' WHERE id = $1`,
    ],
    ['it has expired', `UPDATE api_tokens SET expires_at = now() WHERE id = $1`],
    [
      'the password of its creator was reset (E6)',
      `UPDATE users SET consent_epoch = consent_epoch + 1 WHERE id = (SELECT user_id FROM api_tokens WHERE id = $1)`,
    ],
    [
      'its creator is disabled',
      `UPDATE users SET disabled_at = now() WHERE id = (SELECT user_id FROM api_tokens WHERE id = $1)`,
    ],
  ])('does not work from the moment on that %s, at any replica', async (_case, sql) => {
    const there = () => replica.http.get('/v1').set('Authorization', made.authorization);
    await there().expect(200);
    await made.change(sql, made.token.id);
    for (const answer of [await there(), await made.ask('/v1'), await made.get()]) {
      expect(answer.status).toBe(401);
      expect(answer.headers['www-authenticate']).toContain('error="invalid_token"');
    }
  });

  it('reaches several projects, and no other', async () => {
    const [one, other] = [await TestToken.make(server), await TestToken.make(server)];
    await shortcuts.addMember(server, other.projectId, one.person.id, 'analyst');
    const foreign = toWireId('prj', other.projectId);
    await one.ask(`/v1/project/${foreign}`).expect(404);
    await shortcuts.changeRole(server, other.projectId, one.person.id, 'admin');
    const both = await issueToken(server, {
      userId: one.person.id,
      projectIds: [one.projectId, other.projectId],
    });
    for (const id of [one.projectId, other.projectId]) {
      await server.http
        .get(`/v1/project/${toWireId('prj', id)}`)
        .set('Authorization', `Bearer ${both.secret}`)
        .expect(200);
    }
  });

  it('is not taken with a proof of a key, which it is never bound to', async () => {
    const key = await ProofKey.make();
    const uri = `${server.origin}/v1`;
    const proof = await key.prove({ method: 'GET', uri, token: made.token.secret });
    const authorization = `DPoP ${made.token.secret}`;
    const { headers } = await server.http
      .get('/v1')
      .set({ authorization, dpop: proof })
      .expect(401);
    expect(headers['www-authenticate']).toContain('DPoP error="invalid_token"');
    await server.http.get('/v1').set({ authorization }).expect(401);
  });

  it('is refused at every other endpoint, in its dialect (MCP-02)', async () => {
    const mcp = await withToken('/mcp', 'post')
      .send({ jsonrpc: '2.0', id: 1, method: 'tools/list' })
      .expect(401);
    expect(mcp.headers['www-authenticate']).toContain('error="invalid_token"');
    expect(mcp.body).toMatchObject({ jsonrpc: '2.0', error: {} });
    const info = await withToken('/oauth/userinfo').expect(401);
    expect(info.headers['www-authenticate']).toContain('error="invalid_token"');
  });

  it('means nothing to the endpoints of OAuth (INTR-04, B10)', async () => {
    const app = await ConnectedApp.connect(server, { confidential: true });
    const credentials = { client_id: app.clientId, client_secret: app.secret };
    const post = (path: string, form: object) =>
      server.http
        .post(path)
        .type('form')
        .send({ ...credentials, ...form });
    const { secret: token } = made.token;
    expect((await post('/oauth/introspect', { token }).expect(200)).body).toEqual({
      active: false,
    });
    await post('/oauth/revoke', { token }).expect(200);
    const refresh = { grant_type: 'refresh_token', refresh_token: token };
    const { body } = await post('/oauth/token', refresh).expect(400);
    expect(body).toMatchObject({ error: 'invalid_grant' });
    await made.ask('/v1').expect(200);
  });

  it('manages nothing: no path of the API makes tokens, apps or members (E22)', async () => {
    const project = `/v1/project/${toWireId('prj', made.projectId)}`;
    for (const path of ['token', 'tokens', 'api-token', 'member', 'members', 'app', 'grant']) {
      await withToken(`${project}/${path}`, 'post').send({}).expect(404);
      await withToken(`/v1/${path}`, 'post').send({}).expect(404);
    }
    const page = await withToken('/dashboard/connected-apps');
    expect([302, 303]).toContain(page.status);
  });

  it('is shown when it was last used, away from the requests', async () => {
    const lastUse = async (): Promise<unknown> =>
      (
        await server.database.query<{ at: Date }>(
          'SELECT last_used_at AS at FROM api_token_activity WHERE token_id = $1',
          [made.token.id],
        )
      )[0]?.at;
    // That the request itself writes nothing is seen where its statements are counted.
    await made.get().expect(200);
    await server.app.get(ApiTokenActivity, { strict: false }).flush();
    expect(await lastUse()).toBeInstanceOf(Date);
  });

  describe('that somebody found', () => {
    const report = (token: string) =>
      server.http.post('/oauth/leaked').type('form').send({ token }).expect(200);

    it('is revoked, it alone, and its creator is told (G12)', async () => {
      const other = await issueToken(server, {
        userId: made.person.id,
        projectIds: [made.projectId],
      });
      await takeMails(server);
      expect((await report(made.token.secret)).body).toEqual({});
      await made.ask('/v1').expect(401);
      const authorization = `Bearer ${other.secret}`;
      await server.http.get('/v1').set({ authorization }).expect(200);
      const mails = await takeMails(server);
      expect(mails.map(({ to, subject }) => [to, subject])).toEqual([
        [made.person.email, 'The API token Nightly export had leaked and no longer works'],
      ]);
      await report(made.token.secret);
      expect(await takeMails(server)).toEqual([]);
    });
  });
});

describe('calls with API tokens', () => {
  let server: TestApp;
  beforeAll(async () => {
    server = await TestApp.start({ RATE_LIMIT_SCALE: '0.1', TRUSTED_PROXIES: '127.0.0.1' });
  });
  afterAll(() => server.stop());

  it('are limited for each token', async () => {
    const [one, other] = [await TestToken.make(server), await TestToken.make(server)];
    const answers = await Promise.all(Array.from({ length: 90 }, () => one.ask('/v1')));
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThanOrEqual(20);
    await other.ask('/v1').expect(200);
  });

  it('that fail are limited for each address (B10)', async () => {
    const from = '192.0.2.77';
    const ask = (text: string) =>
      server.http.get('/v1').set('X-Forwarded-For', from).set('Authorization', `Bearer ${text}`);
    const answers = await Promise.all(
      Array.from({ length: 60 }, () => ask(mintSecret('isat').text)),
    );
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(30);
    await ask(mintSecret('isat').text).expect(429);
  });
});
