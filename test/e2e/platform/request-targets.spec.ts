import { rawRequest } from '../../support/raw-request.js';
import { TestApp } from '../../support/test-app.js';

describe('a dashboard page that a stranger asks for', () => {
  it('is not kept as the place to return to when its address is overlong', async () => {
    const server = await TestApp.start();
    const page = `/dashboard/connected-apps?${'a'.repeat(8_000)}`;
    const answer = await rawRequest(server.origin, 'GET', page);
    expect([answer.status, answer.headers.location]).toEqual([303, '/login']);
    expect(answer.headers['set-cookie']).toBeUndefined();
    await server.stop();
  });
});

/** Sent by no proxy, but possible: the absolute form of the request target (RFC 9112 §3.2.2). */
describe('a request target in absolute form', () => {
  let server: TestApp;
  beforeAll(async () => {
    server = await TestApp.start();
  });
  afterAll(() => server.stop());

  it('finds the page, and the way back to it after sign-in is a path of ours (D9, D10)', async () => {
    const path = 'http://evil.example/dashboard/connected-apps?a=1';
    const answer = await rawRequest(server.origin, 'GET', path);
    expect(answer.status).toBe(303);
    expect(answer.headers.location).toMatch(/^\/login\?return=/);
    const [row] = await server.database.query<{ path: string }>('SELECT path FROM sign_in_returns');
    expect(row?.path).toBe('/dashboard/connected-apps?a=1');
  });

  it.each(['http://[::1', 'https://[::1]:x', 'http://a:99999999', 'http://', 'HTTPS://%zz'])(
    'is answered in our own words with the authority %s (ERR-01)',
    async (authority) => {
      const token = await rawRequest(server.origin, 'GET', `${authority}/oauth/token`);
      expect([token.status, token.headers.allow]).toEqual([405, 'POST']);
      expect(token.headers['cache-control']).toBe('no-store');
      expect(JSON.parse(token.text)).toMatchObject({ error: 'invalid_request' });
      const api = await rawRequest(server.origin, 'GET', `${authority}/v1`);
      expect(api.headers['www-authenticate']).toContain(`${server.origin}/.well-known/`);
      const start = await rawRequest(server.origin, 'GET', `${authority}?a=1`);
      expect(start.status).toBe(200);
    },
  );
});
