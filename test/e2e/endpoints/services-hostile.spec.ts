import type { Customer } from '../../support/actors/customer.js';
import type { TestProject } from '../../support/actors/organisation.js';
import { hiddenFields } from '../../support/browser.js';
import { Organisation, type SecretApp } from '../../support/actors/organisation.js';
import { TestApp } from '../../support/test-app.js';

/** Attacks with a browser on the pages about services. */
describe('the pages about services', () => {
  let server: TestApp;
  let organisation: Organisation;
  let bakery: TestProject;
  let cafe: TestProject;
  let app: SecretApp;
  let olivia: Customer;

  const rows = () =>
    server.database.query<{ name: string; email: string }>(
      `SELECT p.name, u.email FROM grants g JOIN grant_projects gp ON gp.grant_id = g.id AND gp.revoked_at IS NULL
       JOIN projects p ON p.id = gp.project_id JOIN memberships m ON m.id = gp.membership_id
       JOIN users u ON u.id = m.user_id
       WHERE g.client_id = $1 AND g.kind = 'service' AND g.revoked_at IS NULL ORDER BY p.name`,
      [app.id],
    );

  beforeAll(async () => (server = await TestApp.start()));
  afterAll(() => server.stop());
  beforeEach(async () => {
    organisation = await Organisation.of(server);
    bakery = await organisation.createProject('Bakery');
    cafe = await organisation.createProject('Café');
    app = await organisation.app();
    olivia = await organisation.person('Olivia', [[bakery, 'owner']]);
  });

  it('do not let the admin of one project tick another (D11)', async () => {
    const asViewer = await organisation.person('Vera', [
      [bakery, 'admin'],
      [cafe, 'marketer'],
    ]);
    for (const person of [olivia, asViewer]) {
      const answer = await organisation.connect(person, app, { projects: [bakery, cafe] });
      expect(answer.status).toBe(400);
      expect(answer.html).toContain('was not on offer');
    }
    expect(await rows()).toEqual([]);
  });

  it('do not let a service into another organisation, though the admin runs a project there', async () => {
    const other = await Organisation.of(server);
    const foreign = await other.createProject('Foreign');
    await other.addMember(foreign, olivia.user, 'owner');
    expect((await olivia.open(app.path)).html).not.toContain('Foreign');
    const answer = await organisation.connect(olivia, app, { projects: [foreign] });
    expect(answer.status).toBe(400);
    expect(await rows()).toEqual([]);
  });

  it.each([
    ['of another organisation', () => Organisation.of(server).then((other) => other.app())],
    [
      'that is public',
      () => organisation.app('Public', { method: 'none', grantTypes: ['authorization_code'] }),
    ],
    ['that does not exist', () => Promise.resolve({ ...app, path: '/dashboard/services/app_x' })],
  ])('know no app %s', async (_name, find) => {
    const { path } = await find();
    expect((await olivia.open(path)).status).toBe(404);
    const { html } = await olivia.open(app.path);
    const answer = await olivia.browser.post(path, hiddenFields(html, app.path));
    expect(answer.status).toBe(404);
  });

  it('refuse an app that is not registered for client credentials', async () => {
    const people = await organisation.app('For People', { grantTypes: ['authorization_code'] });
    const { status, html } = await olivia.open(people.path);
    expect(status).toBe(403);
    expect(html).toContain('not registered for client credentials');
  });

  it('show nothing to whoever is not owner or admin, nor take their forms', async () => {
    const dario = await organisation.person('Dario', [[bakery, 'developer']]);
    await organisation.connect(olivia, app, { projects: [bakery] });
    const token = hiddenFields((await dario.open('/dashboard/connected-apps')).html, '/logout');
    for (const path of [
      app.path,
      `${app.path}/disconnect`,
      `${app.path}/disconnect/${bakery.wireId}`,
    ]) {
      expect((await dario.open(path)).status).toBe(404);
      expect((await dario.browser.post(path, { ...token, project: bakery.wireId })).status).toBe(
        404,
      );
    }
    expect(await rows()).toHaveLength(1);
  });

  it('take no form without the token of its session, nor one from elsewhere (D1)', async () => {
    const page = await olivia.open(app.path);
    const fields = { project: bakery.wireId, scope: 'segments:read' };
    const bare = await olivia.browser.post(app.path, fields);
    const foreign = await olivia.browser.post(
      app.path,
      { ...fields, ...hiddenFields(page.html, app.path) },
      { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
    );
    expect([bare.status, foreign.status]).toEqual([403, 403]);
    expect(await rows()).toEqual([]);
  });

  it('read nothing from the form but ticks and duration', async () => {
    const page = await olivia.open(app.path);
    await olivia.browser.post(app.path, [
      ...Object.entries(hiddenFields(page.html, app.path)),
      ['project', bakery.wireId],
      ['scope', 'segments:read'],
      ['access', '24h'],
      ['kind', 'user'],
      ['hours', '999999'],
      ['resource', 'https://evil.example'],
      ['client_id', 'app_x'],
      ['membership_id', bakery.id],
      ['role', 'owner'],
    ]);
    const [grant] = await server.database.query(
      `SELECT kind, resource, user_id, expires_at <= now() + interval '1 day' AS bounded FROM grants
       WHERE client_id = $1`,
      [app.id],
    );
    expect(grant).toEqual({
      kind: 'service',
      resource: `${server.origin}/v1`,
      user_id: null,
      bounded: true,
    });
  });

  describe('with two admins', () => {
    let nora: Customer;
    beforeEach(async () => {
      nora = await organisation.person('Nora', [[cafe, 'admin']]);
      await organisation.connect(olivia, app, { projects: [bakery], access: '24h' });
      await organisation.connect(nora, app, { projects: [cafe], access: '365d' });
    });

    it('keep one grant, in which each project rests on its own admin', async () => {
      expect(await rows()).toEqual([
        { name: 'Bakery', email: olivia.user.email },
        { name: 'Café', email: nora.user.email },
      ]);
    });

    it('do not let one of them move the end for the other', async () => {
      const [grant] = await server.database.query<{ soon: boolean }>(
        `SELECT expires_at < now() + interval '25 hours' AS soon FROM grants
         WHERE client_id = $1 AND revoked_at IS NULL`,
        [app.id],
      );
      expect(grant?.soon).toBe(true);
      const { html } = await nora.open(app.path);
      expect(html).toContain('you cannot move the end');
      expect(html).not.toContain('name="access"');
    });

    it('do not let one of them end what the other one runs', async () => {
      const whole = `${app.path}/disconnect`;
      const { status, html } = await nora.open(whole);
      expect(status).toBe(403);
      expect(html).toContain('Disconnect it from yours instead');
      const token = hiddenFields((await nora.open(app.path)).html, app.path);
      expect((await nora.browser.post(whole, token)).status).toBe(403);
      // The existence of a project of which she is no member is not disclosed.
      expect((await nora.open(`${whole}/${bakery.wireId}`)).status).toBe(404);
      await organisation.addMember(bakery, nora.user, 'marketer');
      expect((await nora.open(`${whole}/${bakery.wireId}`)).status).toBe(403);
      expect((await nora.browser.post(`${whole}/${bakery.wireId}`, token)).status).toBe(403);
      expect(await rows()).toHaveLength(2);
      await organisation.disconnect(nora, app, cafe);
      expect(await rows()).toEqual([{ name: 'Bakery', email: olivia.user.email }]);
    });

    it('let an admin take over what a colleague vouched for', async () => {
      await organisation.addMember(bakery, nora.user, 'admin');
      await organisation.connect(nora, app, { projects: [bakery, cafe] });
      expect((await rows()).map(({ email }) => email)).toEqual([nora.user.email, nora.user.email]);
      await organisation.removeMember(bakery, olivia.user);
      const { body } = await organisation.token(app);
      expect(body.projects.map(({ name }) => name)).toEqual(['Bakery', 'Café']);
    });
  });

  it('undo what was decided by a session that ended meanwhile', async () => {
    const page = await olivia.open(app.path);
    await server.database.query('UPDATE users SET disabled_at = now() WHERE id = $1', [
      olivia.user.id,
    ]);
    const answer = await organisation.send(olivia, app, page, { projects: [bakery] });
    expect(answer.status).not.toBe(200);
    expect(await rows()).toEqual([]);
  });
});
