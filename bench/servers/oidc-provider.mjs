// oidc-provider over PostgreSQL. PORT and DATABASE_URL are given.
import { generateKeyPairSync } from 'node:crypto';
import Provider from 'oidc-provider';
import { adapterOf } from './oidc-adapter.mjs';

const { PORT, DATABASE_URL } = process.env;
const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

const provider = new Provider(`http://localhost:${PORT}`, {
  adapter: adapterOf(DATABASE_URL),
  jwks: { keys: [privateKey.export({ format: 'jwk' })] },
  cookies: { keys: ['bench'] },
  scopes: ['openid', 'offline_access', 'segments:read'],
  claims: { openid: ['sub'], profile: ['name'], email: ['email'] },
  conformIdTokenClaims: true,
  rotateRefreshToken: true,
  // No look-up: to its advantage.
  findAccount: (_ctx, id) => ({
    accountId: id,
    claims: () => ({ sub: id, name: `Bench ${id}`, email: `bench-${id}@bench.example` }),
  }),
  features: {
    devInteractions: { enabled: false },
    clientCredentials: { enabled: true },
    introspection: { enabled: true, allowedPolicy: () => true },
    registration: { enabled: true },
    revocation: { enabled: true },
  },
});
provider.on('server_error', (_ctx, error) => console.error(error));
provider.listen(Number(PORT), '127.0.0.1');
