import { Customer } from '../../support/actors/customer.js';
import { ProjectAdmin } from '../../support/actors/project-admin.js';
import { ThirdPartyApp } from '../../support/actors/third-party-app.js';
import { TestApp } from '../../support/test-app.js';

describe('somebody is demoted after connecting an app', () => {
  let server: TestApp;
  beforeAll(async () => (server = await TestApp.start()));
  afterAll(() => server.stop());

  it('narrows what the app may do at its next call, with the same token (RS-05)', async () => {
    const admin = await ProjectAdmin.of(server);
    const project = await admin.createProject('Summer Shop');
    const customer = await Customer.join(server);
    await admin.addMember(project, customer.user, 'owner');
    const app = await ThirdPartyApp.register(server);
    const tokens = await app.connect('audience:list', { customer, projects: [project] });

    const scroll = () =>
      app.call(tokens, 'POST', `/v1/project/${project.wireId}/audience/scroll`, {});
    expect((await scroll()).status).toBe(200);
    await admin.changeRole(project, customer.user, 'analyst');
    expect(await scroll()).toMatchObject({ status: 403, body: { code: 'insufficient_role' } });
  });
});
