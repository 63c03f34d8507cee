import { toWireId } from '../../../src/kernel/ids.js';
import { ConnectedApp } from '../../support/connected-app.js';
import { ServiceApp } from '../../support/service-app.js';
import { TestApp } from '../../support/test-app.js';
import { auditOf, revokedAt } from '../../support/token-facts.js';

/** The responses of all other endpoints to a token without a person. */
describe('the token of a service', () => {
  let server: TestApp;
  let app: ServiceApp;
  let token: string;
  let projectId: string;

  const call = (path: string) => server.http.get(path).set('Authorization', `Bearer ${token}`);
  const change = (sql: string, ...values: unknown[]) => server.database.query(sql, values);
  const introspect = async () =>
    (await app.post('/oauth/introspect', { token }).expect(200)).body as object;

  beforeAll(async () => (server = await TestApp.start()));
  afterAll(() => server.stop());
  beforeEach(async () => {
    app = await ServiceApp.register(server);
    ({ id: projectId } = await app.addProject());
    ({ access_token: token } = await app.getTokens());
  });

  it('is introspected with the app as its subject, and no user (TOK-15, INTR-03)', async () => {
    const { iat, exp, ...rest } = (await introspect()) as { iat: number; exp: number };
    expect(exp - iat).toBe(3600);
    expect(rest).toEqual({
      active: true,
      iss: server.origin,
      client_id: app.clientId,
      sub: app.clientId,
      aud: `${server.origin}/v1`,
      token_type: 'Bearer',
      scope: 'project:read segments:read',
      projects: [{ id: toWireId('prj', projectId), scope: 'project:read segments:read' }],
    });
  });

  it('tells nothing at UserInfo: nobody is behind it (TOK-15, OIDC-04)', async () => {
    const { body, headers } = await call('/oauth/userinfo').expect(403);
    expect(body).toMatchObject({ error: 'insufficient_scope' });
    expect(headers['www-authenticate']).toContain('insufficient_scope');
  });

  it('ends alone at the revocation endpoint, and is audited as the app’s act (REV-02)', async () => {
    const other = await app.getTokens();
    const stranger = await ConnectedApp.register(server);
    await stranger.revoke(token).expect(200);
    await call('/v1/').expect(200);
    await app.post('/oauth/revoke', { token }).expect(200);
    await call('/v1/').expect(401);
    expect(await introspect()).toEqual({ active: false });
    token = other.access_token;
    await call('/v1/').expect(200);
    const [{ id }] = (await change(
      `SELECT t.id FROM access_tokens t JOIN token_families f ON f.id = t.family_id
       WHERE f.grant_id = $1 AND t.revoked_at IS NOT NULL`,
      app.grantId,
    )) as [{ id: string }];
    expect(await auditOf(server, id)).toMatchObject([
      { type: 'token.client_mismatch', outcome: 'refused' },
      {
        type: 'token.revoked',
        actor: { kind: 'app', clientId: app.clientId, grantId: app.grantId },
      },
    ]);
  });

  it('ends the whole connection when it is found in the open, and tells the admins (G12)', async () => {
    const viewer = await app.addMember(projectId, 'viewer');
    await server.http.post('/oauth/leaked').type('form').send({ token }).expect(200);
    expect(await revokedAt(server, 'grants', app.grantId)).not.toBeNull();
    await call('/v1/').expect(401);
    await app.requestTokens().expect(400);
    const letters = await change(
      `SELECT j.payload ->> 'to' AS to, j.payload ->> 'text' AS text FROM graphile_worker._private_jobs j
       WHERE j.payload ->> 'to' IN ($1, $2)`,
      `${app.adminId}@example.test`,
      `${viewer}@example.test`,
    );
    expect(letters).toMatchObject([{ to: `${app.adminId}@example.test` }]);
    expect(letters[0]?.text).toContain(`${server.origin}/dashboard/services`);
  });

  it('ends with the secret that brought it, when that is found in the open; the connection stays (G12)', async () => {
    await server.http.post('/oauth/leaked').type('form').send({ token: app.secret }).expect(200);
    await call('/v1/').expect(401);
    await app.requestTokens().expect(401);
    expect(await revokedAt(server, 'grants', app.grantId)).toBeNull();
    expect((await auditOf(server, app.grantId)).at(-1)).toMatchObject({
      type: 'family.revoked',
      reason: 'client_secret_leaked',
    });
  });

  it('is told apart at the Product API: plan, role, and what was never granted (RS-05)', async () => {
    const path = `/v1/project/${toWireId('prj', projectId)}/segment`;
    await call(path).expect(200);
    await change(`UPDATE projects SET plan = 'free' WHERE id = $1`, projectId);
    expect((await call(path).expect(403)).body).toMatchObject({ code: 'plan_required' });
    await change(`UPDATE projects SET plan = 'pro' WHERE id = $1`, projectId);
    await change(`UPDATE memberships SET ended_at = now() WHERE project_id = $1`, projectId);
    await call(path).expect(404);
    const { body } = await call('/v1/').expect(200);
    expect(body).toMatchObject({ entity: { kind: 'service', user: null, projects: [] } });
  });

  it('for another resource is no token here (RES-03)', async () => {
    await change(`UPDATE grants SET resource = resource || '/other' WHERE id = $1`, app.grantId);
    await call('/v1/').expect(401);
  });

  it('opens no page of the dashboard', async () => {
    for (const path of ['/dashboard/connected-apps', '/oauth/authorize']) {
      expect((await call(path)).status).not.toBe(200);
    }
  });
});
