import type { PoolClient } from 'pg';
import { EndVoidGrants } from '../../../src/modules/grants/internal/end-void-grants.js';
import { PersonGrants } from '../../../src/modules/grants/internal/person-grants.js';
import { AccessTokenVerifier } from '../../../src/modules/tokens/internal/access-token-verifier.js';
import { Browser } from '../../support/browser.js';
import { ConnectedApp } from '../../support/connected-app.js';
import { decide } from '../../support/consent-page.js';
import { PASSWORD } from '../../support/people.js';
import { TestApp } from '../../support/test-app.js';
import { laterAuditOf, revokedAt } from '../../support/token-facts.js';
import { World } from '../../support/world.js';

/** Grants made before, during and after a password change. */
describe('grants voided by a new password', () => {
  let server: TestApp;
  beforeAll(async () => (server = await TestApp.start()));
  afterAll(() => server.stop());

  const voidGrants = (userId: string) =>
    server.database.query('UPDATE users SET consent_epoch = consent_epoch + 1 WHERE id = $1', [
      userId,
    ]);
  const runJob = (userId: string) =>
    server.app.get(EndVoidGrants, { strict: false }).run({ userId });
  const works = async (token: string): Promise<boolean> =>
    (await server.app.get(AccessTokenVerifier).verify(token)) !== null;

  /** A transaction that has voided the grants, not committed yet. */
  async function inTransaction(userId: string): Promise<PoolClient> {
    const client = await server.database.pool.connect();
    await client.query('BEGIN');
    const rise = `UPDATE users SET consent_epoch = consent_epoch + 1, password_epoch = password_epoch + 1 WHERE id = $1`;
    await client.query(rise, [userId]);
    return client;
  }

  async function commit(client: PoolClient): Promise<void> {
    await client.query('COMMIT');
    client.release();
  }

  it('are closed with the reason, and none that came later (E6)', async () => {
    const app = await ConnectedApp.register(server);
    const { id: projectId } = await app.addProject();
    await voidGrants(app.userId);
    await runJob(app.userId);
    expect(await revokedAt(server, 'grants', app.grantId)).not.toBeNull();
    const facts = await laterAuditOf(server, app.grantId);
    expect(facts.map(({ type, reason }) => [type, reason])).toEqual([
      ['grant.revoked', 'password_changed'],
      ['grant.revoked', 'password_changed'],
    ]);
    const [touched] = await server.database.query<{ count: number }>(
      'SELECT count(*)::int AS count FROM audit_events WHERE type = $2 AND project_id = $1',
      [projectId, 'grant.revoked'],
    );
    expect(touched?.count).toBe(1);

    const later = await ConnectedApp.register(server, { accountScopes: ['openid'] });
    await voidGrants(later.userId);
    await server.database.query('UPDATE grants SET consent_epoch = 2 WHERE id = $1', [
      later.grantId,
    ]);
    await runJob(later.userId);
    expect(await revokedAt(server, 'grants', later.grantId)).toBeNull();
  });

  it('bring no token that lives, from a code redeemed while it happens (E6)', async () => {
    const app = await ConnectedApp.connect(server);
    const code = await app.getCode();
    const reset = await inTransaction(app.userId);
    const { body } = await app.redeem(code).expect(200);
    const tokens = body as { access_token: string; refresh_token: string };
    expect(await works(tokens.access_token)).toBe(true);
    await commit(reset);
    expect(await works(tokens.access_token)).toBe(false);
    await app.refresh(tokens.refresh_token).expect(400);
  });

  it('bring no token that lives, from a refresh while it happens (E6)', async () => {
    const app = await ConnectedApp.connect(server);
    const tokens = await app.getTokens();
    const reset = await inTransaction(app.userId);
    const { body } = await app.refresh(tokens.refresh_token).expect(200);
    const next = body as { access_token: string; refresh_token: string };
    await commit(reset);
    expect(await works(next.access_token)).toBe(false);
    await app.refresh(next.refresh_token).expect(400);
  });

  it('are void if a browser decides on them that is being thrown out (E6)', async () => {
    const world = new World(server);
    const app = await world.registerApp();
    const { user, browser } = await world.person();
    const project = await world.project(user, 'owner');
    const consent = await world.openConsent(browser, world.authorizePath(app));
    const reset = await inTransaction(user.id);
    // Neither waits for the other.
    expect((await decide(browser, consent, { projects: [project.wireId] })).status).toBe(303);
    await commit(reset);
    const [standing] = await server.database.query<{ stands: boolean }>(
      `SELECT g.consent_epoch = u.consent_epoch AS stands FROM grants g JOIN users u ON u.id = g.user_id
       WHERE u.id = $1`,
      [user.id],
    );
    expect(standing).toEqual({ stands: false });
    // The job a minute later, for grants that were uncommitted at the first one.
    await runJob(user.id);
    const [closed] = await server.database.query<{ reason: string }>(
      'SELECT revoked_reason AS reason FROM grants WHERE user_id = $1',
      [user.id],
    );
    expect(closed).toEqual({ reason: 'password_changed' });
    expect((await browser.get('/dashboard/connected-apps')).status).toBe(303);
    const back = new Browser(server.origin);
    await back.signIn(user.email, PASSWORD);
    expect((await back.get('/dashboard/connected-apps')).html).not.toContain('Example App');
  });

  it('are not made by a decision that rests on what was voided before it was written down (E6)', async () => {
    const world = new World(server);
    const app = await world.registerApp();
    const { user, browser } = await world.person();
    const project = await world.project(user, 'owner');
    const request = await world.openConsent(browser, world.authorizePath(app));
    const repository = server.app.get(PersonGrants, { strict: false });
    const store = repository.store.bind(repository);
    const spy = jest.spyOn(repository, 'store').mockImplementationOnce(async (...parameters) => {
      await voidGrants(user.id);
      return store(...parameters);
    });
    expect((await decide(browser, request, { projects: [project.wireId] })).status).toBe(409);
    spy.mockRestore();
    const grants = await server.database.query('SELECT id FROM grants WHERE user_id = $1', [
      user.id,
    ]);
    expect(grants).toEqual([]);
  });

  it('give way to a new one, whose app is not hurt by what is left of the old (E6)', async () => {
    const world = new World(server);
    const app = await world.registerApp();
    const { user, browser } = await world.person();
    const project = await world.project(user, 'owner');
    const allow = async () => {
      const consent = await world.openConsent(browser, world.authorizePath(app));
      await decide(browser, consent, { projects: [project.wireId] });
      return consent.page.html;
    };
    await allow();
    await voidGrants(user.id);
    expect((await browser.get('/dashboard/connected-apps')).html).not.toContain('Example App');
    expect(await allow()).not.toMatch(/name="project"[^>]*checked/);
    const grants = await server.database.query<{ revoked_reason: string | null }>(
      'SELECT revoked_reason FROM grants WHERE user_id = $1 ORDER BY created_at',
      [user.id],
    );
    expect(grants.map((grant) => grant.revoked_reason)).toEqual(['password_changed', null]);
    await runJob(user.id);
    expect((await browser.get('/dashboard/connected-apps')).html).toContain('Example App');
  });
});
