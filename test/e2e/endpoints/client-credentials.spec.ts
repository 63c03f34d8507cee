import { toWireId } from '../../../src/kernel/ids.js';
import { ConnectedApp } from '../../support/connected-app.js';
import { ServiceApp } from '../../support/service-app.js';
import { TestApp } from '../../support/test-app.js';
import { laterAuditOf } from '../../support/token-facts.js';

const BOTH = ['project:read', 'segments:read'];

describe('grant_type=client_credentials', () => {
  let server: TestApp;
  let app: ServiceApp;

  const change = (sql: string, ...values: unknown[]) => server.database.query(sql, values);
  const call = (token: string, path: string) =>
    server.http.get(path).set('Authorization', `Bearer ${token}`);

  beforeAll(async () => (server = await TestApp.start()));
  afterAll(() => server.stop());
  beforeEach(async () => (app = await ServiceApp.register(server)));

  it('gives a token for everything granted, and no refresh token (TOK-15, TOK-03)', async () => {
    const bakery = await app.addProject();
    const cafe = await app.addProject({ name: 'Café', scopes: ['project:read'] });
    const { body, headers } = await app.requestTokens().expect(200);
    const { access_token: token, ...rest } = body as Record<string, unknown>;
    expect(token).toMatch(/^isoa_[0-9A-Za-z]{49}$/);
    expect(rest).toEqual({
      token_type: 'Bearer',
      expires_in: 3600,
      scope: 'project:read segments:read',
      projects: [
        {
          id: toWireId('prj', bakery.id),
          name: 'Bakery',
          scope: 'project:read segments:read',
          withheld: [],
        },
        {
          id: toWireId('prj', cafe.id),
          name: 'Café',
          scope: 'project:read',
          withheld: [{ scope: 'segments:read', reason: 'person' }],
        },
      ],
    });
    expect(headers['cache-control']).toBe('no-store');
    await call(String(token), `/v1/project/${toWireId('prj', bakery.id)}/segment`).expect(200);
    await call(String(token), `/v1/project/${toWireId('prj', cafe.id)}/segment`).expect(403);
  });

  it('gives less if the app asks for less, and the guard holds it to that (TOK-15)', async () => {
    const { id } = await app.addProject();
    const tokens = await app.getTokens('project:read');
    expect(tokens).toMatchObject({ scope: 'project:read', projects: [{ withheld: [] }] });
    await call(tokens.access_token, `/v1/project/${toWireId('prj', id)}`).expect(200);
    const refused = await call(
      tokens.access_token,
      `/v1/project/${toWireId('prj', id)}/segment`,
    ).expect(403);
    expect(refused.body).toMatchObject({ code: 'insufficient_scope' });
  });

  it.each([
    ['of an account', 'project:read openid'],
    ['that would keep it', 'offline_access'],
    ['nobody knows', 'everything'],
    ['of API tokens', 'audit:read'],
    ['beyond the grant', 'project:read segments:write'],
    ['malformed', 'project:read  segments:read'],
  ])('refuses a scope %s as invalid_scope (TOK-15)', async (_name, scope) => {
    await app.addProject();
    const { body } = await app.requestTokens({ scope }).expect(400);
    expect(body).toMatchObject({ error: 'invalid_scope' });
  });

  it('ends with the grant, if that is sooner than an hour', async () => {
    const brief = await ServiceApp.connect(server, { grantLife: '10 minutes' });
    const { expires_in: seconds } = await brief.getTokens();
    expect(seconds).toBeGreaterThan(590);
    expect(seconds).toBeLessThanOrEqual(600);
  });

  describe('is unauthorized_client (TOK-15)', () => {
    it('for an app that nobody connected as a service', async () => {
      const stray = await ServiceApp.register(server, { grantLife: null });
      const { body } = await stray.requestTokens().expect(400);
      expect(body).toMatchObject({ error: 'unauthorized_client' });
    });

    it.each([
      [
        'was disconnected',
        `UPDATE grants SET revoked_at = now(), revoked_reason = 'x' WHERE id = $1`,
      ],
      ['has run out', `UPDATE grants SET expires_at = now() - interval '1 second' WHERE id = $1`],
      ['lost its last project', `UPDATE grant_projects SET revoked_at = now() WHERE grant_id = $1`],
      [
        'lost the admin who connected it',
        `UPDATE memberships m SET ended_at = now() FROM grant_projects gp
         WHERE gp.grant_id = $1 AND m.id = gp.membership_id`,
      ],
      [
        'has projects of which the plan allows nothing',
        `UPDATE projects p SET plan = 'free' FROM grant_projects gp
         WHERE gp.grant_id = $1 AND p.id = gp.project_id`,
      ],
    ])('for one that %s', async (_name, sql) => {
      await app.addProject();
      await app.requestTokens().expect(200);
      await change(sql, app.grantId);
      const { body } = await app.requestTokens().expect(400);
      expect(body).toMatchObject({ error: 'unauthorized_client' });
    });

    it('for an app that is not registered for it', async () => {
      const other = await ServiceApp.register(server, {
        grantTypes: ['authorization_code'],
      });
      const { body } = await other.requestTokens().expect(400);
      expect(body).toMatchObject({ error: 'unauthorized_client' });
    });

    it('for apps that registered themselves, public or with a secret', async () => {
      for (const method of ['none', 'client_secret_post']) {
        const { body: registered } = await server.http.post('/oauth/register').send({
          redirect_uris: ['https://app.example/callback'],
          grant_types: ['authorization_code', 'client_credentials'],
          token_endpoint_auth_method: method,
        });
        const { client_id, client_secret = '', grant_types } = registered as Record<string, string>;
        expect(grant_types).toEqual(['authorization_code']);
        const form = { grant_type: 'client_credentials', client_id, client_secret };
        const { body } = await server.http.post('/oauth/token').type('form').send(form).expect(400);
        expect(body).toMatchObject({ error: 'unauthorized_client' });
      }
    });
  });

  it('needs the secret itself (CA-04, TOK-15)', async () => {
    await app.addProject();
    for (const client_secret of ['', 'wrong']) {
      const { body } = await app.requestTokens({ client_secret }).expect(401);
      expect(body).toMatchObject({ error: 'invalid_client' });
    }
  });

  it('is for the grant’s resource alone (RES-02)', async () => {
    await app.addProject();
    await app.requestTokens({ resource: `${server.origin}/v1` }).expect(200);
    for (const resource of [`${server.origin}/mcp`, 'https://other.example', 'x']) {
      const { body } = await app.requestTokens({ resource }).expect(400);
      expect(body).toMatchObject({ error: 'invalid_target' });
    }
  });

  it('takes no credential of another grant type (B8)', async () => {
    await app.addProject();
    for (const name of ['code', 'code_verifier', 'refresh_token']) {
      const { body } = await app.requestTokens({ [name]: 'x' }).expect(400);
      expect(body).toMatchObject({ error: 'invalid_request' });
    }
  });

  it('does not give a service the powers of the app’s people, nor the other way round', async () => {
    await app.addProject();
    const person = await ConnectedApp.connect(server);
    const { refresh_token, access_token } = await person.getTokens(BOTH);
    await app.requestTokens({ grant_type: 'refresh_token', refresh_token }).expect(400);
    const { access_token: own } = await app.getTokens();
    const shown = await app.requestTokens({ grant_type: 'refresh_token', refresh_token: own });
    expect(shown.status).toBe(400);
    const { body } = await call(access_token, '/v1/').expect(200);
    expect(body).toMatchObject({ entity: { kind: 'oauth' } });
  });

  it('is audited as the app’s own act', async () => {
    await app.addProject();
    await app.getTokens('project:read');
    expect(await laterAuditOf(server, app.grantId)).toEqual([
      {
        type: 'token.issued',
        outcome: 'succeeded',
        actor: { kind: 'app', clientId: app.clientId, grantId: app.grantId },
        reason: null,
        context: { scopes: ['project:read'] },
      },
    ]);
  });
});
