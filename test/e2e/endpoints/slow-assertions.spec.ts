import pg from 'pg';
import { ASSERTION_TYPE, claimsFor, makeKey, sign, type AppKey } from '../../support/assertions.js';
import { ConnectedApp } from '../../support/connected-app.js';
import { until } from '../../support/held-connection.js';
import { TestApp } from '../../support/test-app.js';

/** The app chooses how long its assertion takes: its keys are fetched from its own host. */
describe('what ends while an assertion is verified', () => {
  let server: TestApp;
  let key: AppKey;
  let owner: pg.Client;
  beforeAll(async () => {
    server = await TestApp.start();
    key = await makeKey();
    owner = new pg.Client({ connectionString: server.database.ownerUrl });
    await owner.connect();
  });
  afterAll(async () => {
    await owner.end();
    await server.stop();
  });

  const connect = () => ConnectedApp.connect(server, { confidential: true });

  /** The app authenticates with a key from now on. */
  const takeKey = (app: ConnectedApp) =>
    server.database.query(
      `UPDATE clients SET token_endpoint_auth_method = 'private_key_jwt', secret_hash = NULL, jwks = $2 WHERE id = $1`,
      [app.clientUuid, JSON.stringify({ keys: [key.publicJwk] })],
    );

  /** The response to a request whose assertion waits until the grant was revoked. */
  async function ask(app: ConnectedApp, path: string, form: Record<string, string>) {
    await owner.query('BEGIN; LOCK TABLE client_assertions IN ACCESS EXCLUSIVE MODE');
    const assertion = await sign(key, claimsFor(app.clientId, server.origin));
    const proof = { client_assertion_type: ASSERTION_TYPE, client_assertion: assertion };
    const answer = server.http
      .post(path)
      .type('form')
      .send({ ...form, ...proof });
    const settled = answer.then((response) => response);
    await until(async () => {
      const { rows } = await owner.query('SELECT FROM pg_locks WHERE NOT granted');
      return rows.length > 0;
    });
    await server.database.query(
      "UPDATE grants SET revoked_at = now(), revoked_reason = 'disconnected' WHERE id = $1",
      [app.grantId],
    );
    await owner.query('COMMIT');
    return settled;
  }

  it('has ended for a refresh token', async () => {
    const app = await connect();
    const { refresh_token } = await app.getTokens();
    await takeKey(app);
    const { status, body } = await ask(app, '/oauth/token', {
      ...{ grant_type: 'refresh_token', refresh_token },
    });
    expect({ status, body: body as object }).toMatchObject({
      status: 400,
      body: { error: 'invalid_grant' },
    });
  });

  it('has ended for a code', async () => {
    const app = await connect();
    const code = await app.getCode();
    await takeKey(app);
    const { status, body } = await ask(app, '/oauth/token', {
      ...{ grant_type: 'authorization_code', code: code.code, code_verifier: code.verifier },
    });
    expect({ status, body: body as object }).toMatchObject({
      status: 400,
      body: { error: 'invalid_grant' },
    });
  });

  it('has ended for introspection', async () => {
    const app = await connect();
    const { access_token: token } = await app.getTokens();
    await takeKey(app);
    const { body } = await ask(app, '/oauth/introspect', { token });
    expect(body).toEqual({ active: false });
  });
});
