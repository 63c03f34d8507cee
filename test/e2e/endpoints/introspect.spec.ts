import type { Test } from 'supertest';
import { toWireId } from '../../../src/kernel/ids.js';
import { mintSecret } from '../../../src/kernel/secret.js';
import { ResourceServers } from '../../../src/modules/clients/resource-servers.service.js';
import { Database } from '../../../src/platform/database/database.js';
import { ConnectedApp, type ConnectedProject, type Tokens } from '../../support/connected-app.js';
import { TestApp } from '../../support/test-app.js';

const INACTIVE = { active: false };

describe('POST /oauth/introspect', () => {
  let server: TestApp;
  let app: ConnectedApp;
  let project: ConnectedProject;
  let tokens: Tokens;
  let api: { readonly clientId: string; readonly secret: string };

  const ask = (form: object): Test => server.http.post('/oauth/introspect').type('form').send(form);
  const asApp = (token: string, form = {}): Test =>
    ask({ client_id: app.clientId, client_secret: app.secret, token, ...form });
  const asApi = (token: string): Test => ask({ token }).auth(api.clientId, api.secret);
  const change = (sql: string, ...values: unknown[]) => server.database.query(sql, values);

  beforeAll(async () => {
    server = await TestApp.start();
    const servers = server.app.get(ResourceServers, { strict: false });
    api = await server.app
      .get(Database)
      .transaction((tx) => servers.create(tx, 'Edge gateway', 'api'));
  });
  afterAll(() => server.stop());
  beforeEach(async () => {
    app = await ConnectedApp.register(server, { confidential: true });
    project = await app.addProject();
    tokens = await app.getTokens();
  });

  it('tells an app what its own access token is worth, not to be stored (INTR-03)', async () => {
    const response = await asApp(tokens.access_token).expect(200);
    const { iat, exp, ...rest } = response.body as { iat: number; exp: number };
    expect(rest).toEqual({
      active: true,
      iss: server.origin,
      client_id: app.clientId,
      sub: toWireId('usr', app.userId),
      aud: `${server.origin}/v1`,
      token_type: 'Bearer',
      scope: tokens.scope,
      projects: [{ id: toWireId('prj', project.id), scope: 'project:read segments:read' }],
    });
    expect(Number.isInteger(iat) && Number.isInteger(exp)).toBe(true);
    expect(exp - iat).toBe(3600);
    expect(response.headers['cache-control']).toBe('no-store');
    expect(response.headers['content-type']).toContain('application/json');
  });

  it('tells an app of its own refresh token, which is of no token type (INTR-03, INTR-04)', async () => {
    const { body } = await asApp(tokens.refresh_token).expect(200);
    expect(body).toMatchObject({ active: true, client_id: app.clientId, scope: tokens.scope });
    expect(body).not.toHaveProperty('token_type');
  });

  it.each([
    ['access no longer persists', 'UPDATE grants SET refreshable_since = NULL WHERE id = $1'],
    [
      'access persists only since later',
      `UPDATE grants SET refreshable_since = now() + interval '1 second' WHERE id = $1`,
    ],
    [
      'the app is not registered to refresh any more',
      `UPDATE clients c SET grant_types = '{authorization_code}' FROM grants g
       WHERE g.client_id = c.id AND g.id = $1`,
    ],
  ])(
    'says of a refresh token that is not active what refresh says: %s (INTR-03)',
    async (_, sql) => {
      await change(sql, app.grantId);
      await app.refresh(tokens.refresh_token).expect(400);
      expect((await asApp(tokens.refresh_token).expect(200)).body).toEqual(INACTIVE);
      expect((await asApp(tokens.access_token).expect(200)).body).toMatchObject({ active: true });
    },
  );

  it('reports what is effective now, as the token response does (INTR-03)', async () => {
    await change(`UPDATE memberships SET role = 'viewer' WHERE id = $1`, project.membershipId);
    const { body } = await asApp(tokens.access_token).expect(200);
    const { body: refreshed } = await app.refresh(tokens.refresh_token).expect(200);
    const { scope, projects } = refreshed as Tokens;
    expect(body).toMatchObject({ scope, projects: [{ scope: projects[0]?.scope }] });
    await change(`UPDATE memberships SET ended_at = now() WHERE id = $1`, project.membershipId);
    const { body: ended } = await asApp(tokens.access_token).expect(200);
    expect(ended).toMatchObject({ active: true, scope: '', projects: [] });
  });

  it('knows a narrowing made at refresh', async () => {
    const { body } = await app.refresh(tokens.refresh_token, { scope: 'project:read' });
    const { body: told } = await asApp((body as Tokens).access_token).expect(200);
    expect(told).toMatchObject({ active: true, scope: 'project:read' });
  });

  describe('asked by a resource server', () => {
    it('shows the access tokens of its audience, of any app (INTR-04)', async () => {
      const stranger = await ConnectedApp.connect(server);
      for (const owner of [app, stranger]) {
        const { access_token: token } = await owner.getTokens();
        const { body } = await asApi(token).expect(200);
        expect(body).toMatchObject({ active: true, client_id: owner.clientId });
      }
    });

    it('hides those of another audience (INTR-04, B9)', async () => {
      await change(
        `UPDATE grants SET resource = 'https://x.example/mcp' WHERE id = $1`,
        app.grantId,
      );
      expect((await asApi(tokens.access_token).expect(200)).body).toEqual(INACTIVE);
      expect((await asApp(tokens.access_token).expect(200)).body).toMatchObject({ active: true });
    });

    it('never shows a refresh token (INTR-04)', async () => {
      expect((await asApi(tokens.refresh_token).expect(200)).body).toEqual(INACTIVE);
    });

    it('takes its credential in the body too, and only while it is enabled (INTR-01)', async () => {
      const body = { client_id: api.clientId, client_secret: api.secret };
      await ask({ ...body, token: tokens.access_token }).expect(200);
      await ask({ ...body, client_secret: mintSecret('iscs').text, token: 'x' }).expect(401);
      const other = toWireId('rsv', app.clientUuid);
      await ask({ ...body, client_id: other, token: 'x' }).expect(401);
      await change(`UPDATE resource_servers SET disabled_at = now()`);
      await asApi(tokens.access_token).expect(401);
      await change(`UPDATE resource_servers SET disabled_at = NULL`);
    });

    it('is good for nothing else', async () => {
      const credential = { client_id: api.clientId, client_secret: api.secret };
      const refresh = { grant_type: 'refresh_token', refresh_token: tokens.refresh_token };
      const post = (path: string, form: object) =>
        server.http
          .post(path)
          .type('form')
          .send({ ...credential, ...form });
      await post('/oauth/token', refresh).expect(401);
      await post('/oauth/revoke', { token: tokens.access_token }).expect(401);
    });
  });

  it('says nothing at all of a token of another app (INTR-02, INTR-04, B17)', async () => {
    const stranger = await ConnectedApp.register(server, { confidential: true });
    for (const token of [tokens.access_token, tokens.refresh_token]) {
      const form = { client_id: stranger.clientId, client_secret: stranger.secret, token };
      expect((await ask(form).expect(200)).body).toEqual(INACTIVE);
    }
  });

  it.each([
    ['revoked', `UPDATE access_tokens SET revoked_at = now()`],
    ['of a revoked family', `UPDATE token_families SET revoked_at = now()`],
    ['of a revoked grant', `UPDATE grants SET revoked_at = now(), revoked_reason = 'leaked'`],
    ['expired', `UPDATE access_tokens SET expires_at = now()`],
    ['from before a password reset', `UPDATE users SET consent_epoch = consent_epoch + 1`],
  ])('calls an access token that is %s just inactive (INTR-02)', async (_case, sql) => {
    await change(sql);
    expect((await asApp(tokens.access_token).expect(200)).body).toEqual(INACTIVE);
    expect((await asApi(tokens.access_token).expect(200)).body).toEqual(INACTIVE);
  });

  it('calls a spent refresh token inactive, and takes the question for no replay (INTR-02)', async () => {
    const { body } = await app.refresh(tokens.refresh_token).expect(200);
    expect((await asApp(tokens.refresh_token).expect(200)).body).toEqual(INACTIVE);
    const { body: told } = await asApp((body as Tokens).access_token).expect(200);
    expect(told).toMatchObject({ active: true });
  });

  it.each(['x', '\0', 'isoa', 'isor', 'isat', 'isoc', 'iscs'])(
    'calls %j, which never was a token, inactive (INTR-02)',
    async (kind) => {
      const token = kind.startsWith('is') ? mintSecret(kind as 'isoa').text : kind;
      expect((await asApp(token).expect(200)).body).toEqual(INACTIVE);
    },
  );

  it.each(['refresh_token', 'access_token', 'nonsense'])(
    'hides no token because of the hint “%s” (INTR-01)',
    async (token_type_hint) => {
      for (const token of [tokens.access_token, tokens.refresh_token]) {
        const { body } = await asApp(token, { token_type_hint }).expect(200);
        expect(body).toMatchObject({ active: true });
      }
    },
  );

  describe('without a proof of who asks (INTR-01, B17)', () => {
    const refused = async (question: Test) => {
      const { body, headers } = await question.expect(401);
      expect(body).toMatchObject({ error: 'invalid_client' });
      expect(headers['www-authenticate']).toContain('Basic');
    };

    it('answers nobody', async () => {
      await refused(ask({ token: tokens.access_token }));
      await refused(asApp(tokens.access_token, { client_secret: '' }));
      await refused(asApp(tokens.access_token, { client_secret: mintSecret('iscs').text }));
      await refused(ask({ token: 'x' }).auth(tokens.access_token, { type: 'bearer' }));
      await refused(ask({ token: 'x', client_id: api.clientId }));
    });

    it('answers no public client, not even about its own token', async () => {
      const open = await ConnectedApp.connect(server);
      const { access_token: token } = await open.getTokens();
      await refused(ask({ client_id: open.clientId, token }));
      await refused(ask({ client_id: open.clientId, client_secret: app.secret, token }));
    });

    it('answers no client that leaves out a secret it never asked for', async () => {
      await change(`UPDATE clients SET auth_method_defaulted = true WHERE id = $1`, app.clientUuid);
      await change(`UPDATE clients SET authenticated_at = NULL WHERE id = $1`, app.clientUuid);
      await refused(asApp(tokens.access_token, { client_secret: '' }));
    });
  });

  it('wants a token, as a form, by POST, and from no browser (INTR-01)', async () => {
    const { body } = await asApp('').expect(400);
    expect(body).toMatchObject({ error: 'invalid_request' });
    await server.http.post('/oauth/introspect').send({ token: 'x' }).expect(400);
    const { headers } = await server.http.get('/oauth/introspect').expect(405);
    expect(headers.allow).toBe('POST');
    const fetched = await asApp(tokens.access_token).set('Origin', 'https://app.example');
    expect(fetched.headers).not.toHaveProperty('access-control-allow-origin');
  });
});
