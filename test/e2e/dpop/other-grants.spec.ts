import { ConnectedApp, type Tokens } from '../../support/connected-app.js';
import {
  ASSERTION_TYPE,
  claimsFor,
  makeKey,
  registerKeyedApp,
  sign,
} from '../../support/assertions.js';
import { ProofKey } from '../../support/proof-key.js';
import { ServiceApp } from '../../support/service-app.js';
import { TestApp } from '../../support/test-app.js';
import { revokedAt } from '../../support/token-facts.js';

describe('a proof of a key', () => {
  let server: TestApp;
  let key: ProofKey;
  let stranger: ProofKey;
  beforeAll(async () => {
    server = await TestApp.start({ REFRESH_REPLAY_WINDOW_SECONDS: '30' });
    key = await ProofKey.make();
    stranger = await ProofKey.make();
  });
  afterAll(() => server.stop());

  const proofBy = (by = key) => by.prove({ uri: `${server.origin}/oauth/token` });
  const call = (token: string, by: ProofKey | null = key) =>
    by
      ? by
          .prove({ method: 'GET', uri: `${server.origin}/v1/`, token })
          .then((dpop) =>
            server.http.get('/v1/').set({ Authorization: `DPoP ${token}`, DPoP: dpop }),
          )
      : server.http.get('/v1/').set('Authorization', `Bearer ${token}`);

  describe('with client_credentials', () => {
    it('binds the token of a service (DPOP-03, TOK-15)', async () => {
      const app = await ServiceApp.connect(server);
      const { body } = await app
        .requestTokens()
        .set('DPoP', await proofBy())
        .expect(200);
      const { access_token: token, token_type } = body as Tokens & { token_type: string };
      expect(token_type).toBe('DPoP');
      const statuses = [await call(token), await call(token, stranger), await call(token, null)];
      expect(statuses.map(({ status }) => status)).toEqual([200, 401, 401]);
      await app
        .requestTokens()
        .set('DPoP', await key.prove({ uri: server.origin }))
        .expect(400);
    });
  });

  describe('within the replay window of a refresh', () => {
    const refresh = async (app: ConnectedApp, token: string, by: ProofKey | null) =>
      by ? app.refresh(token).set('DPoP', await proofBy(by)) : app.refresh(token);
    const connect = async (options = {}) => {
      const app = await ConnectedApp.connect(server, options);
      const answer = await app.redeem(await app.getCode()).set('DPoP', await proofBy());
      return { app, first: answer.body as Tokens };
    };
    const isRevoked = async (app: ConnectedApp) =>
      (await revokedAt(server, 'grants', app.grantId)) !== null;

    it('brings the same bound tokens again, by the same key alone (DPOP-04, B6)', async () => {
      const { app, first } = await connect();
      const lost = await refresh(app, first.refresh_token, key);
      for (const by of [null, stranger]) {
        const { body } = await refresh(app, first.refresh_token, by);
        expect(body.error).toBe('invalid_dpop_proof');
      }
      const { body } = await refresh(app, first.refresh_token, key);
      expect(body.token_type).toBe('DPoP');
      expect(body.access_token).toBe(lost.body.access_token);
      expect((await call(body.access_token as string)).status).toBe(200);
      expect(await isRevoked(app)).toBe(false);
    });

    it('repeats no answer for another key, though a confidential client may use several (DPOP-04, B6)', async () => {
      const { app, first } = await connect({ confidential: true });
      await refresh(app, first.refresh_token, key);
      for (const by of [null, stranger]) {
        const { body } = await refresh(app, first.refresh_token, by);
        expect(body.error).toBe('invalid_grant');
      }
      expect((await refresh(app, first.refresh_token, key)).status).toBe(200);
      expect(await isRevoked(app)).toBe(false);
    });
  });

  it('is looked at before the assertion of the client, which is good once (DPOP-02, CA-07)', async () => {
    const appKey = await makeKey();
    const { clientId } = await registerKeyedApp(server, { jwks: { keys: [appKey.publicJwk] } });
    const form = {
      grant_type: 'refresh_token',
      refresh_token: 'isor_x',
      client_assertion_type: ASSERTION_TYPE,
      client_assertion: await sign(appKey, claimsFor(clientId, server.origin)),
    };
    const errors = [];
    for (const proof of ['bad', await proofBy(), await proofBy()]) {
      const { body } = await server.http
        .post('/oauth/token')
        .type('form')
        .send(form)
        .set('DPoP', proof);
      errors.push((body as { error: string }).error);
    }
    expect(errors).toEqual(['invalid_dpop_proof', 'invalid_grant', 'invalid_client']);
  });
});
