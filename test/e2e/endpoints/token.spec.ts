import { AccessTokenVerifier } from '../../../src/modules/tokens/internal/access-token-verifier.js';
import { toWireId } from '../../../src/kernel/ids.js';
import { mintSecret } from '../../../src/kernel/secret.js';
import { ConnectedApp, type Tokens } from '../../support/connected-app.js';
import { auditOf, laterAuditOf, revokedAt } from '../../support/token-facts.js';
import { TestApp } from '../../support/test-app.js';

const INVALID_GRANT = {
  error: 'invalid_grant',
  error_description: 'The code or refresh token is invalid, expired or revoked.',
};

describe('POST /oauth/token with a code', () => {
  let server: TestApp;
  let verifier: AccessTokenVerifier;
  let app: ConnectedApp;

  beforeAll(async () => {
    server = await TestApp.start();
    verifier = server.app.get(AccessTokenVerifier);
  });
  afterAll(() => server.stop());
  beforeEach(async () => {
    app = await ConnectedApp.connect(server);
  });

  describe('answers with tokens', () => {
    it('as RFC and our extension have it (TOK-03, HTTP-05)', async () => {
      const shop = await app.addProject({
        name: 'Bakery',
        role: 'viewer',
        scopes: ['segments:read'],
        requestedScopes: ['segments:read', 'audience:list'],
      });
      const response = await app.redeem(await app.getCode()).expect(200);
      expect(response.headers['content-type']).toContain('application/json');
      expect(response.headers['cache-control']).toBe('no-store');
      expect(response.headers['access-control-allow-origin']).toBe('*');
      expect(response.body).toEqual({
        access_token: expect.stringMatching(/^isoa_[0-9A-Za-z]{49}$/),
        token_type: 'Bearer',
        expires_in: 3600,
        refresh_token: expect.stringMatching(/^isor_[0-9A-Za-z]{49}$/),
        scope: 'project:read segments:read',
        projects: [
          {
            id: toWireId('prj', shop.id),
            name: 'Bakery',
            scope: 'segments:read',
            withheld: [
              { scope: 'project:read', reason: 'person' },
              { scope: 'audience:list', reason: 'role' },
            ],
          },
          expect.objectContaining({ name: 'Summer Shop', scope: 'project:read segments:read' }),
        ],
      });
    });

    it('whose access token works and is kept as a hash only', async () => {
      const tokens = await app.getTokens();
      const access = await verifier.verify(tokens.access_token);
      expect(access?.scopes.toArray()).toEqual(['project:read', 'segments:read']);
      const [row] = await server.database.query<{ rows: string }>(
        `SELECT (SELECT string_agg(t::text, ',') FROM access_tokens t)
           || (SELECT string_agg(r::text, ',') FROM refresh_tokens r) AS rows`,
      );
      expect(row?.rows).not.toContain(tokens.access_token);
      expect(row?.rows).not.toContain(tokens.refresh_token);
    });

    it('and a refresh token only if the client registered for it (TOK-14)', async () => {
      const simple = await ConnectedApp.connect(server, { grantTypes: ['authorization_code'] });
      const { body } = await simple.redeem(await simple.getCode()).expect(200);
      expect(body).not.toHaveProperty('refresh_token');
    });

    it('that never outlive the grant', async () => {
      const brief = await ConnectedApp.connect(server, { grantLife: '10 minutes' });
      const { expires_in: seconds } = await brief.getTokens();
      expect(seconds).toBeGreaterThan(500);
      expect(seconds).toBeLessThanOrEqual(600);
      const [row] = await server.database.query<{ same: boolean }>(
        `SELECT r.expires_at = g.expires_at AS same FROM refresh_tokens r
         JOIN token_families f ON f.id = r.family_id JOIN grants g ON g.id = f.grant_id WHERE g.id = $1`,
        [brief.grantId],
      );
      expect(row?.same).toBe(true);
    });

    it('to a confidential client that authenticates, and 401 without', async () => {
      const confidential = await ConnectedApp.connect(server, { confidential: true });
      const code = await confidential.getCode();
      const refused = await confidential.redeem(code, { client_secret: '' }).expect(401);
      expect(refused.body).toMatchObject({ error: 'invalid_client' });
      await confidential.redeem(code).expect(200);
    });

    it('with or without redirect_uri, and with the right resource (TOK-08, RES-06)', async () => {
      await app.redeem(await app.getCode(), { redirect_uri: app.redirectUri }).expect(200);
      const resource = `${server.origin.toUpperCase().replace('HTTP', 'http')}/v1/`;
      await app.redeem(await app.getCode(), { resource }).expect(200);
    });

    it('and records who redeemed what', async () => {
      const code = await app.getCode();
      await app.redeem(code).expect(200);
      expect(await auditOf(server, code.id)).toEqual([]);
      expect(await laterAuditOf(server, app.grantId)).toMatchObject([
        { type: 'code.redeemed', outcome: 'succeeded', context: { code_id: code.id } },
      ]);
    });
  });

  describe('refuses, and leaves the code as it was:', () => {
    it('a wrong verifier (TOK-09, A9)', async () => {
      const code = await app.getCode();
      for (const code_verifier of ['x'.repeat(43), 'short', `${code.verifier}!`]) {
        expect((await app.redeem(code, { code_verifier }).expect(400)).body).toEqual(INVALID_GRANT);
      }
      await app.redeem(code).expect(200);
    });

    it('no verifier at all (TOK-09, A9)', async () => {
      const code = await app.getCode();
      const { body } = await app.redeem(code, { code_verifier: '' }).expect(400);
      const error_description = 'The parameter code_verifier is missing.';
      expect(body).toEqual({ error: 'invalid_grant', error_description });
      for (let i = 0; i < 5; i++) await app.redeem(code, { code_verifier: '' }).expect(400);
      await app.redeem(code).expect(200);
    });

    it('the code in the hands of another client, which is audited (TOK-07, B3, A16)', async () => {
      const thief = await ConnectedApp.register(server);
      const code = await app.getCode();
      expect((await thief.redeem(code).expect(400)).body).toEqual(INVALID_GRANT);
      expect(await auditOf(server, code.id)).toMatchObject([
        { type: 'token.client_mismatch', outcome: 'refused', actor: { clientId: thief.clientId } },
      ]);
      await app.redeem(code).expect(200);
    });

    it('another redirect URI than at authorize (TOK-08, A16)', async () => {
      const code = await app.getCode();
      const other = { redirect_uri: `${app.redirectUri}/` };
      expect((await app.redeem(code, other).expect(400)).body).toEqual(INVALID_GRANT);
      await app.redeem(code).expect(200);
    });

    it('a foreign resource, or several (RES-02, RES-03, B9)', async () => {
      const code = await app.getCode();
      const own = `${server.origin}/v1`;
      for (const resource of [`${server.origin}/mcp`, 'v1', `${own}#x`, [own, `${own}/x`]]) {
        const { body } = await app.redeem(code, { resource }).expect(400);
        expect(body).toMatchObject({ error: 'invalid_target' });
      }
      await app.redeem(code).expect(200);
    });

    it('a code that would give nothing, until it gives something again (REF-07)', async () => {
      const code = await app.getCode();
      await server.database.query(`UPDATE projects SET app_policy = 'closed'`);
      expect((await app.redeem(code).expect(400)).body).toEqual(INVALID_GRANT);
      await server.database.query(`UPDATE projects SET app_policy = 'open'`);
      await app.redeem(code).expect(200);
    });
  });

  describe('refuses for good', () => {
    it('a code after five wrong proofs, even with the right one', async () => {
      const code = await app.getCode();
      for (let attempt = 0; attempt < 5; attempt++) {
        await app.redeem(code, { code_verifier: 'x'.repeat(43) }).expect(400);
      }
      expect((await app.redeem(code).expect(400)).body).toEqual(INVALID_GRANT);
      expect(await auditOf(server, code.id)).toContainEqual(
        expect.objectContaining({ type: 'code.proofs_exhausted' }),
      );
    });

    it.each([
      ['expired', `UPDATE authorization_codes SET expires_at = now() WHERE grant_id = $1`],
      [
        'of a revoked grant',
        `UPDATE grants SET revoked_at = now(), revoked_reason = 'x' WHERE id = $1`,
      ],
      [
        'of an ended grant',
        `UPDATE grants SET expires_at = now() - interval '1 second' WHERE id = $1`,
      ],
      [
        'older than a password reset',
        `UPDATE users u SET consent_epoch = u.consent_epoch + 1 FROM grants g WHERE g.id = $1 AND u.id = g.user_id`,
      ],
    ])('a code that is %s (TOK-07)', async (_name, sql) => {
      const code = await app.getCode();
      await server.database.query(sql, [app.grantId]);
      expect((await app.redeem(code).expect(400)).body).toEqual(INVALID_GRANT);
      // Its end comes before any other fault of the request.
      const elsewhere = { resource: `${server.origin}/mcp` };
      expect((await app.redeem(code, elsewhere).expect(400)).body).toEqual(INVALID_GRANT);
    });

    it('codes that never were (TOK-07, B10)', async () => {
      const code = await app.getCode();
      for (const text of [mintSecret('isoc').text, mintSecret('isor').text, 'x', code.id]) {
        const { body } = await app.redeem({ ...code, code: text }).expect(400);
        expect(body).toEqual(INVALID_GRANT);
      }
    });
  });

  describe('a second time', () => {
    it('fails and ends the tokens of the first (TOK-11, B2)', async () => {
      const code = await app.getCode();
      const { body } = await app.redeem(code).expect(200);
      const tokens = body as Tokens;
      expect((await app.redeem(code).expect(400)).body).toEqual(INVALID_GRANT);
      expect(await verifier.verify(tokens.access_token)).toBeNull();
      await app.refresh(tokens.refresh_token).expect(400);
      expect((await auditOf(server, code.id)).map(({ type }) => type)).toEqual(['code.replayed']);
      expect(await revokedAt(server, 'grants', app.grantId)).toBeNull();
    });

    it('leaves other tokens of the grant alone', async () => {
      const others = await app.getTokens();
      const code = await app.getCode();
      await app.redeem(code).expect(200);
      await app.redeem(code).expect(400);
      expect(await verifier.verify(others.access_token)).not.toBeNull();
    });

    it('harms nothing with a wrong verifier, client or secret (TOK-12)', async () => {
      const thief = await ConnectedApp.register(server);
      const code = await app.getCode();
      const { body } = await app.redeem(code).expect(200);
      await app.redeem(code, { code_verifier: 'x'.repeat(43) }).expect(400);
      await thief.redeem(code).expect(400);
      await app.redeem(code, { client_secret: 'wrong' }).expect(401);
      expect(await verifier.verify((body as Tokens).access_token)).not.toBeNull();
    });
  });
});
