import { TestApp } from '../../support/test-app.js';

const SERVER = '/.well-known/oauth-authorization-server';
const OPENID = '/.well-known/openid-configuration';
const API = '/.well-known/oauth-protected-resource/v1';
const MCP = '/.well-known/oauth-protected-resource/mcp';
const ROOT = '/.well-known/oauth-protected-resource';

const PROOFS = ['ES256', 'EdDSA', 'Ed25519', 'PS256', 'RS256'];

describe('metadata', () => {
  let server: TestApp;
  beforeAll(async () => (server = await TestApp.start()));
  afterAll(() => server.stop());

  const read = async (path: string): Promise<Record<string, unknown>> => {
    const { body, headers } = await server.http.get(path).expect(200);
    expect(headers['content-type']).toContain('application/json');
    return body as Record<string, unknown>;
  };

  it('describes the authorization server, and only what works (DISC-01 to DISC-09)', async () => {
    const { scopes_supported, ...metadata } = await read(SERVER);
    const methods = ['none', 'client_secret_basic', 'client_secret_post', 'private_key_jwt'];
    const algorithms = ['RS256', 'PS256', 'ES256', 'EdDSA'];
    expect(metadata).toEqual({
      issuer: server.origin,
      authorization_endpoint: `${server.origin}/oauth/authorize`,
      token_endpoint: `${server.origin}/oauth/token`,
      registration_endpoint: `${server.origin}/oauth/register`,
      revocation_endpoint: `${server.origin}/oauth/revoke`,
      introspection_endpoint: `${server.origin}/oauth/introspect`,
      userinfo_endpoint: `${server.origin}/oauth/userinfo`,
      jwks_uri: `${server.origin}/oauth/jwks`,
      response_types_supported: ['code'],
      response_modes_supported: ['query'],
      grant_types_supported: ['authorization_code', 'refresh_token', 'client_credentials'],
      token_endpoint_auth_methods_supported: methods,
      token_endpoint_auth_signing_alg_values_supported: algorithms,
      revocation_endpoint_auth_methods_supported: methods,
      introspection_endpoint_auth_methods_supported: methods.slice(1),
      pushed_authorization_request_endpoint: `${server.origin}/oauth/par`,
      require_pushed_authorization_requests: false,
      introspection_endpoint_auth_signing_alg_values_supported: algorithms,
      revocation_endpoint_auth_signing_alg_values_supported: algorithms,
      dpop_signing_alg_values_supported: PROOFS,
      client_id_metadata_document_supported: true,
      code_challenge_methods_supported: ['S256'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256', 'ES256', 'EdDSA'],
      claims_supported: [
        ...['iss', 'sub', 'aud', 'exp', 'iat', 'auth_time', 'nonce', 'at_hash'],
        ...['name', 'picture', 'email', 'email_verified'],
      ],
      claims_parameter_supported: false,
      request_parameter_supported: false,
      request_uri_parameter_supported: false,
      authorization_response_iss_parameter_supported: true,
      protected_resources: [`${server.origin}/v1`, `${server.origin}/mcp`],
    });
    expect(scopes_supported).toEqual(
      expect.arrayContaining(['project:read', 'offline_access', 'openid', 'profile', 'email']),
    );
    // For API tokens only, which no OAuth request gets.
    expect(scopes_supported).not.toContain('audit:read');
  });

  it('names only endpoints that exist (DISC-09)', async () => {
    const metadata = await read(SERVER);
    const endpoints = Object.entries(metadata).filter(([member]) => member.endsWith('_endpoint'));
    expect(endpoints).toHaveLength(7);
    for (const url of [...endpoints.map(([, each]) => each), metadata.jwks_uri]) {
      const { status } = await server.http.trace(new URL(String(url)).pathname);
      expect([url, status]).toEqual([url, 405]);
    }
  });

  it('says the same under both names (DISC-03, OIDC-03, OIDC-07)', async () => {
    const { text } = await server.http.get(OPENID).expect(200);
    expect(text).toBe((await server.http.get(SERVER)).text);
  });

  it('claims nothing of a Dynamic OpenID Provider (OIDC-10)', async () => {
    const metadata = await read(OPENID);
    expect(metadata.response_types_supported).toEqual(['code']);
    expect(metadata.grant_types_supported).not.toContain('implicit');
    expect(metadata.id_token_signing_alg_values_supported).not.toContain('none');
  });

  it('describes the Product API as a resource with a minimal first scope (DISC-10, DISC-12, DISC-13)', async () => {
    const metadata = await read(API);
    expect(metadata).toEqual({
      resource: `${server.origin}/v1`,
      authorization_servers: [server.origin],
      scopes_supported: ['project:read'],
      bearer_methods_supported: ['header'],
      dpop_signing_alg_values_supported: PROOFS,
      resource_name: 'Product API',
    });
    expect((await read(SERVER)).protected_resources).toContain(metadata.resource);
  });

  it('describes the MCP endpoint under its own address (DISC-10, DISC-12, DISC-13)', async () => {
    const metadata = await read(MCP);
    expect(metadata).toEqual({
      resource: `${server.origin}/mcp`,
      authorization_servers: [server.origin],
      scopes_supported: ['mcp:read'],
      bearer_methods_supported: ['header'],
      dpop_signing_alg_values_supported: PROOFS,
      resource_name: 'Tools for AI assistants',
    });
    expect((await read(SERVER)).protected_resources).toContain(metadata.resource);
  });

  it('says at the root that the root is a resource, which is another name of MCP (DISC-11)', async () => {
    expect(await read(ROOT)).toEqual({ ...(await read(MCP)), resource: server.origin });
  });

  it('offers proofs of a key under asymmetric algorithms only, alike in both documents (DPOP-01)', async () => {
    const [{ dpop_signing_alg_values_supported: atServer }, atResource] = [
      await read(SERVER),
      await read(API),
    ];
    expect(atServer).toEqual(PROOFS);
    expect(atResource.dpop_signing_alg_values_supported).toEqual(PROOFS);
    expect(String(atServer)).not.toMatch(/none|HS\d/);
  });

  it('lists every scope of a resource at the server too', async () => {
    const { scopes_supported: ofServer } = await read(SERVER);
    for (const path of [API, MCP, ROOT]) {
      const { scopes_supported: ofResource } = await read(path);
      expect(ofServer).toEqual(expect.arrayContaining(ofResource as string[]));
    }
  });

  it.each([
    '/.well-known/oauth-protected-resource/',
    '/.well-known/oauth-protected-resource/v1/',
    '/.well-known/oauth-protected-resource/V1',
    '/.well-known/oauth-authorization-server/v1',
    '/.well-known/jwks.json',
  ])('has no document at %s (DISC-11)', (path) => server.http.get(path).expect(404));

  it.each([SERVER, OPENID, API, MCP, ROOT])(
    'serves %s to any page, for GET and HEAD, and caches it (DISC-15)',
    async (path) => {
      const { headers } = await server.http.get(path).set('Origin', 'https://app.example');
      expect(headers['access-control-allow-origin']).toBe('*');
      const [, age] = /max-age=(\d+)/.exec(String(headers['cache-control'])) ?? [];
      expect(Number(age)).toBeGreaterThanOrEqual(300);
      expect(Number(age)).toBeLessThanOrEqual(3_600);
      const head = await server.http.head(path).expect(200);
      expect(head.text).toBeUndefined();
      expect(head.headers['content-length']).toBe(headers['content-length']);
      for (const method of ['post', 'put', 'patch', 'delete'] as const) {
        const refused = await server.http[method](path).expect(405);
        expect(refused.headers.allow).toBe('GET, HEAD');
      }
      await server.http.options(path).set('Origin', 'https://app.example').expect(204);
    },
  );

  it.each([SERVER, OPENID, API, MCP, ROOT])(
    'says the same at %s whatever the request claims to be (DISC-02, D10)',
    async (path) => {
      const honest = await server.http.get(path);
      const poisoned = await server.http
        .get(path)
        .set('Host', 'evil.example')
        .set('X-Forwarded-Host', 'evil.example')
        .set('X-Forwarded-Proto', 'https')
        .set('Forwarded', 'host=evil.example;proto=https');
      expect(poisoned.text).toBe(honest.text);
    },
  );
});
