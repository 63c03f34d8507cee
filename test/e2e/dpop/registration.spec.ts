import { DocumentHost } from '../../support/document-host.js';
import { ManagedRegistration } from '../../support/managed-registration.js';
import { TestApp } from '../../support/test-app.js';

const REDIRECT_URIS = ['https://app.example/callback'];

describe('apps that only want tokens that are bound to a key', () => {
  let host: DocumentHost;
  let server: TestApp;
  beforeAll(async () => {
    host = await DocumentHost.start();
    server = await TestApp.start(host.variables('app.test'));
  });
  afterAll(async () => {
    await server.stop();
    await host.stop();
  });

  const register = (members: object) =>
    server.http.post('/oauth/register').send({
      redirect_uris: REDIRECT_URIS,
      token_endpoint_auth_method: 'none',
      ...members,
    });
  /** The token endpoint's error for an invalid code. */
  const errorFor = async (client_id: string): Promise<string> => {
    const form = { grant_type: 'authorization_code', client_id, code: 'x', code_verifier: 'x' };
    const { body } = await server.http.post('/oauth/token').type('form').send(form).expect(400);
    return (body as { error: string }).error;
  };

  it.each([true, false, undefined, null])(
    'say so when they register: %j (DPOP-03)',
    async (flag) => {
      const { body } = await register({ dpop_bound_access_tokens: flag }).expect(201);
      const { client_id, dpop_bound_access_tokens: echoed } = body as Record<string, unknown>;
      expect(echoed).toBe(flag === true);
      const expected = flag === true ? 'invalid_dpop_proof' : 'invalid_grant';
      expect(await errorFor(String(client_id))).toBe(expected);
    },
  );

  it.each(['true', 1, {}, []])('are not guessed at: %j is refused (DPOP-03)', async (flag) => {
    const { body } = await register({ dpop_bound_access_tokens: flag }).expect(400);
    expect(body).toMatchObject({ error: 'invalid_client_metadata' });
  });

  it('may say so later, or no longer (DPOP-03, DCM-03)', async () => {
    const own = { redirect_uris: REDIRECT_URIS, token_endpoint_auth_method: 'none' };
    const app = await ManagedRegistration.create(server, own);
    for (const flag of [true, false]) {
      const members = await app.replace({ ...own, dpop_bound_access_tokens: flag });
      expect(members.dpop_bound_access_tokens).toBe(flag);
      expect(await errorFor(app.clientId)).toBe(flag ? 'invalid_dpop_proof' : 'invalid_grant');
    }
  });

  it('say so in their document (DPOP-03)', async () => {
    const client_id = 'https://app.test/client.json';
    host.publish(client_id, {
      client_id,
      client_name: 'Lab',
      redirect_uris: REDIRECT_URIS,
      dpop_bound_access_tokens: true,
    });
    const push = { client_id, redirect_uri: REDIRECT_URIS[0] };
    await server.http.post('/oauth/par').type('form').send(push);
    expect(await errorFor(client_id)).toBe('invalid_dpop_proof');
  });
});
