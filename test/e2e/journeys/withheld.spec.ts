import { Customer } from '../../support/actors/customer.js';
import { Organisation } from '../../support/actors/organisation.js';
import { ThirdPartyApp } from '../../support/actors/third-party-app.js';
import { TestApp } from '../../support/test-app.js';
import { World } from '../../support/world.js';

const SCOPES = ['segments:read', 'audience:list'];

describe('a verified app asks for more than the role of a person holds', () => {
  let server: TestApp;
  let admin: Organisation;
  beforeAll(async () => {
    server = await TestApp.start();
    admin = await Organisation.of(server);
  });
  afterAll(() => server.stop());

  async function connect() {
    const project = await admin.createProject('Summer Shop');
    const customer = await Customer.join(server);
    await admin.addMember(project, customer.user, 'analyst');
    const verified = await new World(server).verifiedApp(SCOPES);
    const app = ThirdPartyApp.existing(server, verified);
    const tokens = await app.connect(SCOPES.join(' '), {
      customer,
      projects: [project],
      // The page has no checkbox for a scope that can be granted nowhere.
      scopes: ['segments:read'],
    });
    const scroll = () =>
      app.call(tokens, 'POST', `/v1/project/${project.wireId}/audience/scroll`, {});
    return { project, customer, tokens, scroll };
  }

  it('and gets the rest, with what is withheld and why (CONS-04, CONS-05)', async () => {
    const { project, tokens, scroll } = await connect();
    expect(tokens.scope).toBe('segments:read');
    expect(tokens.projects).toEqual([
      {
        id: project.wireId,
        name: 'Summer Shop',
        scope: 'segments:read',
        withheld: [{ scope: 'audience:list', reason: 'role' }],
      },
    ]);
    expect(await scroll()).toMatchObject({ status: 403, body: { code: 'insufficient_role' } });
  });

  it('and a promotion gives it nothing that was not granted (E5)', async () => {
    const { project, customer, scroll } = await connect();
    await admin.changeRole(project, customer.user, 'owner');
    expect(await scroll()).toMatchObject({ status: 403, body: { code: 'insufficient_scope' } });
  });

  it('and leaving the project ends it there, also after coming back (E5)', async () => {
    const { project, customer, scroll } = await connect();
    await admin.removeMember(project, customer.user);
    expect((await scroll()).status).toBe(404);
    await admin.addMember(project, customer.user, 'owner');
    expect((await scroll()).status).toBe(404);
  });
});
