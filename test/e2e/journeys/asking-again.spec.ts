import type { Customer } from '../../support/actors/customer.js';
import type { TestProject } from '../../support/actors/organisation.js';
import { ThirdPartyApp } from '../../support/actors/third-party-app.js';
import { TestApp } from '../../support/test-app.js';
import { World } from '../../support/world.js';

describe('an app asks a person', () => {
  let server: TestApp;
  let customer: Customer;
  let project: TestProject;
  let app: ThirdPartyApp;

  beforeAll(async () => {
    server = await TestApp.start();
    ({ customer, project } = await new World(server).owner('Summer Shop'));
    app = await ThirdPartyApp.register(server);
  });
  afterAll(() => server.stop());

  const segments = (tokens: { access_token: string }) =>
    app.call(tokens, 'GET', `/v1/project/${project.wireId}/segment`);
  const campaigns = (tokens: { access_token: string }) =>
    app.call(tokens, 'GET', `/v1/project/${project.wireId}/campaign`);

  it('the same thing twice, and is shown the page both times (CONS-02)', async () => {
    await app.connect('segments:read', { customer, projects: [project] });
    const page = await customer.open(app.authorizePath('segments:read'));
    expect([page.status, page.path]).toEqual([
      200,
      expect.stringMatching(/^\/oauth\/consent\/azr_/),
    ]);
  });

  it('for more than before: the page again, and the older token keeps to its own scopes (CONS-03)', async () => {
    const before = await app.connect('segments:read', { customer, projects: [project] });
    const after = await app.connect('segments:read campaigns:read', {
      customer,
      projects: [project],
    });
    expect((await campaigns(after)).status).toBe(200);
    expect((await segments(before)).status).toBe(200);
    expect(await campaigns(before)).toMatchObject({
      status: 403,
      body: { code: 'insufficient_scope' },
    });
  });

  it('for offline_access: given with a refresh token, dropped without one, never an error (CONS-11)', async () => {
    const asked = 'segments:read offline_access';
    const once = await ThirdPartyApp.register(server, { grant_types: ['authorization_code'] });
    const lasting = await app.connect(asked, { customer, projects: [project] });
    const passing = await once.connect(asked, { customer, projects: [project] });
    expect(lasting).toMatchObject({ refresh_token: expect.any(String) as string, scope: asked });
    expect(passing).not.toHaveProperty('refresh_token');
    expect(passing.scope).toBe('segments:read');
  });

  it('under the name of a verified app, and is called unverified all the same (DCR-15)', async () => {
    await new World(server).verifiedApp(['segments:read']);
    const impostor = await ThirdPartyApp.register(server, { client_name: 'Brightline' });
    const { html } = await customer.open(impostor.authorizePath('segments:read'));
    expect(html).not.toContain('Brightline');
    expect(html).toContain('Not verified');
    expect(html).not.toContain('>Verified<');
  });
});
