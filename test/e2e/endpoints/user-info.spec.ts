import type { Test } from 'supertest';
import { toWireId } from '../../../src/kernel/ids.js';
import { ConnectedApp } from '../../support/connected-app.js';
import { TestApp } from '../../support/test-app.js';

const PATH = '/oauth/userinfo';
const ALL = ['openid', 'profile', 'email'];
const ALGORITHMS = 'ES256 EdDSA Ed25519 PS256 RS256';

describe('/oauth/userinfo', () => {
  let server: TestApp;
  let app: ConnectedApp;
  beforeAll(async () => (server = await TestApp.start()));
  afterAll(() => server.stop());
  beforeEach(async () => (app = await ConnectedApp.register(server, { accountScopes: ALL })));

  const tokenFor = async (...scopes: string[]) => (await app.getAccessToken(scopes)).token;
  const ask = (token: string): Test =>
    server.http.get(PATH).set('Authorization', `Bearer ${token}`);
  const change = (sql: string) => server.database.query(sql, [app.userId]);

  it.each([
    [['openid'], ['sub']],
    [
      ['openid', 'profile'],
      ['sub', 'name'],
    ],
    [
      ['openid', 'email'],
      ['sub', 'email', 'email_verified'],
    ],
    [ALL, ['sub', 'name', 'email', 'email_verified']],
  ])('tells for %j just %j (OIDC-04)', async (scopes, claims) => {
    const { body, headers } = await ask(await tokenFor(...scopes)).expect(200);
    expect(headers['content-type']).toContain('application/json');
    expect(headers['cache-control']).toBe('private, no-store');
    expect(Object.keys(body as object)).toEqual(claims);
    expect(body).toMatchObject({ sub: toWireId('usr', app.userId) });
  });

  it('tells of a picture and a proven address once there are such (OIDC-04)', async () => {
    await change(
      `UPDATE users SET email_verified_at = now(), picture_url = 'https://a.example/p.png' WHERE id = $1`,
    );
    expect((await ask(await tokenFor(...ALL))).body).toEqual({
      sub: toWireId('usr', app.userId),
      name: 'Ana Ruiz',
      picture: 'https://a.example/p.png',
      email: `${app.userId}@example.test`,
      email_verified: true,
    });
  });

  it('answers POST as well, whatever the body’s type (OIDC-04)', async () => {
    const token = await tokenFor('openid');
    for (const type of ['form', 'json', 'text/plain']) {
      const request = server.http.post(PATH).set('Authorization', `Bearer ${token}`).type(type);
      expect((await request.send('').expect(200)).body).toEqual({
        sub: toWireId('usr', app.userId),
      });
    }
  });

  it('takes a token for any resource, for it is the server’s own endpoint (OIDC-09)', async () => {
    const token = await tokenFor('openid');
    await server.database.query(`UPDATE grants SET resource = $2 WHERE id = $1`, [
      app.grantId,
      `${server.origin}/mcp`,
    ]);
    await ask(token).expect(200);
  });

  it('is 403 without openid, and says what is missing (OIDC-04)', async () => {
    const { body, headers } = await ask(await tokenFor('profile', 'email')).expect(403);
    expect(headers['www-authenticate']).toBe(
      'Bearer error="insufficient_scope", error_description="The token is without openid.", scope="openid", realm="oauth"',
    );
    expect(body).toMatchObject({ error: 'insufficient_scope' });
  });

  it('does not take the app’s word for a scope that the person did not give', async () => {
    const token = await tokenFor(...ALL);
    await change(`UPDATE grants SET account_scopes = '{openid}' WHERE user_id = $1`);
    const { body } = await ask(token).expect(200);
    expect(Object.keys(body as object)).toEqual(['sub']);
  });

  it('is 401 for what is no live token (OIDC-04)', async () => {
    const token = await tokenFor('openid');
    await server.database.query(
      `UPDATE grants SET revoked_at = now(), revoked_reason = 'disconnected' WHERE id = $1`,
      [app.grantId],
    );
    for (const bad of [token, `${token}x`, 'isoa_nothing', 'a.b.c']) {
      const { body, headers } = await ask(bad).expect(401);
      expect(headers['www-authenticate']).toMatch(/^Bearer error="invalid_token"/);
      expect(headers['cache-control']).toBe('no-store');
      expect(body).toMatchObject({ error: 'invalid_token' });
    }
  });

  it('is 401 for a disabled person', async () => {
    const token = await tokenFor('openid');
    await change('UPDATE users SET disabled_at = now() WHERE id = $1');
    await ask(token).expect(401);
  });

  it('looks for one token, in the header; without it no error, in challenge or body (RS-01, RS-02)', async () => {
    const access_token = await tokenFor('openid');
    const none = [
      server.http.get(PATH),
      server.http.get(PATH).query({ access_token }),
      server.http.post(PATH).type('form').send({ access_token }),
      server.http.get(PATH).set('Cookie', `session=${access_token}`),
    ];
    for (const request of none) {
      const { headers, body } = await request.expect(401);
      expect(headers['www-authenticate']).toBe(
        `Bearer realm="oauth", DPoP algs="${ALGORITHMS}", realm="oauth"`,
      );
      expect(body).toEqual({});
    }
    await ask(access_token).query({ access_token }).expect(400);
    const both = server.http.post(PATH).set('Authorization', `Bearer ${access_token}`);
    await both.type('form').send({ access_token }).expect(400);
  });

  it('is open to any page, errors included, and has no other method (HTTP-02 to HTTP-04)', async () => {
    const { headers } = await server.http.get(PATH).set('Origin', 'https://app.example');
    expect(headers['access-control-allow-origin']).toBe('*');
    expect(headers['access-control-expose-headers']).toContain('WWW-Authenticate');
    await server.http.options(PATH).set('Origin', 'https://app.example').expect(204);
    const refused = await server.http.put(PATH).expect(405);
    expect(refused.headers.allow).toBe('GET, HEAD, POST');
  });
});
