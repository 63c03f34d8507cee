import type { Customer } from '../../support/actors/customer.js';
import type { TestProject } from '../../support/actors/project-admin.js';
import type { Tokens } from '../../support/connected-app.js';
import { ServiceScene, type SecretApp } from '../../support/service-scene.js';
import { TestApp } from '../../support/test-app.js';

const SCOPES = ['project:read', 'segments:read', 'audience:list'];

/** An app of the organisation works at night, and everything that can happen to whoever let it. */
describe('a service', () => {
  let server: TestApp;
  let scene: ServiceScene;
  let bakery: TestProject;
  let cafe: TestProject;
  let app: SecretApp;
  let adrian: Customer;
  let tokens: Tokens;

  beforeAll(async () => (server = await TestApp.start()));
  afterAll(() => server.stop());
  beforeEach(async () => {
    scene = await ServiceScene.open(server);
    bakery = await scene.organisation.createProject('Bakery');
    cafe = await scene.organisation.createProject('Café');
    app = await scene.app('Nightly Sync', { scopes: SCOPES });
    adrian = await scene.person('Adrian', [
      [bakery, 'admin'],
      [cafe, 'owner'],
    ]);
    await scene.connect(adrian, app, { projects: [bakery, cafe], scopes: SCOPES });
    tokens = (await scene.token(app)).body;
  });

  async function call(path: string): Promise<{ status: number; code: string | undefined }> {
    const request = server.http.get(`/v1/project/${path}`);
    const { status, body } = await request.set('Authorization', `Bearer ${tokens.access_token}`);
    return { status, code: (body as { code?: string }).code };
  }
  const contacts = async ({ wireId }: TestProject) => {
    const request = server.http.post(`/v1/project/${wireId}/audience/scroll`).send({ limit: 1 });
    const { status, body } = await request.set('Authorization', `Bearer ${tokens.access_token}`);
    return { status, code: (body as { code?: string }).code };
  };

  it('reads what it was given, in the projects that were ticked, and no others', async () => {
    const lab = await scene.organisation.createProject('Lab');
    await scene.organisation.addMember(lab, adrian.user, 'owner');
    expect((await call(`${bakery.wireId}/segment`)).status).toBe(200);
    expect((await contacts(cafe)).status).toBe(200);
    expect((await call(`${lab.wireId}/segment`)).status).toBe(404);
  });

  it('narrows with its admin’s role at the next call, and comes back with it (REF-06)', async () => {
    expect((await contacts(bakery)).status).toBe(200);
    await scene.organisation.changeRole(bakery, adrian.user, 'viewer');
    expect(await contacts(bakery)).toEqual({ status: 403, code: 'insufficient_role' });
    expect((await call(`${bakery.wireId}/segment`)).status).toBe(200);
    expect((await contacts(cafe)).status).toBe(200);
    const { body } = await scene.token(app);
    expect(body.projects.find(({ name }) => name === 'Bakery')).toMatchObject({
      scope: 'project:read segments:read',
      withheld: [{ scope: 'audience:list', reason: 'role' }],
    });
    await scene.organisation.changeRole(bakery, adrian.user, 'admin');
    expect((await contacts(bakery)).status).toBe(200);
  });

  it('ends in a project with its admin’s stay there, and does not come back with the person', async () => {
    await scene.organisation.removeMember(bakery, adrian.user);
    expect((await call(`${bakery.wireId}/segment`)).status).toBe(404);
    expect((await call(`${cafe.wireId}/segment`)).status).toBe(200);
    await scene.organisation.addMember(bakery, adrian.user, 'owner');
    expect((await call(`${bakery.wireId}/segment`)).status).toBe(404);
    await scene.connect(adrian, app, { projects: [bakery, cafe], scopes: SCOPES });
    expect((await call(`${bakery.wireId}/segment`)).status).toBe(200);
  });

  it('stops on the free plan, and goes on when the plan is back', async () => {
    await scene.organisation.changePlan(bakery, 'free');
    const refused = { status: 403, code: 'plan_required' };
    expect(await call(`${bakery.wireId}/segment`)).toEqual(refused);
    expect((await call(`${cafe.wireId}/segment`)).status).toBe(200);
    await scene.organisation.changePlan(bakery, 'pro');
    expect((await call(`${bakery.wireId}/segment`)).status).toBe(200);
  });

  it('stops where a project lets no unverified app in any more', async () => {
    await scene.organisation.changeAppPolicy(bakery, 'verified-only');
    const refused = { status: 403, code: 'denied_by_policy' };
    expect(await call(`${bakery.wireId}/segment`)).toEqual(refused);
  });

  it('is told by a colleague’s disconnect at the next call (REV-05)', async () => {
    const olivia = await scene.person('Olivia', [[bakery, 'owner']]);
    await scene.disconnect(olivia, app, bakery);
    expect((await call(`${bakery.wireId}/segment`)).status).toBe(404);
    expect((await call(`${cafe.wireId}/segment`)).status).toBe(200);
    await scene.disconnect(adrian, app);
    expect((await call(`${cafe.wireId}/segment`)).status).toBe(401);
    expect((await scene.token(app)).body).toMatchObject({ error: 'unauthorized_client' });
  });

  it('has no place among what a person connected', async () => {
    const { html } = await adrian.open('/dashboard/connected-apps');
    expect(html).toContain('You have not connected any app');
    expect(html).toContain('href="/dashboard/services"');
  });
});
