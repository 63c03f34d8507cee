import { mintSecret } from '../../../src/kernel/secret.js';
import { AccessTokenVerifier } from '../../../src/modules/tokens/internal/access-token-verifier.js';
import { ConnectedApp, type Tokens } from '../../support/connected-app.js';
import { TestApp } from '../../support/test-app.js';
import { auditOf, revokedAt } from '../../support/token-facts.js';

describe('POST /oauth/revoke', () => {
  let server: TestApp;
  let verifier: AccessTokenVerifier;
  let app: ConnectedApp;
  let tokens: Tokens;

  const works = async (token: string) => (await verifier.verify(token)) !== null;

  beforeAll(async () => {
    server = await TestApp.start();
    verifier = server.app.get(AccessTokenVerifier);
  });
  afterAll(() => server.stop());
  beforeEach(async () => {
    app = await ConnectedApp.connect(server);
    tokens = await app.getTokens();
  });

  it('answers an empty object, not to be stored (REV-02, HTTP-05)', async () => {
    const response = await app.revoke(tokens.access_token).expect(200);
    expect(response.body).toEqual({});
    expect(response.headers['content-type']).toContain('application/json');
    expect(response.headers['cache-control']).toBe('no-store');
  });

  it('ends an access token alone, at once (REV-04, REV-05)', async () => {
    const id = (await verifier.verify(tokens.access_token))?.tokenId ?? '';
    await app.revoke(tokens.access_token).expect(200);
    expect(await works(tokens.access_token)).toBe(false);
    expect(await auditOf(server, id)).toMatchObject([
      { type: 'token.revoked', actor: { clientId: app.clientId }, reason: 'revoked_by_app' },
    ]);
    const { body } = await app.refresh(tokens.refresh_token).expect(200);
    expect(await works((body as Tokens).access_token)).toBe(true);
  });

  it('ends the family of a refresh token with all its access tokens (REV-04, REV-05, B16)', async () => {
    const { body } = await app.refresh(tokens.refresh_token).expect(200);
    const second = body as Tokens;
    await app.revoke(second.refresh_token).expect(200);
    expect(await works(tokens.access_token)).toBe(false);
    expect(await works(second.access_token)).toBe(false);
    await app.refresh(second.refresh_token).expect(400);
  });

  it('leaves other families and the grant alone, and says what it ended', async () => {
    const other = await app.getTokens();
    await app.revoke(tokens.refresh_token).expect(200);
    expect(await works(other.access_token)).toBe(true);
    expect(await revokedAt(server, 'grants', app.grantId)).toBeNull();
    const [family] = await server.database.query<{ id: string }>(
      `SELECT id FROM token_families WHERE grant_id = $1 AND revoked_at IS NOT NULL`,
      [app.grantId],
    );
    expect(await auditOf(server, family?.id ?? '')).toMatchObject([{ type: 'family.revoked' }]);
  });

  it('does not take a family revoked by its app for a replay', async () => {
    await app.revoke(tokens.refresh_token).expect(200);
    await app.refresh(tokens.refresh_token).expect(400);
    expect(await revokedAt(server, 'grants', app.grantId)).toBeNull();
  });

  it.each(['refresh_token', 'access_token', 'nonsense'])(
    'finds the token whatever the hint “%s” says (REV-02)',
    async (token_type_hint) => {
      await app.revoke(tokens.access_token, { token_type_hint }).expect(200);
      expect(await works(tokens.access_token)).toBe(false);
    },
  );

  it('does nothing to tokens of another client, and does not say so (REV-03, B16)', async () => {
    const stranger = await ConnectedApp.register(server);
    for (const token of [tokens.access_token, tokens.refresh_token]) {
      expect((await stranger.revoke(token).expect(200)).body).toEqual({});
    }
    expect(await works(tokens.access_token)).toBe(true);
    await app.refresh(tokens.refresh_token).expect(200);
    const mismatches = await server.database.query(
      `SELECT FROM audit_events WHERE type = 'token.client_mismatch' AND actor ->> 'clientId' = $1`,
      [stranger.clientId],
    );
    expect(mismatches).toHaveLength(2);
  });

  it('answers the same for what never was a token (REV-02)', async () => {
    const never = ['x', '\0', mintSecret('isoa').text, mintSecret('isor').text, app.grantId];
    for (const token of [...never, mintSecret('isat').text, mintSecret('isoc').text]) {
      expect((await app.revoke(token).expect(200)).body).toEqual({});
    }
  });

  it('may be repeated, and records only what it changed (REV-02)', async () => {
    const id = (await verifier.verify(tokens.access_token))?.tokenId ?? '';
    await app.revoke(tokens.access_token).expect(200);
    const first = await revokedAt(server, 'access_tokens', id);
    await app.revoke(tokens.access_token).expect(200);
    expect(await revokedAt(server, 'access_tokens', id)).toEqual(first);
    expect(await auditOf(server, id)).toHaveLength(1);
  });

  it('needs the secret of a confidential client (REV-03)', async () => {
    const confidential = await ConnectedApp.connect(server, { confidential: true });
    const { access_token: token } = await confidential.getTokens();
    await confidential.revoke(token, { client_secret: '' }).expect(401);
    expect(await works(token)).toBe(true);
    await confidential.revoke(token).expect(200);
    expect(await works(token)).toBe(false);
  });

  it('takes the secret by header where it was registered for the body, as some libraries send it (CA-05, REV-03)', async () => {
    const confidential = await ConnectedApp.connect(server, { confidential: true });
    const { access_token: token } = await confidential.getTokens();
    const revoke = (password: string) =>
      server.http
        .post('/oauth/revoke')
        .auth(confidential.clientId, password)
        .type('form')
        .send({ token });
    await revoke(mintSecret('iscs').text).expect(401);
    expect(await works(token)).toBe(true);
    await revoke(confidential.secret).expect(200);
    expect(await works(token)).toBe(false);
  });
});
