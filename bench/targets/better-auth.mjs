import { hash, randomBytes } from 'node:crypto';
import { Peer } from './peer.mjs';
import { basic, CHALLENGE, VERIFIER } from './proof.mjs';
import { storeRows } from './store-rows.mjs';

const WORKS = [
  ...['refresh', 'code', 'client-credentials', 'registration', 'metadata', 'introspection'],
  'user-info',
];
const BASE = '/api/auth';
const METADATA = `/.well-known/oauth-authorization-server${BASE}`;
const REDIRECT_URI = 'https://app.bench.example/callback';
const SCOPES = ['segments:read', 'offline_access'];
const OPENID = ['openid', 'profile', 'email', ...SCOPES];
const LATER = '2099-01-01T00:00:00Z';

const mint = () => randomBytes(24).toString('base64url');
/** What the library stores of a token, a code or a secret. */
const stored = (text) => hash('sha256', text, 'base64url');
const now = () => new Date().toISOString();

class BetterAuth extends Peer {
  /** It has no resources: a resource server of it would introspect. */
  standsIn = { guarded: 'introspection' };

  async makeSchema() {
    const [{ getMigrations }, { authOptions }] = await Promise.all([
      import('better-auth/db/migration'),
      import('../servers/better-auth-options.mjs'),
    ]);
    const options = authOptions(this.port, this.cluster.url(this.database));
    await (await getMigrations(options)).runMigrations();
    await options.database.end();
  }

  newActor(number) {
    const [clientId, secret] = [mint(), mint()];
    return {
      ...{ number, clientId, secret, basic: basic(clientId, secret) },
      ...{ user: mint(), session: mint() },
      tokens: { refresh: mint(), access: mint(), openid: mint() },
    };
  }

  async storeActors(actors) {
    for (const [table, rowsOf] of Object.entries(ROWS)) {
      await storeRows(this.client, `"${table}"`, actors.flatMap(rowsOf));
    }
  }

  async storeCodes(actors, each) {
    const codes = actors.map(() => Array.from({ length: each }, mint));
    const rows = actors.flatMap((actor, i) => codes[i].map((text) => codeRow(actor, text)));
    await storeRows(this.client, '"verification"', rows);
    return codes;
  }

  stateOf(work, actor) {
    return { host: this.host, ...STATES[work](actor) };
  }
}

const times = () => ({ createdAt: now(), updatedAt: now() });

const accessRow = ({ clientId, user, session }, token, scopes) => ({
  ...{ id: mint(), token: stored(token), clientId, userId: user, sessionId: session, scopes },
  ...{ createdAt: now(), expiresAt: LATER },
});

/** As the library's own tables want them, in the order of the foreign keys. */
const ROWS = {
  user: ({ number, user }) => ({
    ...{ id: user, name: `Bench ${number}`, email: `bench-${number}@bench.example` },
    ...{ emailVerified: true, ...times() },
  }),
  session: ({ user, session }) => ({
    ...{ id: session, token: mint(), userId: user, expiresAt: LATER, ...times() },
  }),
  oauthClient: ({ clientId, secret }) => ({
    ...{ id: mint(), clientId, clientSecret: stored(secret), disabled: false, name: 'Bench App' },
    ...{ scopes: OPENID, clientCredentialsScopes: ['segments:read'] },
    ...{ redirectUris: [REDIRECT_URI], tokenEndpointAuthMethod: 'client_secret_basic' },
    grantTypes: ['authorization_code', 'refresh_token', 'client_credentials'],
    ...{ responseTypes: ['code'], requirePKCE: true, ...times() },
  }),
  oauthRefreshToken: (actor) => {
    const { clientId, user, session, tokens } = actor;
    return {
      ...{ id: mint(), token: stored(tokens.refresh), clientId, userId: user, sessionId: session },
      ...{ scopes: SCOPES, authTime: now(), createdAt: now(), expiresAt: LATER },
    };
  },
  oauthAccessToken: (actor) => [
    accessRow(actor, actor.tokens.access, SCOPES),
    accessRow(actor, actor.tokens.openid, OPENID),
  ],
};

function codeRow({ clientId, user, session }, text) {
  const query = {
    ...{ response_type: 'code', client_id: clientId, redirect_uri: REDIRECT_URI },
    ...{ scope: SCOPES.join(' '), state: 'bench' },
    ...{ code_challenge: CHALLENGE, code_challenge_method: 'S256' },
  };
  const value = {
    ...{ type: 'authorization_code', query, userId: user, sessionId: session },
    authTime: Date.now(),
  };
  return {
    ...{ id: mint(), identifier: stored(text), value: JSON.stringify(value) },
    ...{ expiresAt: LATER, ...times() },
  };
}

const at = (path, actor, more) => ({
  ...{ path: `${BASE}/oauth2/${path}`, headers: { Authorization: actor.basic }, form: '' },
  ...more,
});

const STATES = {
  refresh: (actor) => at('token', actor, { token: actor.tokens.refresh }),
  code: (actor) =>
    at('token', actor, { verifier: VERIFIER, redirectUri: encodeURIComponent(REDIRECT_URI) }),
  'client-credentials': (actor) => at('token', actor),
  registration: () => ({
    path: `${BASE}/oauth2/register`,
    // Without somebody signed in it registers public clients only.
    metadata: {
      ...{ client_name: 'Bench App', redirect_uris: [REDIRECT_URI], response_types: ['code'] },
      grant_types: ['authorization_code', 'refresh_token'],
      token_endpoint_auth_method: 'none',
    },
  }),
  metadata: () => ({ path: METADATA }),
  introspection: (actor) => at('introspect', actor, { token: actor.tokens.access }),
  'user-info': ({ tokens }) => ({
    path: `${BASE}/oauth2/userinfo`,
    headers: { Authorization: `Bearer ${tokens.openid}` },
  }),
};

export const betterAuth = (bench) =>
  new BetterAuth(bench, {
    ...{
      name: 'better-auth',
      program: 'bench/servers/better-auth.mjs',
      works: WORKS,
      readyPath: METADATA,
    },
  });
