import { ConnectedApp, type Tokens } from '../../support/connected-app.js';
import { ProofKey } from '../../support/proof-key.js';
import { TestApp } from '../../support/test-app.js';

describe('introspection of tokens that are bound to a key', () => {
  let server: TestApp;
  let app: ConnectedApp;
  beforeAll(async () => {
    server = await TestApp.start();
    app = await ConnectedApp.connect(server, { confidential: true });
  });
  afterAll(() => server.stop());

  const introspect = async (token: string): Promise<Record<string, unknown>> => {
    const form = { client_id: app.clientId, client_secret: app.secret, token };
    const { body } = await server.http
      .post('/oauth/introspect')
      .type('form')
      .send(form)
      .expect(200);
    return body as Record<string, unknown>;
  };

  it('names the key, for whoever has to check the proof (INTR-03, DPOP-06)', async () => {
    const key = await ProofKey.make();
    const proof = await key.prove({ uri: `${server.origin}/oauth/token` });
    const { body } = await app
      .redeem(await app.getCode())
      .set('DPoP', proof)
      .expect(200);
    const { access_token, refresh_token } = body as Tokens;
    expect(await introspect(access_token)).toMatchObject({
      active: true,
      token_type: 'DPoP',
      cnf: { jkt: key.thumbprint },
    });
    // That of a confidential client is bound to the client.
    const refreshable = await introspect(refresh_token);
    expect(refreshable.active).toBe(true);
    expect(refreshable).not.toHaveProperty('cnf');
  });

  it('names none where there is none (INTR-03)', async () => {
    const answer = await introspect((await app.getTokens()).access_token);
    expect(answer.token_type).toBe('Bearer');
    expect(answer).not.toHaveProperty('cnf');
  });
});
