import { ConnectedApp, type Form } from '../../support/connected-app.js';
import { TestApp } from '../../support/test-app.js';

/** Both endpoints read their requests in the same way. */
describe.each(['/oauth/token', '/oauth/revoke'])('a request to %s', (path) => {
  let server: TestApp;
  beforeAll(async () => (server = await TestApp.start()));
  afterAll(() => server.stop());

  it.each(['get', 'put', 'delete'] as const)(
    'has no method %s (TOK-01, REV-01, B13)',
    async (method) => {
      const response = await server.http[method](path).expect(405);
      expect(response.headers.allow).toBe('POST');
      expect(response.body).toMatchObject({ error: 'invalid_request' });
    },
  );

  it('may come from any origin, and its errors may be read there (HTTP-03, HTTP-04)', async () => {
    const preflight = await server.http
      .options(path)
      .set('Origin', 'https://spa.example')
      .set('Access-Control-Request-Method', 'POST')
      .expect(204);
    expect(preflight.headers['access-control-allow-origin']).toBe('*');
    const refused = await server.http.post(path).set('Origin', 'https://spa.example').expect(400);
    expect(refused.headers['access-control-allow-origin']).toBe('*');
    expect(refused.headers).not.toHaveProperty('access-control-allow-credentials');
  });

  it.each([
    ['application/json', '{"grant_type":"refresh_token","token":"x"}'],
    ['multipart/form-data; boundary=x', '--x--'],
    ['text/plain', 'grant_type=refresh_token&token=x'],
  ])('is no form if it is %s (TOK-02, B13)', async (type, body) => {
    const response = await server.http.post(path).set('Content-Type', type).send(body).expect(400);
    expect(response.body).toMatchObject({ error: 'invalid_request' });
    expect(response.headers['cache-control']).toBe('no-store');
  });

  it.each(['', 'grant_type=&token=', 'grant_type[]=refresh_token&token[]=x'])(
    'lacks what it must say with the body “%s” (TOK-04, REV-01)',
    async (body) => {
      const response = await server.http.post(path).type('form').send(body).expect(400);
      expect(response.body).toMatchObject({ error: 'invalid_request' });
    },
  );

  it('is not read from the URL (TOK-01)', async () => {
    const query = '?grant_type=refresh_token&refresh_token=x&token=x&client_id=x';
    const { body } = await server.http
      .post(path + query)
      .type('form')
      .expect(400);
    expect(body).toMatchObject({ error: 'invalid_request' });
  });

  it('names a client that exists, and proves it (CA-04, REV-03)', async () => {
    const response = await server.http
      .post(path)
      .type('form')
      .send('grant_type=refresh_token&refresh_token=x&token=x&client_id=app_x')
      .expect(401);
    expect(response.body).toMatchObject({ error: 'invalid_client' });
    expect(response.headers['www-authenticate']).toMatch(/^Basic /);
  });
});

describe('the grant type of a token request', () => {
  let server: TestApp;
  let app: ConnectedApp;
  beforeAll(async () => {
    server = await TestApp.start();
    app = await ConnectedApp.connect(server);
  });
  afterAll(() => server.stop());

  it.each([
    'password',
    'implicit',
    'urn:ietf:params:oauth:grant-type:device_code',
    'urn:ietf:params:oauth:grant-type:jwt-bearer',
    'urn:ietf:params:oauth:grant-type:token-exchange',
    'constructor',
    'Refresh_Token',
  ])('%s is not offered (TOK-05, TOK-06, B12)', async (grant_type) => {
    const form = { grant_type, username: 'ana', password: 'x', assertion: 'x' };
    const { body } = await app.requestTokens(form).expect(400);
    expect(body).toMatchObject({ error: 'unsupported_grant_type' });
  });

  it('must be registered for the client (TOK-05)', async () => {
    const simple = await ConnectedApp.register(server, { grantTypes: ['authorization_code'] });
    for (const request of [
      simple.refresh('x'),
      simple.requestTokens({ grant_type: 'client_credentials' }),
    ]) {
      expect((await request.expect(400)).body).toMatchObject({ error: 'unauthorized_client' });
    }
  });

  it('repeats no parameter, whichever it is (TOK-04, A7)', async () => {
    const code = await app.getCode();
    const repeats: Form[] = [
      { code: [code.code, code.code] },
      { grant_type: ['authorization_code', 'authorization_code'] },
      { client_id: [app.clientId, app.clientId] },
      { unknown: ['1', '2'] },
    ];
    for (const form of repeats) {
      const { body } = await app.redeem(code, form).expect(400);
      expect(body).toMatchObject({ error: 'invalid_request' });
    }
    await app.redeem(code).expect(200);
  });

  it('ignores parameters it does not know (TOK-04)', async () => {
    const noise = { audience: 'x', 'code[]': 'x', 'code[$ne]': '', scope: 'everything' };
    await app.redeem(await app.getCode(), noise).expect(200);
  });

  it('takes no credential of another grant type (B8)', async () => {
    const { refresh_token: token } = await app.getTokens();
    const code = await app.getCode();
    for (const request of [
      app.redeem(code, { refresh_token: token }),
      app.refresh(token, { code: code.code }),
      app.refresh(token, { code_verifier: code.verifier }),
    ]) {
      expect((await request.expect(400)).body).toMatchObject({ error: 'invalid_request' });
    }
    await app.redeem(code).expect(200);
    await app.refresh(token).expect(200);
  });

  it('may carry any junk without a 5xx (B10, B13, B15)', async () => {
    const { refresh_token: token } = await app.getTokens();
    const junk = [
      '\0',
      '%00',
      '🦄',
      'a'.repeat(10_000),
      "'; DROP TABLE grants; --",
      '\ud800',
      '{}',
    ];
    for (const text of junk) {
      const requests = [
        app.redeem({ code: text, id: '', verifier: text }),
        app.refresh(text),
        app.refresh(token, { scope: text }),
        app.refresh(token, { resource: text }),
        app.refresh(token, { client_id: text }),
        app.refresh(token, { grant_type: text }),
      ];
      for (const request of requests) {
        const { status, body } = await request;
        expect([400, 401]).toContain(status);
        expect(body).toHaveProperty('error');
      }
    }
    await app.refresh(token).expect(200);
  });
});
