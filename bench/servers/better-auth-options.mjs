import { oauthProvider } from '@better-auth/oauth-provider';
import { jwt } from 'better-auth/plugins';
import { openPool } from './pool.mjs';

/** What better-auth is told, by its server and where its tables are made. */
export const authOptions = (port, connectionString) => ({
  baseURL: `http://localhost:${port}`,
  secret: 'of-a-bench-with-nothing-to-protect-0123456789',
  database: openPool(connectionString),
  rateLimit: { enabled: false },
  telemetry: { enabled: false },
  logger: { level: 'error' },
  plugins: [
    jwt(),
    oauthProvider({
      loginPage: '/sign-in',
      consentPage: '/consent',
      scopes: ['openid', 'profile', 'email', 'offline_access', 'segments:read'],
      allowDynamicClientRegistration: true,
      allowUnauthenticatedClientRegistration: true,
      silenceWarnings: { oauthAuthServerConfig: true, openidConfig: true },
    }),
  ],
});
