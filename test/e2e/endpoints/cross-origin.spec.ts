import { TestApp } from '../../support/test-app.js';

const ASKED = 'authorization,mcp-protocol-version,traceparent,x-vendor-anything';

/** The requests of a browser app for a token, and with it. */
const OPEN = [
  ['/.well-known/oauth-authorization-server', 'GET'],
  ['/.well-known/openid-configuration', 'GET'],
  ['/.well-known/oauth-protected-resource', 'GET'],
  ['/.well-known/oauth-protected-resource/mcp', 'GET'],
  ['/.well-known/oauth-protected-resource/v1', 'GET'],
  ['/oauth/register', 'POST'],
  ['/oauth/register/app_1', 'PUT'],
  ['/oauth/token', 'POST'],
  ['/oauth/par', 'POST'],
  ['/oauth/revoke', 'POST'],
  ['/oauth/userinfo', 'GET'],
  ['/oauth/jwks', 'GET'],
  ['/openapi.json', 'GET'],
  ['/v1', 'GET'],
  ['/v1/project/prj_1/segment', 'GET'],
  ['/mcp', 'POST'],
] as const;

describe('a page of another origin', () => {
  let server: TestApp;
  beforeAll(async () => (server = await TestApp.start()));
  afterAll(() => server.stop());

  const preflight = (path: string, method: string) =>
    server.http
      .options(path)
      .set('Origin', 'https://spa.example')
      .set('Access-Control-Request-Method', method)
      .set('Access-Control-Request-Headers', ASKED);

  it.each(OPEN)(
    'may send %s the headers of its own that it asks for (HTTP-03, MCP-12)',
    async (path, method) => {
      const { headers } = await preflight(path, method).expect(204);
      expect(headers['access-control-allow-origin']).toBe('*');
      expect(headers['access-control-allow-methods']?.split(',')).toContain(method);
      expect(headers['access-control-allow-headers']).toBe(ASKED);
      expect(headers.vary).toContain('Access-Control-Request-Headers');
      expect(headers).not.toHaveProperty('access-control-allow-credentials');
    },
  );

  it.each(['/oauth/introspect', '/oauth/leaked', '/oauth/nothing'])(
    'is told nothing at %s, which only servers call',
    async (path) => {
      const { headers } = await preflight(path, 'POST');
      expect(Object.keys(headers).filter((name) => name.startsWith('access-control-'))).toEqual([]);
    },
  );

  it.each(['/login', '/oauth/authorize', '/oauth/consent/azr_1', '/dashboard/connected-apps', '/'])(
    'is told nothing at %s, where a cookie speaks for the person (HTTP-04)',
    async (path) => {
      const { headers } = await preflight(path, 'POST');
      expect(Object.keys(headers).filter((name) => name.startsWith('access-control-'))).toEqual([]);
    },
  );
});
