import type { User } from '../../../src/modules/accounts/users.service.js';
import type { Browser, BrowserPage } from '../../support/browser.js';
import { answerOf, decide } from '../../support/consent-page.js';
import * as shortcuts from '../../support/shortcuts.js';
import { TestApp } from '../../support/test-app.js';
import { type AskingApp, World } from '../../support/world.js';

const CONSENT = /^\/oauth\/consent\/azr_/;
const SCOPES = ['segments:read', 'project:read', 'audience:read'];

describe('a person who has allowed an app before', () => {
  let server: TestApp;
  let world: World;
  let app: AskingApp;
  let user: User;
  let browser: Browser;
  let project: { id: string; wireId: string };

  beforeAll(async () => {
    world = await World.start();
    ({ server } = world);
  });
  afterAll(() => server.stop());

  beforeEach(async () => {
    app = await world.verifiedApp(SCOPES);
    ({ user, browser } = await world.person());
    project = await world.project(user, 'owner');
  });

  const place = (page: BrowserPage): string => page.headers.get('location') ?? '';
  const ask = (changes: Record<string, string> = {}, of = app) =>
    browser.get(world.authorizePath(of, changes));
  async function allow(scope = 'segments:read project:read', of = app): Promise<void> {
    const opened = await world.openConsent(browser, world.authorizePath(of, { scope }));
    const ticks = { projects: [project.wireId], scopes: scope.split(' ') };
    expect(answerOf(await decide(browser, opened, ticks)).code).toBeDefined();
  }
  const change = (sql: string) => server.database.query(sql, [user.id]);

  it('is not shown the page for what was allowed before, and the audit log says so (CONS-02)', async () => {
    await allow();
    const answer = answerOf(await ask({ scope: 'segments:read', prompt: 'none' }));
    expect(answer).toMatchObject({ state: 'st-1', code: expect.stringMatching(/^isoc_/) });
    const [code] = await server.database.query<{ scopes: string[] }>(
      `SELECT c.scopes FROM authorization_codes c JOIN grants g ON g.id = c.grant_id
       WHERE g.user_id = $1 ORDER BY c.created_at DESC LIMIT 1`,
      [user.id],
    );
    expect(code?.scopes).toEqual(['segments:read']);
    const events = await server.database.query<{ type: string }>(
      `SELECT type FROM audit_events WHERE reason = 'consent_remembered' AND actor->>'userId' = $1`,
      [user.id],
    );
    expect(events).toEqual([{ type: 'code.issued' }]);
    expect(await change('SELECT FROM grants WHERE user_id = $1')).toHaveLength(1);
  });

  it('answers a request once only, so that a stale page cannot', async () => {
    await allow();
    await ask({ scope: 'segments:read' });
    expect(
      await change("SELECT FROM authorization_requests WHERE user_id = $1 AND state <> 'decided'"),
    ).toEqual([]);
  });

  describe('is shown the page', () => {
    it('when the app asks for that (prompt=consent)', async () => {
      await allow();
      expect(place(await ask({ prompt: 'consent' }))).toMatch(CONSENT);
    });

    it('when the person left the project and came back', async () => {
      await allow();
      await shortcuts.removeMember(server, project.id, user.id);
      await shortcuts.addMember(server, project.id, user.id, 'owner');
      expect(place(await ask())).toMatch(CONSENT);
    });

    it('when more is asked than was allowed (CONS-03)', async () => {
      await allow('segments:read');
      expect(place(await ask({ scope: 'segments:read audience:read' }))).toMatch(CONSENT);
    });

    it('when an account scope is asked that was not given', async () => {
      app = await world.verifiedApp([...SCOPES, 'offline_access']);
      await allow('segments:read');
      expect(place(await ask({ scope: 'segments:read offline_access' }))).toMatch(CONSENT);
    });

    it.each([
      [
        'the app is no longer verified',
        `UPDATE app_verifications SET tier = 'development' WHERE $1::text <> ''`,
      ],
      [
        'the app became another since, though verified anew (DCM-08)',
        `WITH changed AS (UPDATE clients SET identity_version = 2 WHERE $1::text <> '')
         UPDATE app_verifications SET identity_version = 2`,
      ],
      [
        'the person was told that access ends, and would now be told that it persists (C14)',
        'UPDATE grants SET refreshable_since = NULL WHERE user_id = $1',
      ],
      [
        'the grant was revoked',
        `UPDATE grants SET revoked_at = now(), revoked_reason = 'x' WHERE user_id = $1`,
      ],
      [
        'the grant has run out',
        `UPDATE grants SET expires_at = now() - interval '1 second' WHERE user_id = $1`,
      ],
      [
        'the project was disconnected',
        `UPDATE grant_projects SET revoked_at = now() WHERE grant_id IN (SELECT id FROM grants WHERE user_id = $1)`,
      ],
      [
        'the project lets no app in any more',
        `UPDATE projects SET app_policy = 'closed' WHERE id IN (SELECT project_id FROM memberships WHERE user_id = $1)`,
      ],
      [
        'the password was reset since',
        `UPDATE users SET consent_epoch = consent_epoch + 1 WHERE id = $1`,
      ],
    ])('when %s', async (_, sql) => {
      await allow();
      await change(sql);
      expect(place(await ask())).toMatch(CONSENT);
    });

    it('when the app returns to another place, or to a program on this computer (CONS-02)', async () => {
      const loopback = await world.verifiedApp(
        SCOPES,
        'http://127.0.0.1:4000/callback',
        'On Loopback',
      );
      await allow('segments:read', loopback);
      expect(place(await ask({}, loopback))).toMatch(CONSENT);

      await allow();
      await server.database.query(
        `UPDATE clients SET redirect_uris = redirect_uris || '{https://app.example/other}'`,
      );
      expect(place(await ask({ redirect_uri: 'https://app.example/other' }))).toMatch(CONSENT);
    });

    it('when the app is another one, or nobody has verified it (D3)', async () => {
      await allow();
      expect(place(await ask({}, await world.verifiedApp(SCOPES)))).toMatch(CONSENT);
      const own = await world.registerApp();
      await allow('segments:read', own);
      expect(place(await ask({}, own))).toMatch(CONSENT);
    });
  });
});
