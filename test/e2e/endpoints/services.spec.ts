import { GrantActivity } from '../../../src/modules/grants/grant-activity.service.js';
import { PortalApps } from '../../../src/modules/clients/portal-apps.service.js';
import { Database } from '../../../src/platform/database/database.js';
import type { Customer } from '../../support/actors/customer.js';
import type { TestProject } from '../../support/actors/organisation.js';
import { makeKey } from '../../support/assertions.js';
import { PASSWORD } from '../../support/people.js';
import { Organisation, type SecretApp } from '../../support/actors/organisation.js';
import { TestApp } from '../../support/test-app.js';
import { auditOf } from '../../support/token-facts.js';

const LIST = '/dashboard/services';

describe('/dashboard/services', () => {
  let server: TestApp;
  let organisation: Organisation;
  let bakery: TestProject;
  let cafe: TestProject;
  let app: SecretApp;
  let olivia: Customer;

  const grants = () =>
    server.database.query<{ id: string; hours: string; projects: string[] }>(
      `SELECT g.id, round(extract(epoch FROM g.expires_at - g.authorized_at) / 3600)::text AS hours,
         ARRAY(SELECT p.name FROM grant_projects gp JOIN projects p ON p.id = gp.project_id
           WHERE gp.grant_id = g.id AND gp.revoked_at IS NULL ORDER BY p.name) AS projects
       FROM grants g WHERE g.client_id = $1 AND g.kind = 'service' AND g.revoked_at IS NULL`,
      [app.id],
    );

  beforeAll(async () => (server = await TestApp.start()));
  afterAll(() => server.stop());
  beforeEach(async () => {
    organisation = await Organisation.of(server);
    bakery = await organisation.createProject('Bakery');
    cafe = await organisation.createProject('Café');
    app = await organisation.app();
    olivia = await organisation.person('Olivia', [
      [bakery, 'owner'],
      [cafe, 'admin'],
    ]);
  });

  describe('lists', () => {
    it('the confidential apps of the organisation, and no others', async () => {
      const strangers = await Organisation.of(server);
      await strangers.app('Foreign Tool');
      await organisation.app('Public Tool', { method: 'none', grantTypes: ['authorization_code'] });
      await organisation.app('For People', { grantTypes: ['authorization_code'] });
      const { html, status } = await olivia.open(LIST);
      expect(status).toBe(200);
      expect(html).toContain('Nightly Sync');
      expect(html).toContain('Not connected');
      expect(html).toMatch(/For People[\s\S]*not registered for client credentials/);
      expect(html).not.toContain('Foreign Tool');
      expect(html).not.toContain('Public Tool');
    });

    it('says what each app proves itself with, and claims no secret of one with a key', async () => {
      const jwks = { keys: [(await makeKey()).publicJwk] };
      await server.app.get(Database).transaction((tx) =>
        server.app.get(PortalApps, { strict: false }).create(
          tx,
          organisation.organisationId,
          {
            client_name: 'Keyed Sync',
            token_endpoint_auth_method: 'private_key_jwt',
            grant_types: ['client_credentials'],
            scope: 'segments:read',
            jwks,
          },
          { kind: 'system' },
        ),
      );
      const { html } = await olivia.open(`${LIST}?done=connected`);
      const cardOf = (name: string): string =>
        html.split('<section').find((part) => part.includes(name)) ?? '';
      expect(cardOf('Keyed Sync')).toContain('a key of its own (private_key_jwt)');
      expect(cardOf('Keyed Sync')).not.toContain('client id and secret');
      expect(cardOf('Nightly Sync')).toContain('its client id and secret');
      expect(html).toContain('Connected. The app can get tokens now.');
    });

    it('what is connected, where, by whom, and when it was used', async () => {
      await organisation.connect(olivia, app, { projects: [bakery] });
      await organisation.token(app);
      await server.app.get(GrantActivity, { strict: false }).flush();
      const { html } = await olivia.open(`${LIST}?done=connected`);
      for (const text of [
        'Bakery',
        'Segments',
        'Vouched for by <bdi>Olivia</bdi> (owner)',
        app.clientId,
      ]) {
        expect(html).toContain(text);
      }
      expect(html).toMatch(/Last token issued<\/dt><dd><time/);
      expect(html).toMatch(/Last used<\/dt><dd>Never/);
      expect(html).not.toContain('Café');
    });

    it('what does not work at this moment, and why', async () => {
      const adrian = await organisation.person('Adrian', [[bakery, 'admin']]);
      const scopes = ['project:read', 'segments:read', 'sms:send'];
      await organisation.connect(adrian, app, { projects: [bakery], scopes });
      await organisation.changeRole(bakery, adrian.user, 'viewer');
      const row = async () => {
        const { html } = await olivia.open(LIST);
        return /<li>.*?Bakery.*?<\/li>|<li class.*?Bakery.*?<\/li>/.exec(html)?.[0] ?? '';
      };
      expect(await row()).toContain('Project · Segments');
      expect(await row()).toContain('Withheld by that role: Send messages');
      expect(await row()).toContain('Vouched for by <bdi>Adrian</bdi> (viewer)');
      await organisation.changePlan(bakery, 'free');
      expect(await row()).toContain('Nothing works here now');
      await organisation.removeMember(bakery, adrian.user);
      expect(await row()).toContain('<bdi>Adrian</bdi>, who connected it, has left');
    });

    it('nothing for people who run no project: a page says for whom it is', async () => {
      const victor = await organisation.person('Victor', [[bakery, 'developer']]);
      const { html, status } = await victor.open(LIST);
      expect(status).toBe(403);
      expect(html).toContain('for owners and admins');
      expect(html).not.toContain('Nightly Sync');
    });

    it('projects of colleagues only as a number', async () => {
      const secret = await organisation.createProject('Secret Launch');
      const nora = await organisation.person('Nora', [[secret, 'owner']]);
      await organisation.connect(nora, app, { projects: [secret] });
      const { html } = await olivia.open(LIST);
      expect(html).toContain('one project that you are not a member of');
      expect(html).not.toContain('Secret Launch');
      expect(html).not.toContain('Nora');
    });
  });

  describe('connects', () => {
    it('the ticked projects and scopes for as long as was chosen, and tells where to go on', async () => {
      const done = await organisation.connect(olivia, app, { projects: [bakery], access: '24h' });
      expect([done.status, done.headers.get('location')]).toEqual([303, `${LIST}?done=connected`]);
      expect(await grants()).toMatchObject([{ hours: '24', projects: ['Bakery'] }]);
      const { body } = await organisation.token(app);
      expect(body).toMatchObject({
        scope: 'project:read segments:read',
        projects: [{ id: bakery.wireId }],
      });
    });

    it('and records it: a receipt, the audit trail of each project, letters to all who run them', async () => {
      await organisation.connect(olivia, app, { projects: [bakery, cafe] });
      const [grant] = await grants();
      const events = await auditOf(server, String(grant?.id));
      expect(events).toHaveLength(3);
      for (const event of events) {
        expect(event).toMatchObject({
          type: 'service.connected',
          actor: { kind: 'user', userId: olivia.user.id },
          context: { client_id: app.clientId },
        });
      }
      const receipts = await server.database.query(
        'SELECT shown FROM consent_receipts WHERE grant_id = $1',
        [grant?.id],
      );
      expect(receipts).toMatchObject([
        {
          shown: {
            kind: 'service',
            admin: olivia.user.id,
            app: { id: app.clientId, tier: 'development' },
            projects: [
              { name: 'Bakery', role: 'owner' },
              { name: 'Café', role: 'admin' },
            ],
          },
        },
      ]);
      const jobs = await server.database.query(
        `SELECT j.payload FROM graphile_worker._private_jobs j
         JOIN graphile_worker._private_tasks t ON t.id = j.task_id
         WHERE t.identifier = 'service-connected' AND j.payload ->> 'grantId' = $1`,
        [grant?.id],
      );
      expect(jobs).toHaveLength(1);
    });

    it('again by editing: what is unticked ends, what is new begins, and there is one grant', async () => {
      await organisation.connect(olivia, app, { projects: [bakery] });
      const [first] = await grants();
      const { body: tokens } = await organisation.token(app);
      expect(await organisation.segments(tokens, bakery)).toBe(200);
      await organisation.connect(olivia, app, { projects: [cafe], access: '90d' });
      expect(await grants()).toMatchObject([{ id: first?.id, hours: '2160', projects: ['Café'] }]);
      expect(await organisation.segments(tokens, bakery)).toBe(404);
      expect(await organisation.segments(tokens, cafe)).toBe(200);
    });

    it('shows what stands, and ticks nothing that spends or deletes at first', async () => {
      const ticked = async () => {
        const { html } = await olivia.open(app.path);
        const boxes = html.matchAll(/<input[^>]*type="checkbox"[^>]*>/g);
        return [...boxes]
          .map(([box]) => box)
          .filter((box) => / checked/.test(box))
          .map((box) => /value="([^"]*)"/.exec(box)?.[1]);
      };
      expect(await ticked()).toEqual(['project:read', 'segments:read']);
      await organisation.connect(olivia, app, { projects: [cafe], scopes: ['segments:read'] });
      expect(await ticked()).toEqual([cafe.wireId, 'segments:read']);
    });

    it('offers nothing of an account, and nothing that is for assistants', async () => {
      const curious = await organisation.app('Curious', {
        scopes: ['project:read', 'openid', 'offline_access', 'mcp:read'],
      });
      const { html } = await olivia.open(curious.path);
      const values = [...html.matchAll(/name="scope" value="([^"]*)"/g)].map(([, value]) => value);
      expect(values).toEqual(['project:read']);
    });

    it.each([
      ['no project', { projects: [] }, 'Choose at least one project'],
      ['no scope', { scopes: [] }, 'Leave at least one permission'],
      ['a scope the app did not declare', { scopes: ['campaigns:send'] }, 'was not on offer'],
    ])('nothing with %s, and keeps the form as it was', async (_name, ticks, sentence) => {
      const answer = await organisation.connect(olivia, app, { projects: [bakery], ...ticks });
      expect(answer.status).toBe(400);
      expect(answer.html).toContain(sentence);
      expect(await grants()).toEqual([]);
    });

    it('nothing in a project on the free plan: the page says why', async () => {
      await organisation.changePlan(cafe, 'free');
      expect((await olivia.open(app.path)).html).toContain('The free plan has no connected apps.');
      const answer = await organisation.connect(olivia, app, { projects: [cafe] });
      expect(answer.status).toBe(400);
      expect(await grants()).toEqual([]);
    });

    it('an app without any scope to give: nothing either', async () => {
      const empty = await organisation.app('Empty', { scopes: ['openid'] });
      const answer = await organisation.connect(olivia, empty, { projects: [], scopes: [] });
      expect(answer.status).toBe(400);
      expect(
        await server.database.query('SELECT FROM grants WHERE client_id = $1', [empty.id]),
      ).toEqual([]);
    });
  });

  it('asks for the password again before something restricted, and for nothing else', async () => {
    const restricted = { projects: [bakery], scopes: ['segments:read', 'sms:send'] };
    const page = await olivia.open(app.path);
    await server.database.query(
      `UPDATE browser_sessions SET authenticated_at = now() - interval '11 minutes' WHERE user_id = $1`,
      [olivia.user.id],
    );
    const asked = await organisation.send(olivia, app, page, restricted);
    expect(asked.headers.get('location')).toMatch(/^\/login\?return=/);
    expect(await grants()).toEqual([]);
    const login = asked.headers.get('location') ?? '';
    const back = await olivia.browser.signIn(olivia.user.email, PASSWORD, login);
    expect(back.headers.get('location')).toBe(app.path);
    expect((await organisation.connect(olivia, app, restricted)).status).toBe(303);
    expect(await grants()).toHaveLength(1);
  });

  describe('disconnects', () => {
    it('one project: its tokens stop there at once, and others go on', async () => {
      await organisation.connect(olivia, app, { projects: [bakery, cafe] });
      const { body: tokens } = await organisation.token(app);
      const done = await organisation.disconnect(olivia, app, bakery);
      expect(done.headers.get('location')).toBe(`${LIST}?done=disconnected`);
      expect(await organisation.segments(tokens, bakery)).toBe(404);
      expect(await organisation.segments(tokens, cafe)).toBe(200);
    });

    it('the whole service, which then gets no token any more (REV-05)', async () => {
      await organisation.connect(olivia, app, { projects: [bakery, cafe] });
      const { body: tokens } = await organisation.token(app);
      const question = await olivia.open(`${app.path}/disconnect`);
      expect(question.html).toContain('Disconnect Nightly Sync as a service?');
      expect(await organisation.segments(tokens, bakery)).toBe(200);
      await organisation.disconnect(olivia, app);
      expect(await organisation.segments(tokens, bakery)).toBe(401);
      expect((await organisation.token(app)).status).toBe(400);
      expect(await grants()).toEqual([]);
    });

    it('nothing twice: the question is gone', async () => {
      expect((await olivia.open(`${app.path}/disconnect`)).status).toBe(404);
      await organisation.connect(olivia, app, { projects: [bakery] });
      expect((await olivia.open(`${app.path}/disconnect/${cafe.wireId}`)).status).toBe(404);
    });
  });
});
