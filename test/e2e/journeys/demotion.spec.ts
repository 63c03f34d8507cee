import { World } from '../../support/world.js';

describe('somebody is demoted after connecting an app', () => {
  let world: World;
  beforeAll(async () => (world = await World.start()));
  afterAll(() => world.stop());

  it('narrows what the app may do at its next call, with the same token (RS-05)', async () => {
    const { admin, project, customer } = await world.owner();
    const app = await world.app();
    const tokens = await app.connect('webhooks:read', { customer, projects: [project] });

    const list = () => app.call(tokens, 'GET', `/v1/project/${project.wireId}/webhook`);
    expect((await list()).status).toBe(200);
    await admin.changeRole(project, customer.user, 'analyst');
    expect(await list()).toMatchObject({ status: 403, body: { code: 'insufficient_role' } });
  });
});
