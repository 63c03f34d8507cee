import { TestApp } from '../../support/test-app.js';

const DEVICE = 'urn:ietf:params:oauth:grant-type:device_code';

/** Features not offered: refused or ignored, and not announced. */
describe('what is not offered', () => {
  let server: TestApp;
  beforeAll(async () => (server = await TestApp.start()));
  afterAll(() => server.stop());

  it.each([
    'device_authorization',
    'device',
    'bc-authorize',
    'end_session',
    'logout',
    'check_session',
  ])('has no endpoint /oauth/%s (DEV-01, DEV-03)', async (name) => {
    await server.http.get(`/oauth/${name}`).expect(404);
    const { body } = await server.http.post(`/oauth/${name}`).type('form').send({}).expect(404);
    expect(body).not.toHaveProperty('device_code');
  });

  it('is not in the metadata (DEV-01, DEV-04)', async () => {
    const { body } = await server.http.get('/.well-known/openid-configuration').expect(200);
    const members = Object.keys(body as object).join(' ');
    expect(members).not.toMatch(
      /device|backchannel|end_session|logout|check_session|mtls|tls_client|authorization_details/,
    );
    expect(body.grant_types_supported).not.toContain(DEVICE);
  });

  it('cannot be registered for: the device grant is left out, alone it is refused (DEV-01)', async () => {
    const register = (grant_types: string[]) =>
      server.http
        .post('/oauth/register')
        .send({ redirect_uris: ['https://app.example/callback'], grant_types });
    const { body } = await register(['authorization_code', DEVICE]).expect(201);
    expect(body.grant_types).toEqual(['authorization_code']);
    const { body: refusal } = await register([DEVICE]).expect(400);
    expect(refusal).toMatchObject({ error: 'invalid_client_metadata' });
  });

  it('cannot be polled for: the token endpoint does not know the device grant (DEV-02)', async () => {
    const { body: client } = await server.http
      .post('/oauth/register')
      .send({ redirect_uris: ['https://a.example/cb'], token_endpoint_auth_method: 'none' })
      .expect(201);
    const { body } = await server.http
      .post('/oauth/token')
      .type('form')
      .send({ grant_type: DEVICE, device_code: 'x', client_id: String(client.client_id) })
      .expect(400);
    expect(body).toMatchObject({ error: 'unsupported_grant_type' });
  });
});
