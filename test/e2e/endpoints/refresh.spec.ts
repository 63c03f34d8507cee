import { AccessTokenVerifier } from '../../../src/modules/tokens/internal/access-token-verifier.js';
import { ConnectedApp, type Tokens } from '../../support/connected-app.js';
import { TestApp } from '../../support/test-app.js';
import { auditOf, revokedAt } from '../../support/token-facts.js';

describe('POST /oauth/token with a refresh token', () => {
  let server: TestApp;
  let verifier: AccessTokenVerifier;
  let app: ConnectedApp;
  let first: Tokens;

  const change = (sql: string, ...values: unknown[]) => server.database.query(sql, values);
  const scopesOf = async (token: string) => (await verifier.verify(token))?.scopes.toString();
  const refreshed = async (token: string, form = {}) =>
    (await app.refresh(token, form).expect(200)).body as Tokens;
  const refused = async (token: string, error: string, form = {}) =>
    expect((await app.refresh(token, form).expect(400)).body).toMatchObject({ error });

  beforeAll(async () => {
    server = await TestApp.start();
    verifier = server.app.get(AccessTokenVerifier);
  });
  afterAll(() => server.stop());
  beforeEach(async () => {
    app = await ConnectedApp.connect(server);
    first = await app.getTokens();
  });

  it('answers with new tokens and spends the old one (REF-01)', async () => {
    const response = await app.refresh(first.refresh_token).expect(200);
    expect(response.headers['cache-control']).toBe('no-store');
    const second = response.body as Tokens;
    expect(second).toMatchObject({ token_type: 'Bearer', expires_in: 3600, scope: first.scope });
    expect(second.refresh_token).not.toBe(first.refresh_token);
    expect(second.access_token).not.toBe(first.access_token);
    await refreshed(second.refresh_token);
  });

  it('leaves the older access token alone, which still has its hour', async () => {
    await refreshed(first.refresh_token);
    expect(await scopesOf(first.access_token)).toBe('project:read segments:read');
  });

  it('records the refresh', async () => {
    await refreshed(first.refresh_token);
    const [family] = await server.database.query<{ id: string }>(
      `SELECT id FROM token_families WHERE grant_id = $1`,
      [app.grantId],
    );
    expect(await auditOf(server, family?.id ?? '')).toMatchObject([
      { type: 'token.refreshed', actor: { clientId: app.clientId, grantId: app.grantId } },
    ]);
  });

  describe('shown again after it was spent', () => {
    it('ends the whole grant at once, whoever shows it (REF-02, B5)', async () => {
      const other = await app.getTokens();
      const second = await refreshed(first.refresh_token);
      await refused(first.refresh_token, 'invalid_grant');
      for (const tokens of [first, second, other]) {
        expect(await verifier.verify(tokens.access_token)).toBeNull();
      }
      await refused(second.refresh_token, 'invalid_grant');
      await refused(other.refresh_token, 'invalid_grant');
      expect(await revokedAt(server, 'grants', app.grantId)).not.toBeNull();
    });

    it('is known many generations later (B5)', async () => {
      let last = first;
      for (let turn = 0; turn < 3; turn++) last = await refreshed(last.refresh_token);
      await refused(first.refresh_token, 'invalid_grant');
      await refused(last.refresh_token, 'invalid_grant');
    });

    it('is audited, with the reason on the grant', async () => {
      await refreshed(first.refresh_token);
      const [spent] = await server.database.query<{ id: string }>(
        `SELECT r.id FROM refresh_tokens r JOIN token_families f ON f.id = r.family_id
         WHERE f.grant_id = $1 AND r.consumed_at IS NOT NULL`,
        [app.grantId],
      );
      await app.refresh(first.refresh_token).expect(400);
      expect(await auditOf(server, spent?.id ?? '')).toMatchObject([
        { type: 'refresh.replayed', outcome: 'refused' },
      ]);
      expect(await auditOf(server, app.grantId)).toContainEqual(
        expect.objectContaining({ type: 'grant.revoked', reason: 'refresh_token_replayed' }),
      );
    });
  });

  describe('in other hands', () => {
    it('is refused without harm to its owner, and audited (REF-04, B3)', async () => {
      const thief = await ConnectedApp.register(server);
      const spent = first.refresh_token;
      const { refresh_token: live } = await refreshed(spent);
      for (const token of [spent, live]) {
        const { body } = await thief.refresh(token).expect(400);
        expect(body).toMatchObject({ error: 'invalid_grant' });
      }
      await refreshed(live);
      const mismatches = await server.database.query(
        `SELECT FROM audit_events WHERE type = 'token.client_mismatch' AND actor ->> 'clientId' = $1`,
        [thief.clientId],
      );
      expect(mismatches).toHaveLength(2);
    });

    it('needs the secret of a confidential client (REF-04)', async () => {
      const confidential = await ConnectedApp.connect(server, { confidential: true });
      const { refresh_token: token } = await confidential.getTokens();
      await confidential.refresh(token, { client_secret: '' }).expect(401);
      await confidential.refresh(token).expect(200);
    });
  });

  describe('is refused once', () => {
    it.each([
      [
        'the grant was revoked',
        `UPDATE grants SET revoked_at = now(), revoked_reason = 'x' WHERE id = $1`,
      ],
      [
        'the grant ended',
        `UPDATE grants SET expires_at = now() - interval '1 second' WHERE id = $1`,
      ],
      [
        'the family was revoked',
        `UPDATE token_families SET revoked_at = now() WHERE grant_id = $1`,
      ],
      ['the family was deleted', `DELETE FROM token_families WHERE grant_id = $1`],
      [
        'it expired',
        `UPDATE refresh_tokens r SET expires_at = now() FROM token_families f WHERE f.id = family_id AND grant_id = $1`,
      ],
      [
        'the person is disabled',
        `UPDATE users u SET disabled_at = now() FROM grants g WHERE g.id = $1 AND u.id = g.user_id`,
      ],
      [
        'the password was reset',
        `UPDATE users u SET consent_epoch = u.consent_epoch + 1 FROM grants g WHERE g.id = $1 AND u.id = g.user_id`,
      ],
    ])('%s (REF-04)', async (_name, sql) => {
      await change(sql, app.grantId);
      await refused(first.refresh_token, 'invalid_grant');
    });

    it('its client is suspended (REF-04)', async () => {
      await change(`UPDATE clients SET state = 'suspended' WHERE id = $1`, app.clientUuid);
      const { body } = await app.refresh(first.refresh_token).expect(401);
      expect(body).toMatchObject({ error: 'invalid_client' });
    });
  });

  describe('and a scope', () => {
    it('narrows the access token only (REF-06)', async () => {
      const narrow = await refreshed(first.refresh_token, { scope: 'segments:read' });
      expect(narrow.scope).toBe('segments:read');
      expect(narrow.projects[0]).toMatchObject({ scope: 'segments:read', withheld: [] });
      expect(await scopesOf(narrow.access_token)).toBe('segments:read');
      const full = await refreshed(narrow.refresh_token);
      expect(full.scope).toBe('project:read segments:read');
    });

    it.each(['audience:list', 'segments:read audience:list', 'a  b', 'segments:read\t', '"'])(
      'never gets “%s”, and keeps the token (REF-05, B8)',
      async (scope) => {
        await refused(first.refresh_token, 'invalid_scope', { scope });
        await refreshed(first.refresh_token);
      },
    );

    it('does not get what the grant gained later: that is another code’s', async () => {
      const all = ['project:read', 'segments:read', 'audience:list'];
      await change(`UPDATE grant_projects SET scopes = $2 WHERE grant_id = $1`, app.grantId, all);
      await refused(first.refresh_token, 'invalid_scope', { scope: 'audience:list' });
      expect((await refreshed(first.refresh_token)).scope).toBe('project:read segments:read');
    });
  });

  describe('and what the person may do now', () => {
    it('reports what is withheld now, and gives it back with the role (REF-07)', async () => {
      await change(
        `UPDATE grant_projects SET scopes = $2, requested_scopes = $2 WHERE grant_id = $1`,
        app.grantId,
        ['segments:read', 'audience:list'],
      );
      const { refresh_token: token } = await app.getTokens(['segments:read', 'audience:list']);
      await change(`UPDATE memberships SET role = 'viewer' WHERE user_id = $1`, app.userId);
      const demoted = await refreshed(token);
      expect(demoted.scope).toBe('segments:read');
      expect(demoted.projects[0]?.withheld).toEqual([{ scope: 'audience:list', reason: 'role' }]);
      await change(`UPDATE memberships SET role = 'owner' WHERE user_id = $1`, app.userId);
      expect((await refreshed(demoted.refresh_token)).scope).toBe('segments:read audience:list');
    });

    it('keeps the token unspent while nothing is effective (REF-07)', async () => {
      await change(`UPDATE projects SET plan = 'free'`);
      await refused(first.refresh_token, 'invalid_grant');
      await change(`UPDATE projects SET plan = 'pro'`);
      await refreshed(first.refresh_token);
    });
  });

  it('is for the resource of its grant only (REF-08, RES-02)', async () => {
    for (const resource of [`${server.origin}/mcp`, 'https://evil.example/v1', 'nonsense']) {
      await refused(first.refresh_token, 'invalid_target', { resource });
    }
    const { access_token: token } = await refreshed(first.refresh_token, {
      resource: `${server.origin}/v1`,
    });
    expect((await verifier.verify(token))?.audience).toBe(`${server.origin}/v1`);
  });

  describe('has successors that', () => {
    const daysLeft = async (of: ConnectedApp): Promise<number> => {
      const [row] = await server.database.query<{ days: number }>(
        `SELECT extract(epoch FROM r.expires_at - now())::int / 86400.0 AS days
         FROM refresh_tokens r JOIN token_families f ON f.id = r.family_id
         WHERE f.grant_id = $1 AND r.consumed_at IS NULL`,
        [of.grantId],
      );
      return Number(row?.days);
    };
    const age = (of: ConnectedApp) =>
      change(
        `UPDATE refresh_tokens r SET expires_at = now() + interval '10 days'
         FROM token_families f WHERE f.id = r.family_id AND f.grant_id = $1`,
        of.grantId,
      );

    it('live thirty days from their own issue', async () => {
      await age(app);
      await refreshed(first.refresh_token);
      expect(await daysLeft(app)).toBeCloseTo(30, 1);
    });

    it('never outlive the grant', async () => {
      await change(
        `UPDATE grants SET expires_at = now() + interval '5 days' WHERE id = $1`,
        app.grantId,
      );
      await refreshed(first.refresh_token);
      expect(await daysLeft(app)).toBeCloseTo(5, 1);
    });

    it('keep the fixed end for a browser app (REF-09)', async () => {
      const spa = await ConnectedApp.connect(server, { applicationType: 'web' });
      const { refresh_token: token } = await spa.getTokens();
      await age(spa);
      await spa.refresh(token).expect(200);
      expect(await daysLeft(spa)).toBeCloseTo(10, 1);
    });

    it('do not for a web app with a secret', async () => {
      const web = await ConnectedApp.connect(server, {
        applicationType: 'web',
        confidential: true,
      });
      const { refresh_token: token } = await web.getTokens();
      await age(web);
      await web.refresh(token).expect(200);
      expect(await daysLeft(web)).toBeCloseTo(30, 1);
    });
  });
});
