import { ManagedRegistration } from '../../support/managed-registration.js';
import { TestApp } from '../../support/test-app.js';

const CALLBACK = 'https://app.example/callback';
const UNKNOWN = '/oauth/register/app_00000000000000000000000000';

describe('GET and PUT /oauth/register/{client_id}', () => {
  let server: TestApp;
  beforeAll(async () => (server = await TestApp.start()));
  afterAll(() => server.stop());

  const create = (members = {}) => ManagedRegistration.create(server, members);

  it('shows all members as stored and the next token, but never the secret (DCM-01, DCM-03)', async () => {
    const app = await create({ client_name: 'Reporter' });
    const first = app.token;
    const { body, headers } = await app.send('get').expect(200);
    expect(headers['cache-control']).toBe('no-store');
    expect(body).toEqual({
      client_id: app.clientId,
      client_id_issued_at: expect.any(Number),
      client_name: 'Reporter',
      application_type: 'web',
      redirect_uris: [CALLBACK],
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      token_endpoint_auth_method: 'client_secret_basic',
      scope: 'project:read mcp:read',
      id_token_signed_response_alg: 'RS256',
      subject_type: 'public',
      dpop_bound_access_tokens: false,
      require_pushed_authorization_requests: false,
      registration_client_uri: server.origin + app.path,
      registration_access_token: expect.stringMatching(/^isrg_[0-9A-Za-z]{49}$/),
    });
    expect(body.registration_access_token).not.toBe(first);
  });

  it('rotates the token on every GET and PUT: the old one is dead (DCM-01, C11)', async () => {
    const app = await create();
    const used = [app.token];
    await app.read();
    used.push(app.token);
    await app.replace({ redirect_uris: [CALLBACK] });
    for (const token of used) {
      const { body, headers } = await app.send('get', token).expect(401);
      expect(body.error).toBe('invalid_token');
      expect(headers['www-authenticate']).toContain('error="invalid_token"');
    }
    await app.read();
  });

  it('lets one of two readers with the same token through (DCM-01)', async () => {
    const app = await create();
    const answers = await Promise.all(Array.from({ length: 8 }, () => app.send('get')));
    expect(answers.map(({ status }) => status).filter((status) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(7);
  });

  it('keeps only the hash of the token (DCM-01, G13)', async () => {
    const app = await create();
    const [row] = await server.database.query<{ text: string }>(
      `SELECT clients::text || (SELECT string_agg(context::text, '') FROM audit_events) AS text
         FROM clients ORDER BY id DESC LIMIT 1`,
    );
    expect(row?.text).toContain('\\x');
    expect(row?.text).not.toContain(app.token);
  });

  it('answers HEAD without spending the token, which it could not replace (DCM-01)', async () => {
    const app = await create();
    const { headers } = await app.send('head').expect(200);
    expect(headers['cache-control']).toBe('no-store');
    await app.send('head', 'isrg_wrong').expect(401);
    await app.read();
  });

  it.each(['get', 'put', 'delete'] as const)(
    'challenges %s without a token, and says no more (DCM-02)',
    async (method) => {
      const app = await create();
      const { headers, body } = await server.http[method](app.path)
        .set('Content-Type', 'application/json')
        .send(method === 'get' ? undefined : '{}')
        .expect(401);
      expect(headers['www-authenticate']).toBe('Bearer realm="oauth"');
      expect(headers['cache-control']).toBe('no-store');
      expect(body).toEqual({});
    },
  );

  it('takes no other secret for the token (DCM-02)', async () => {
    const [app, other] = [await create(), await create()];
    const wrong = [app.secret, other.token, `${app.token}x`, app.token.replace('isrg', 'isoa')];
    for (const token of [...wrong, 'x', 'app', "'", '%00']) {
      const response = await app.send('get', token).expect(401);
      expect(response.headers['www-authenticate']).toContain('error="invalid_token"');
    }
    await app.read();
  });

  it("answers 401 for another's client, an unknown one and a malformed id (DCM-04, C11)", async () => {
    const [app, other] = [await create(), await create()];
    for (const path of [other.path, UNKNOWN, '/oauth/register/app_x', '/oauth/register/%00']) {
      for (const method of ['get', 'delete'] as const) {
        const request = server.http[method](path).set('Authorization', `Bearer ${app.token}`);
        expect((await request.expect(401)).body.error).toBe('invalid_token');
      }
    }
    await app.read();
    await other.read();
  });

  it('replaces everything: what is left out gets its default (DCM-05)', async () => {
    const app = await create({
      client_name: 'Reporter',
      scope: 'segments:read',
      grant_types: ['authorization_code'],
      id_token_signed_response_alg: 'ES256',
      client_uri: 'https://app.example/',
      logo_uri: 'https://app.example/logo.png',
    });
    const body = await app.replace({
      redirect_uris: [`${CALLBACK}/2`],
      tos_uri: 'https://a.example/',
    });
    expect(body).toMatchObject({
      client_id: app.clientId,
      client_name: 'Unnamed app',
      redirect_uris: [`${CALLBACK}/2`],
      grant_types: ['authorization_code', 'refresh_token'],
      scope: 'project:read mcp:read',
      id_token_signed_response_alg: 'RS256',
      tos_uri: 'https://a.example/',
    });
    for (const member of ['client_uri', 'logo_uri', 'client_secret']) {
      expect(body).not.toHaveProperty(member);
    }
    expect(await app.read()).toEqual({ ...body, registration_access_token: app.token });
  });

  it.each([
    ['no client_id', { client_id: undefined }],
    ["another's client_id", { client_id: 'app_00000000000000000000000000' }],
    ['a secret of its own choice', { client_secret: 'mine' }],
    ['a secret that is no string', { client_secret: 7 }],
    ['no secret by name', { client_secret: null }],
    ['registration_access_token', { registration_access_token: 'x' }],
    ['registration_client_uri', { registration_client_uri: 'https://a.example/' }],
    ['client_secret_expires_at', { client_secret_expires_at: 0 }],
    ['client_id_issued_at', { client_id_issued_at: 1 }],
  ])('refuses a replacement with %s and changes nothing (DCM-06)', async (_, members) => {
    const app = await create({ client_name: 'Reporter' });
    const document = { client_id: app.clientId, redirect_uris: [CALLBACK], ...members };
    const { body } = await app.send('put').send(document).expect(400);
    expect(body.error).toBe('invalid_client_metadata');
    expect(await app.read()).toMatchObject({ client_name: 'Reporter' });
  });

  it('takes the current secret back, and it stays (DCM-06)', async () => {
    const app = await create({ token_endpoint_auth_method: 'client_secret_post' });
    await app.replace({
      redirect_uris: [CALLBACK],
      client_secret: app.secret,
      token_endpoint_auth_method: 'client_secret_post',
    });
    const form = { client_id: app.clientId, client_secret: String(app.secret), token: 'x' };
    await server.http.post('/oauth/revoke').type('form').send(form).expect(200);
  });

  it.each([
    ['a dangerous address', { redirect_uris: ['javascript:alert(1)'] }, 'invalid_redirect_uri'],
    ['no address', {}, 'invalid_redirect_uri'],
    ['a hidden name', { client_name: 'a\u202Eb' }, 'invalid_client_metadata'],
    ['an unknown scope', { scope: 'project:own' }, 'invalid_client_metadata'],
    ['a forbidden grant', { grant_types: ['password'] }, 'invalid_client_metadata'],
  ])(
    'holds a replacement with %s to the rules of registration (DCM-05, C1)',
    async (_, members, error) => {
      const app = await create();
      const addresses = error === 'invalid_redirect_uri' ? {} : { redirect_uris: [CALLBACK] };
      const document = { client_id: app.clientId, ...addresses, ...members };
      expect((await app.send('put').send(document).expect(400)).body.error).toBe(error);
      await app.read();
    },
  );

  it('drops scopes that need a review, as at registration (DCM-05, C3)', async () => {
    const app = await create();
    const body = await app.replace({ redirect_uris: [CALLBACK], scope: 'segments:read sms:send' });
    expect(body.scope).toBe('segments:read');
  });

  it('gives a secret to a client that turns confidential, and takes it from one that turns public (DCM-05)', async () => {
    const app = await create({ token_endpoint_auth_method: 'none' });
    const named = { redirect_uris: [CALLBACK], token_endpoint_auth_method: 'client_secret_post' };
    const { client_secret } = await app.replace(named);
    expect(client_secret).toMatch(/^iscs_/);
    const form = { client_id: app.clientId, token: 'x' };
    const revoke = (fields: object) => server.http.post('/oauth/revoke').type('form').send(fields);
    await revoke(form).expect(401);
    await revoke({ ...form, client_secret }).expect(200);
    await app.replace({ ...named, token_endpoint_auth_method: 'none' });
    await revoke({ ...form, client_secret }).expect(401);
    await revoke(form).expect(200);
  });

  it('refuses another content type and what is no object (DCM-05, DCR-17)', async () => {
    const app = await create();
    const put = (type: string, body: string) =>
      app.send('put').set('Content-Type', type).send(body);
    expect((await put('text/plain', '{}').expect(415)).body.error).toBe('invalid_client_metadata');
    expect((await put('application/json', '[]').expect(400)).body.error).toBe(
      'invalid_client_metadata',
    );
  });

  it('has no other method (DCM-07, HTTP-02)', async () => {
    const app = await create();
    for (const method of ['post', 'patch'] as const) {
      const { headers } = await server.http[method](app.path).expect(405);
      expect(headers.allow).toBe('DELETE, GET, HEAD, PUT');
    }
  });

  it('may be called from any page, errors included (HTTP-03)', async () => {
    const app = await create();
    for (const request of [app.send('get'), app.send('get', 'wrong')]) {
      const { headers } = await request.set('Origin', 'https://anywhere.example');
      expect(headers['access-control-allow-origin']).toBe('*');
    }
    const preflight = await server.http
      .options(app.path)
      .set({ Origin: 'https://a.example', 'Access-Control-Request-Method': 'PUT' });
    expect(preflight.headers['access-control-allow-methods']).toContain('PUT');
  });

  it('audits each change with what changed (D17)', async () => {
    const app = await create({ client_name: 'Reporter', token_endpoint_auth_method: 'none' });
    await app.replace({
      client_name: 'Bank',
      redirect_uris: ['https://elsewhere.example/'],
      token_endpoint_auth_method: 'none',
    });
    const [event] = await server.database.query<{ context: object }>(
      `SELECT context FROM audit_events WHERE type = 'client.changed' ORDER BY id DESC LIMIT 1`,
    );
    expect(event?.context).toEqual({
      name: 'Bank',
      redirect_uris: ['https://elsewhere.example/'],
      changed: ['name', 'redirectUris'],
    });
  });
});

it('is limited by address (DCR-02, G2)', async () => {
  const server = await TestApp.start({ RATE_LIMIT_SCALE: '0.05' });
  try {
    const ask = () => server.http.get(UNKNOWN);
    for (let i = 0; i < 3; i++) await ask().expect(401);
    const { body, headers } = await ask().expect(429);
    expect(body.error).toBe('temporarily_unavailable');
    expect(Number(headers['retry-after'])).toBeGreaterThan(0);
  } finally {
    await server.stop();
  }
});
