import { Customer } from '../../support/actors/customer.js';
import { Organisation, type TestProject } from '../../support/actors/organisation.js';
import { ThirdPartyApp, type Tokens } from '../../support/actors/third-party-app.js';
import { TestApp } from '../../support/test-app.js';

const SCOPES = 'segments:read audience:list offline_access';

/** One story in order: each test continues the one before. */
describe('a person connects an app, uses it, and disconnects it', () => {
  let server: TestApp;
  let admin: Organisation;
  let customer: Customer;
  let app: ThirdPartyApp;
  let summer: TestProject;
  let winter: TestProject;
  let tokens: Tokens;

  beforeAll(async () => {
    server = await TestApp.start();
    admin = await Organisation.of(server);
    customer = await Customer.join(server);
    [summer, winter] = [
      await admin.createProject('Summer Shop'),
      await admin.createProject('Winter Shop'),
    ];
    for (const project of [summer, winter]) await admin.addMember(project, customer.user, 'owner');
    await admin.addSegment(summer, 'Everybody who bought bread');
    app = await ThirdPartyApp.register(server);
  });
  afterAll(() => server.stop());

  const segmentsOf = (project: TestProject) =>
    app.call(tokens, 'GET', `/v1/project/${project.wireId}/segment`);

  it('is not let into a project on the free plan, even if the form says so', async () => {
    const small = await admin.createProject('Small Shop', { plan: 'free' });
    await admin.addMember(small, customer.user, 'owner');
    const sent = app.askFor(SCOPES, { customer, projects: [small] });
    // The message of a failed consent: a summary instead of the whole page.
    const message = await sent.then(String, (error: unknown) => (error as Error).message);
    expect(message).toMatch(
      /^No way back to the app but 400; heading "Connect Bakery Insights[^"]*"; alert "[^"]+"; disabled "Small Shop [^"]*plan[^"]*"/,
    );
    expect(message.length).toBeLessThan(1_000);
  });

  it('hears of a refusal (AUTH-18)', async () => {
    const { answer } = await app.askFor(SCOPES, { customer, decision: 'deny' });
    expect(Object.fromEntries(answer)).toEqual({
      error: 'access_denied',
      error_description: expect.any(String) as string,
      state: 'xyz',
      iss: server.origin,
    });
  });

  it('gets tokens for exactly the projects that were ticked (CONS-05)', async () => {
    tokens = await app.connect(SCOPES, { customer, projects: [summer, winter] });
    expect(tokens.projects.map(({ id }) => id).sort()).toEqual(
      [summer.wireId, winter.wireId].sort(),
    );
    expect(new Set(tokens.scope.split(' '))).toEqual(new Set(SCOPES.split(' ')));
  });

  it('reads what is there', async () => {
    const { status, body } = await segmentsOf(summer);
    expect(status).toBe(200);
    expect(body.entities).toMatchObject([{ name: 'Everybody who bought bread' }]);
    expect((await segmentsOf(winter)).body.entities).toEqual([]);
  });

  it('refreshes, and the new token works (REF-01)', async () => {
    const { status, body } = await app.refresh(tokens);
    expect(status).toBe(200);
    expect(body.refresh_token).not.toBe(tokens.refresh_token);
    tokens = body as unknown as Tokens;
    expect((await segmentsOf(summer)).status).toBe(200);
  });

  it('finds nothing in a project that was disconnected, and all in the other one (RS-09)', async () => {
    await customer.disconnect(summer);
    expect(await segmentsOf(summer)).toMatchObject({ status: 404, body: { code: 'not_found' } });
    expect((await segmentsOf(winter)).status).toBe(200);
  });

  it('is refused everywhere at the next call after it was disconnected (CONS-09)', async () => {
    await customer.disconnect();
    const refused = await segmentsOf(winter);
    expect(refused.status).toBe(401);
    expect(refused.headers.get('www-authenticate')).toContain('error="invalid_token"');
    expect(await app.refresh(tokens)).toMatchObject({
      status: 400,
      body: { error: 'invalid_grant' },
    });
  });

  it('may ask again, and a refresh token shown twice ends that grant too (REF-02)', async () => {
    const first = await app.connect(SCOPES, { customer, projects: [winter] });
    const { body } = await app.refresh(first);
    tokens = body as unknown as Tokens;
    expect((await segmentsOf(winter)).status).toBe(200);
    expect((await app.refresh(first)).body.error).toBe('invalid_grant');
    expect((await segmentsOf(winter)).status).toBe(401);
  });
});
