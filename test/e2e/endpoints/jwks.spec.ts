import { TestApp } from '../../support/test-app.js';

const PATH = '/oauth/jwks';
type Jwk = Readonly<Record<string, string>>;

describe('the JWK Set', () => {
  let server: TestApp;
  beforeAll(async () => (server = await TestApp.start()));
  afterAll(() => server.stop());

  it('has two keys of each kind: one that signs and one that will (OIDC-03)', async () => {
    const { body } = await server.http.get(PATH).expect(200).expect('Content-Type', /json/);
    const { keys } = body as { keys: Jwk[] };
    const kinds = keys.map(({ kty, alg, use, crv }) => [kty, alg, use, crv].join(' ')).sort();
    expect(kinds).toEqual([
      'EC ES256 sig P-256',
      'EC ES256 sig P-256',
      'OKP EdDSA sig Ed25519',
      'OKP EdDSA sig Ed25519',
      'RSA RS256 sig ',
      'RSA RS256 sig ',
    ]);
    expect(new Set(keys.map(({ kid }) => kid)).size).toBe(6);
  });

  it('has public members only (OIDC-03)', async () => {
    const { body } = await server.http.get(PATH);
    for (const key of (body as { keys: Jwk[] }).keys) {
      const own = { RSA: ['e', 'n'], EC: ['crv', 'x', 'y'], OKP: ['crv', 'x'] }[key.kty ?? ''];
      expect(Object.keys(key).sort()).toEqual(['alg', 'kid', 'kty', 'use', ...(own ?? [])].sort());
    }
  });

  it('is open to any page, for GET and HEAD, and cacheable (DISC-15, HTTP-03)', async () => {
    const { headers } = await server.http.get(PATH).set('Origin', 'https://app.example');
    expect(headers['access-control-allow-origin']).toBe('*');
    expect(headers['access-control-allow-credentials']).toBeUndefined();
    expect(headers['cache-control']).toBe('public, max-age=300');
    await server.http.head(PATH).expect(200);
    await server.http.options(PATH).set('Origin', 'https://app.example').expect(204);
    for (const method of ['post', 'put', 'patch', 'delete'] as const) {
      const refused = await server.http[method](PATH).expect(405);
      expect(refused.headers.allow).toBe('GET, HEAD');
      expect(refused.headers['access-control-allow-origin']).toBe('*');
      expect(refused.headers['cache-control']).toBe('no-store');
    }
  });
});
