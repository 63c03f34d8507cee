import { TestApp } from '../../support/test-app.js';

const CALLBACK = 'https://app.example/callback';

describe('POST /oauth/register', () => {
  let server: TestApp;
  beforeAll(async () => (server = await TestApp.start()));
  afterAll(() => server.stop());

  const post = (body: object | string, type = 'application/json') =>
    server.http
      .post('/oauth/register')
      .set('Content-Type', type)
      .send(typeof body === 'string' ? body : JSON.stringify(body));

  const register = (members: object) => post({ redirect_uris: [CALLBACK], ...members }).expect(201);

  const refuse = async (members: object, error: string) => {
    const response = await post({ redirect_uris: [CALLBACK], ...members }).expect(400);
    expect(response.body).toEqual({ error, error_description: expect.stringMatching(/^.{10,}$/) });
    expect(response.headers['cache-control']).toBe('no-store');
  };

  it('answers 201 with every member as stored, defaults included (DCR-01, DCR-03, DCR-04)', async () => {
    const { body, headers } = await register({});
    expect(headers['content-type']).toContain('application/json');
    expect(headers['cache-control']).toBe('no-store');
    expect(body).toEqual({
      client_id: expect.stringMatching(/^app_[0-9a-z]{26}$/),
      client_id_issued_at: expect.closeTo(Date.now() / 1_000, -2),
      client_secret: expect.stringMatching(/^iscs_[0-9A-Za-z]{49}$/),
      client_secret_expires_at: 0,
      client_name: 'Unnamed app',
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
      registration_client_uri: `${server.origin}/oauth/register/${String(body.client_id)}`,
      registration_access_token: expect.stringMatching(/^isrg_[0-9A-Za-z]{49}$/),
    });
    expect(Number.isInteger(body.client_id_issued_at)).toBe(true);
  });

  it('gives a public client no secret (DCR-05)', async () => {
    const { body } = await register({ token_endpoint_auth_method: 'none' });
    expect(body).toMatchObject({ token_endpoint_auth_method: 'none' });
    expect(body).not.toHaveProperty('client_secret');
    expect(body).not.toHaveProperty('client_secret_expires_at');
  });

  it('remembers whether the method was named (DCR-05)', async () => {
    const method = { token_endpoint_auth_method: 'client_secret_post' };
    await register({});
    await register(method);
    const rows = await server.database.query<{ auth_method_defaulted: boolean }>(
      'SELECT auth_method_defaulted FROM clients ORDER BY id DESC LIMIT 2',
    );
    expect(rows.map((row) => row.auth_method_defaulted)).toEqual([false, true]);
  });

  it.each([
    ['implicit', { grant_types: ['authorization_code', 'implicit'] }],
    ['password', { grant_types: ['password'] }],
    ['no code grant', { grant_types: ['refresh_token'] }],
    ['no grant at all', { grant_types: [] }],
    ['only a grant we do not offer', { grant_types: ['client_credentials'] }],
    ['token', { response_types: ['token'] }],
    ['code token', { response_types: ['code', 'code token'] }],
    ['id_token', { response_types: ['id_token'] }],
    ['no response type', { response_types: [] }],
    ['a grant type that is no list', { grant_types: 'authorization_code' }],
  ])('refuses flows with %s (DCR-06, DCR-07)', (_, members) =>
    refuse(members, 'invalid_client_metadata'),
  );

  it('leaves out what is legal but not offered, and says so (DCR-06)', async () => {
    const { body } = await register({
      grant_types: ['urn:ietf:params:oauth:grant-type:device_code', 'authorization_code'],
      response_types: ['none', 'code'],
    });
    expect(body).toMatchObject({ grant_types: ['authorization_code'], response_types: ['code'] });
  });

  it.each([undefined, null, [], 'https://a.example', [1], [[CALLBACK]], Array(11).fill(CALLBACK)])(
    'refuses redirect_uris %j (DCR-08, C10)',
    (redirect_uris) => refuse({ redirect_uris }, 'invalid_redirect_uri'),
  );

  it('refuses one dangerous address among good ones (DCR-08)', () =>
    refuse({ redirect_uris: [CALLBACK, 'javascript:alert(1)'] }, 'invalid_redirect_uri'));

  it('leaves out a private scheme that anybody could claim (DCR-09)', async () => {
    const cursor = 'cursor://anysphere.cursor-mcp/oauth/callback';
    const uris = [cursor, 'myapp://callback', 'com.example.app:/callback', cursor];
    const { body } = await register({ redirect_uris: uris });
    expect(body).toMatchObject({
      redirect_uris: [cursor, 'com.example.app:/callback'],
      application_type: 'native',
    });
    await refuse({ redirect_uris: ['myapp://callback'] }, 'invalid_redirect_uri');
  });

  it('reads the application type off the addresses unless it is named (DCR-10)', async () => {
    const loopback = 'http://127.0.0.1:33418/';
    const absent = await register({ redirect_uris: [CALLBACK, loopback] });
    expect(absent.body.application_type).toBe('native');
    const claimed = await register({ application_type: 'native' });
    expect(claimed.body.application_type).toBe('native');
    const web = { application_type: 'web' };
    await refuse({ redirect_uris: ['cursor://callback'], ...web }, 'invalid_redirect_uri');
    await refuse({ application_type: 'desktop' }, 'invalid_client_metadata');
  });

  it.each([
    ['native', 'http://localhost:8080/cb', []],
    ['native', 'http://127.0.0.1/cb', ['http://[::1]/cb']],
    ['web', 'http://localhost:8080/cb', [CALLBACK]],
  ])(
    'takes a web app on loopback for what it is: %s for %s and %j (DCR-10)',
    async (type, uri, more) => {
      const members = { application_type: 'web', redirect_uris: [uri, ...more] };
      const { body } = await register(members);
      expect(body).toMatchObject({ ...members, application_type: type });
    },
  );

  it.each([
    ["a page on the developer's computer", { client_uri: 'http://localhost:5173' }],
    ['a link that runs code', { client_uri: 'javascript:alert(1)' }],
    ['a plain http link', { logo_uri: 'http://169.254.169.254/latest' }],
    ['an endless link', { tos_uri: `https://a.example/${'x'.repeat(500)}` }],
    ['a link with a password', { policy_uri: 'https://a:b@a.example/' }],
    ['a link that is no string', { logo_uri: { en: 'https://a.example/' } }],
  ])(
    'leaves out %s, which only informs, and registers the rest (DCR-03, DCR-16)',
    async (_, members) => {
      const others = { client_name: 'Reporter', scope: 'segments:read' };
      const { body } = await register({ ...others, ...members });
      expect(body).toMatchObject({ ...others, redirect_uris: [CALLBACK] });
      for (const member of Object.keys(members)) expect(body).not.toHaveProperty(member);
    },
  );

  it.each(['RS256', 'ES256', 'EdDSA'])('takes %s for ID tokens (OIDC-03)', async (algorithm) => {
    const { body } = await register({ id_token_signed_response_alg: algorithm });
    expect(body).toMatchObject({ id_token_signed_response_alg: algorithm, subject_type: 'public' });
  });

  it('ignores members it does not know (DCR-11)', async () => {
    const unknown = { software_statement: 'x', contacts: 7, 'client_name#es': 'Hola', dpop: {} };
    const { body } = await register(unknown);
    for (const member of Object.keys(unknown)) expect(body).not.toHaveProperty([member]);
  });

  it.each([
    ['private_key_jwt', { token_endpoint_auth_method: 'private_key_jwt', jwks: { keys: [] } }],
    ['both kinds of keys', { jwks: { keys: [] }, jwks_uri: 'https://a.example/jwks' }],
    ['an unknown method', { token_endpoint_auth_method: 'tls_client_auth' }],
    ['a method that is no string', { token_endpoint_auth_method: ['none'] }],
    ['an unknown scope', { scope: 'project:read project:own' }],
    ['a scope of API tokens', { scope: 'project:read audit:read' }],
    ['a scope list with two spaces', { scope: 'project:read  segments:read' }],
    ['a scope that is no string', { scope: ['project:read'] }],
    ['a name that is no string', { client_name: { en: 'x' } }],
    ['an unsigned ID token', { id_token_signed_response_alg: 'none' }],
    ['an ID token under a shared secret', { id_token_signed_response_alg: 'HS256' }],
    ['another subject for each app', { subject_type: 'pairwise' }],
  ])('refuses metadata with %s (DCR-12, DCR-13, C1)', (_, members) =>
    refuse(members, 'invalid_client_metadata'),
  );

  it('drops scopes that need a review, and echoes the rest (DCR-13, C3)', async () => {
    const { body } = await register({ scope: 'segments:read sms:send offline_access' });
    expect(body.scope).toBe('segments:read offline_access');
    const { body: nothingLeft } = await register({ scope: 'sms:send' });
    expect(nothingLeft.scope).toBe('project:read mcp:read');
  });

  it('takes nothing that only we may say (DCR-14, C4)', async () => {
    const claims = {
      client_id: 'app_00000000000000000000000000',
      client_secret: 'mine',
      client_id_issued_at: 1,
      registration_access_token: 'x',
      verified: true,
      tier: 'verified',
      origin: 'portal',
      organisation_id: '00000000-0000-7000-8000-000000000000',
      organisationId: '00000000-0000-7000-8000-000000000000',
      approved_at: '2020-01-01',
      software_id: 'claude',
    };
    const { body } = await register(claims);
    expect(body.client_id).not.toBe(claims.client_id);
    expect(body.client_secret).not.toBe('mine');
    const [row] = await server.database.query(
      'SELECT origin, organisation_id, state, approved_at FROM clients ORDER BY id DESC LIMIT 1',
    );
    expect(row).toEqual({
      origin: 'dynamic',
      organisation_id: null,
      state: 'registered',
      approved_at: null,
    });
    expect(await server.database.query('SELECT 1 FROM app_verifications')).toEqual([]);
  });

  it('never gives the same id twice, whatever is registered (DCR-14)', async () => {
    const [one, two] = [await register({}), await register({})];
    expect(one.body.client_id).not.toBe(two.body.client_id);
    expect(one.body.client_secret).not.toBe(two.body.client_secret);
  });

  it('refuses a body that is no JSON object (DCR-17)', async () => {
    for (const body of ['', '{', 'null', '[]', '"x"', '1', '{"a":1}}']) {
      const response = await post(body).expect(400);
      expect(response.body.error).toBe('invalid_client_metadata');
    }
    const latin = Buffer.from(
      '{"redirect_uris":["https://a.example"],"client_name":"\xe9"}',
      'latin1',
    );
    const response = await server.http
      .post('/oauth/register')
      .set('Content-Type', 'application/json')
      .serialize((body: unknown) => body as string)
      .send(latin as unknown as string)
      .expect(400);
    expect(response.body.error).toBe('invalid_client_metadata');
  });

  it('refuses another content type with 415, and a large body with 413 (DCR-17, HTTP-06)', async () => {
    for (const type of ['application/x-www-form-urlencoded', 'text/plain', 'application/jsonp']) {
      const { body } = await post('{}', type).expect(415);
      expect(body.error).toBe('invalid_client_metadata');
    }
    const { body } = await post({ client_name: 'x'.repeat(20_000) }).expect(413);
    expect(body.error).toBe('invalid_request');
  });

  it('has no other method (HTTP-02)', async () => {
    for (const method of ['get', 'put', 'delete'] as const) {
      const { headers } = await server.http[method]('/oauth/register').expect(405);
      expect(headers.allow).toBe('POST');
    }
  });

  it('refuses an initial access token, for it gave none (DCR-02)', async () => {
    const response = await post({ redirect_uris: [CALLBACK] })
      .set('Authorization', 'Bearer guess')
      .expect(401);
    expect(response.body.error).toBe('invalid_token');
    expect(response.headers['www-authenticate']).toBe(
      'Bearer realm="oauth", error="invalid_token"',
    );
  });

  it('may be called from any page, errors included (HTTP-03, HTTP-04)', async () => {
    const origin = { Origin: 'https://anywhere.example' };
    for (const response of [await post({}).set(origin), await register({}).set(origin)]) {
      expect(response.headers['access-control-allow-origin']).toBe('*');
      expect(response.headers).not.toHaveProperty('access-control-allow-credentials');
    }
  });
});
