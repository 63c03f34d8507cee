import { mintSecret } from '../../../src/kernel/secret.js';
import { ConnectedApp, type Tokens } from '../../support/connected-app.js';
import { ServiceApp } from '../../support/service-app.js';
import { TestApp } from '../../support/test-app.js';
import { auditOf, revokedAt } from '../../support/token-facts.js';

/** Expired secrets in histories and logs must not be usable to disconnect an app. */
describe('POST /oauth/leaked with what is dead', () => {
  let server: TestApp;
  let app: ConnectedApp;
  let tokens: Tokens;

  const change = (sql: string, ...values: unknown[]) => server.database.query(sql, values);
  const report = async (token: string) => {
    const { body } = await server.http
      .post('/oauth/leaked')
      .type('form')
      .send({ token })
      .expect(200);
    expect(body).toEqual({});
  };
  const call = (token: string) => server.http.get('/v1/').set('Authorization', `Bearer ${token}`);
  const isRevoked = async (grantId = app.grantId) =>
    (await revokedAt(server, 'grants', grantId)) !== null;
  const countLetters = async (): Promise<unknown> =>
    (await change('SELECT count(*)::int AS letters FROM graphile_worker._private_jobs'))[0]
      ?.letters;

  beforeAll(async () => (server = await TestApp.start()));
  afterAll(() => server.stop());
  beforeEach(async () => {
    app = await ConnectedApp.connect(server, { confidential: true });
    tokens = await app.getTokens();
  });

  const ofFamilies = `family_id IN (SELECT id FROM token_families WHERE grant_id = $1)`;
  const voided = `UPDATE users SET consent_epoch = consent_epoch + 1
    WHERE id = (SELECT user_id FROM grants WHERE id = $1)`;

  it.each<[string, (all: Tokens) => string, string]>([
    [
      'an expired access token',
      ({ access_token: token }) => token,
      `UPDATE access_tokens SET expires_at = now() WHERE ${ofFamilies}`,
    ],
    [
      'a revoked access token',
      ({ access_token: token }) => token,
      `UPDATE access_tokens SET revoked_at = now() WHERE ${ofFamilies}`,
    ],
    [
      'an access token of a revoked family',
      ({ access_token: token }) => token,
      'UPDATE token_families SET revoked_at = now() WHERE grant_id = $1',
    ],
    ['an access token from before a password reset', ({ access_token: token }) => token, voided],
    [
      'an expired refresh token',
      ({ refresh_token: token }) => token,
      `UPDATE refresh_tokens SET expires_at = now() WHERE ${ofFamilies}`,
    ],
    [
      'a refresh token of a revoked family',
      ({ refresh_token: token }) => token,
      'UPDATE token_families SET revoked_at = now() WHERE grant_id = $1',
    ],
    ['a refresh token from before a password reset', ({ refresh_token: token }) => token, voided],
  ])('changes nothing for %s', async (_what, pick, death) => {
    const before = [await countLetters(), await auditOf(server, app.grantId)];
    await change(death, app.grantId);
    await report(pick(tokens));
    expect(await isRevoked()).toBe(false);
    expect([await countLetters(), await auditOf(server, app.grantId)]).toEqual(before);
  });

  it('changes nothing for a code that brought its tokens: they go on', async () => {
    const code = await app.getCode();
    const { body } = await app.redeem(code).expect(200);
    await report(code.code);
    await call((body as Tokens).access_token).expect(200);
    await app.refresh((body as Tokens).refresh_token).expect(200);
    expect(await isRevoked()).toBe(false);
  });

  it.each([
    ['that ran out', 'UPDATE authorization_codes SET expires_at = now() WHERE grant_id = $1'],
    ['from before a password reset', voided],
  ])('changes nothing for a code %s', async (_what, death) => {
    const { code } = await app.getCode();
    await change(death, app.grantId);
    await report(code);
    expect(await isRevoked()).toBe(false);
  });

  it('still ends the grant of a refresh token that is spent, as the token endpoint would', async () => {
    await app.refresh(tokens.refresh_token).expect(200);
    await report(tokens.refresh_token);
    expect(await isRevoked()).toBe(true);
  });

  it.each([
    ['users', 'disabled_at = now()'],
    ['clients', `state = 'suspended'`],
  ])('ends what could come back with its %s', async (table, end) => {
    await change(
      `UPDATE ${table} SET ${end}
       WHERE id IN (SELECT unnest(ARRAY[user_id, client_id]) FROM grants WHERE id = $1)`,
      app.grantId,
    );
    await report(tokens.access_token);
    expect(await isRevoked()).toBe(true);
  });

  describe('of a service', () => {
    let service: ServiceApp;
    let token: string;

    beforeEach(async () => {
      service = await ServiceApp.connect(server);
      token = (await service.getTokens()).access_token;
    });

    it('leaves the others alone, and the connection', async () => {
      const other = await service.getTokens();
      await service.post('/oauth/revoke', { token }).expect(200);
      await report(token);
      await call(other.access_token).expect(200);
      await service.requestTokens().expect(200);
    });

    it('gives a thief of its secret nothing to cut it off with, once that is reported', async () => {
      await report(service.secret);
      const { text: secret, hash } = mintSecret('iscs');
      await change('UPDATE clients SET secret_hash = $2 WHERE id = $1', service.clientUuid, hash);
      const { body } = await service.requestTokens({ client_secret: secret }).expect(200);
      await report(token);
      await report(service.secret);
      expect(await isRevoked(service.grantId)).toBe(false);
      await call((body as Tokens).access_token).expect(200);
    });
  });
});
