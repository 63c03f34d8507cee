import type { Customer } from '../../support/actors/customer.js';
import type { TestProject } from '../../support/actors/organisation.js';
import type { Tokens } from '../../support/connected-app.js';
import { Organisation, type SecretApp } from '../../support/actors/organisation.js';
import { TestApp } from '../../support/test-app.js';

const SCOPES = ['project:read', 'segments:read', 'audience:list'];

/** An app of the organisation works unattended, and all changes to the admins who connected it. */
describe('a service', () => {
  let server: TestApp;
  let organisation: Organisation;
  let bakery: TestProject;
  let cafe: TestProject;
  let app: SecretApp;
  let adrian: Customer;
  let tokens: Tokens;

  beforeAll(async () => (server = await TestApp.start()));
  afterAll(() => server.stop());
  beforeEach(async () => {
    organisation = await Organisation.of(server);
    bakery = await organisation.createProject('Bakery');
    cafe = await organisation.createProject('Café');
    app = await organisation.app('Nightly Sync', { scopes: SCOPES });
    adrian = await organisation.person('Adrian', [
      [bakery, 'admin'],
      [cafe, 'owner'],
    ]);
    await organisation.connect(adrian, app, { projects: [bakery, cafe], scopes: SCOPES });
    tokens = (await organisation.token(app)).body;
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
    const lab = await organisation.createProject('Lab');
    await organisation.addMember(lab, adrian.user, 'owner');
    expect((await call(`${bakery.wireId}/segment`)).status).toBe(200);
    expect((await contacts(cafe)).status).toBe(200);
    expect((await call(`${lab.wireId}/segment`)).status).toBe(404);
  });

  it('narrows with its admin’s role at the next call, and comes back with it (REF-06)', async () => {
    expect((await contacts(bakery)).status).toBe(200);
    await organisation.changeRole(bakery, adrian.user, 'viewer');
    expect(await contacts(bakery)).toEqual({ status: 403, code: 'insufficient_role' });
    expect((await call(`${bakery.wireId}/segment`)).status).toBe(200);
    expect((await contacts(cafe)).status).toBe(200);
    const { body } = await organisation.token(app);
    expect(body.projects.find(({ name }) => name === 'Bakery')).toMatchObject({
      scope: 'project:read segments:read',
      withheld: [{ scope: 'audience:list', reason: 'role' }],
    });
    await organisation.changeRole(bakery, adrian.user, 'admin');
    expect((await contacts(bakery)).status).toBe(200);
  });

  it('ends in a project with its admin’s stay there, and does not come back with the person', async () => {
    await organisation.removeMember(bakery, adrian.user);
    expect((await call(`${bakery.wireId}/segment`)).status).toBe(404);
    expect((await call(`${cafe.wireId}/segment`)).status).toBe(200);
    await organisation.addMember(bakery, adrian.user, 'owner');
    expect((await call(`${bakery.wireId}/segment`)).status).toBe(404);
    await organisation.connect(adrian, app, { projects: [bakery, cafe], scopes: SCOPES });
    expect((await call(`${bakery.wireId}/segment`)).status).toBe(200);
  });

  it('stops on the free plan, and goes on when the plan is back', async () => {
    await organisation.changePlan(bakery, 'free');
    const refused = { status: 403, code: 'plan_required' };
    expect(await call(`${bakery.wireId}/segment`)).toEqual(refused);
    expect((await call(`${cafe.wireId}/segment`)).status).toBe(200);
    await organisation.changePlan(bakery, 'pro');
    expect((await call(`${bakery.wireId}/segment`)).status).toBe(200);
  });

  it('stops where a project lets no unverified app in any more', async () => {
    await organisation.changeAppPolicy(bakery, 'verified-only');
    const refused = { status: 403, code: 'denied_by_policy' };
    expect(await call(`${bakery.wireId}/segment`)).toEqual(refused);
  });

  it('is told by a colleague’s disconnect at the next call (REV-05)', async () => {
    const olivia = await organisation.person('Olivia', [[bakery, 'owner']]);
    await organisation.disconnect(olivia, app, bakery);
    expect((await call(`${bakery.wireId}/segment`)).status).toBe(404);
    expect((await call(`${cafe.wireId}/segment`)).status).toBe(200);
    await organisation.disconnect(adrian, app);
    expect((await call(`${cafe.wireId}/segment`)).status).toBe(401);
    expect((await organisation.token(app)).body).toMatchObject({ error: 'unauthorized_client' });
  });

  it('has no place among what a person connected', async () => {
    const { html } = await adrian.open('/dashboard/connected-apps');
    expect(html).toContain('You have not connected any app');
    expect(html).toContain('href="/dashboard/services"');
  });
});
