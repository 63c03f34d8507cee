import { toWireId } from '../../../src/kernel/ids.js';
import { ConnectedApp } from '../../support/connected-app.js';
import { RequestStatements } from '../../support/request-statements.js';
import { ServiceApp } from '../../support/service-app.js';
import { TestApp } from '../../support/test-app.js';

describe('GET /v1/', () => {
  let server: TestApp;
  beforeAll(async () => (server = await TestApp.start()));
  afterAll(() => server.stop());

  const describeWith = (token: string, path = '/v1/') =>
    server.http.get(path).set('Authorization', `Bearer ${token}`);

  it('tells an app who it is, for whom, and what works where', async () => {
    const app = await ConnectedApp.register(server, { accountScopes: ['offline_access'] });
    const scopes = ['project:read', 'audience:list', 'offline_access'];
    const shop = await app.addProject({ name: 'Shop', scopes });
    const cafe = await app.addProject({
      name: 'Café',
      role: 'developer',
      scopes: ['project:read', 'audience:list'],
      requestedScopes: ['project:read', 'audience:list', 'segments:read'],
    });
    const { token } = await app.getAccessToken(scopes);
    const { body } = await describeWith(token).expect(200);
    expect(body.entity).toMatchObject({
      kind: 'oauth',
      app: { id: app.clientId, name: 'Example App' },
      grant: { id: toWireId('grt', app.grantId) },
      projects: [
        {
          id: toWireId('prj', cafe.id),
          name: 'Café',
          organisation: { name: 'Café Ltd' },
          role: 'developer',
          plan: 'pro',
          scope: 'project:read',
        },
        {
          id: toWireId('prj', shop.id),
          role: 'owner',
          scope: 'project:read audience:list',
          withheld: [],
        },
      ],
    });
    expect(body.entity.projects[0].organisation.id).toMatch(/^org_/);
    expect(body.entity.projects[0].withheld).toEqual([
      { scope: 'audience:list', reason: 'role' },
      { scope: 'segments:read', reason: 'person' },
    ]);
    expect(Date.parse(String(body.entity.grant.expires_at))).toBeGreaterThan(Date.now());
    expect(new Set(body.metadata.scopes as string[])).toEqual(new Set(scopes));
  });

  it('tells of the person nothing but an id: no scope covers name or email', async () => {
    const app = await ConnectedApp.connect(server);
    const { token } = await app.getAccessToken();
    const { body, text } = await describeWith(token).expect(200);
    expect(body.entity.user).toEqual({ id: toWireId('usr', app.userId) });
    expect(text).not.toContain('Ana Ruiz');
    expect(text).not.toContain('@example.test');
  });

  it('tells a service the same, without a person (TOK-15)', async () => {
    const app = await ServiceApp.register(server);
    await app.addProject({ role: 'admin' });
    const { token } = await app.getAccessToken();
    const { body } = await describeWith(token).expect(200);
    expect(body.entity).toMatchObject({
      kind: 'service',
      app: { id: app.clientId, name: 'Nightly Sync' },
      grant: { id: toWireId('grt', app.grantId) },
      user: null,
      projects: [{ name: 'Bakery', role: 'admin', scope: 'project:read segments:read' }],
    });
  });

  it('works while no project is connected', async () => {
    const app = await ConnectedApp.register(server);
    const { id } = await app.addProject();
    const { token } = await app.getAccessToken();
    const sql = 'UPDATE grant_projects SET revoked_at = now() WHERE project_id = $1';
    await server.database.query(sql, [id]);
    const { body } = await describeWith(token).expect(200);
    expect(body).toMatchObject({ entity: { projects: [] }, metadata: { scopes: [] } });
  });

  it('forgets a project at the moment it is disconnected or the person leaves it (E5)', async () => {
    const app = await ConnectedApp.register(server);
    const [one, two] = [
      await app.addProject({ name: 'One' }),
      await app.addProject({ name: 'Two' }),
    ];
    const { token } = await app.getAccessToken();
    await server.database.query(
      `UPDATE grant_projects SET revoked_at = now() WHERE project_id = $1`,
      [one.id],
    );
    const { body } = await describeWith(token).expect(200);
    expect(body.entity.projects).toHaveLength(1);
    await server.database.query(`UPDATE memberships SET ended_at = now() WHERE id = $1`, [
      two.membershipId,
    ]);
    expect((await describeWith(token).expect(200)).body.entity.projects).toEqual([]);
  });

  it('costs one statement, and nothing is remembered between two calls (E4)', async () => {
    const app = await ConnectedApp.connect(server);
    const { token } = await app.getAccessToken();
    for (let call = 0; call < 2; call++) {
      expect(await RequestStatements.of(describeWith(token))).toEqual(['access-token.verify']);
    }
  });

  it('answers with and without the slash at the end', async () => {
    const app = await ConnectedApp.connect(server);
    const { token } = await app.getAccessToken();
    await describeWith(token, '/v1').expect(200);
    await describeWith(token, '/v1//').expect(404);
  });
});
