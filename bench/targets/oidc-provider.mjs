import { randomBytes } from 'node:crypto';
import { Peer } from './peer.mjs';
import { basic, CHALLENGE, VERIFIER } from './proof.mjs';
import { storeRows } from './store-rows.mjs';

const SCHEMA = `
  CREATE TABLE models (
    model text NOT NULL, id text NOT NULL, payload jsonb NOT NULL, grant_id text, uid text, user_code text,
    expires_at timestamptz, consumed_at timestamptz, PRIMARY KEY (model, id));
  CREATE INDEX ix_models_grant ON models (grant_id) WHERE grant_id IS NOT NULL;
  CREATE INDEX ix_models_uid ON models (uid) WHERE uid IS NOT NULL;
  CREATE INDEX ix_models_user_code ON models (user_code) WHERE user_code IS NOT NULL`;

const WORKS = [
  ...['refresh', 'code', 'client-credentials', 'registration', 'metadata', 'introspection'],
  'user-info',
];
const REDIRECT_URI = 'https://app.bench.example/callback';
const SCOPE = 'segments:read offline_access';
const EVERY_SCOPE = `openid profile email ${SCOPE}`;
const YEAR = 365 * 86_400;

const mint = () => randomBytes(32).toString('base64url');

/** A row of a model as the library would have stored it. */
function modelRow(model, id, payload) {
  const now = Math.floor(Date.now() / 1_000);
  const whole = { iat: now, exp: now + YEAR, jti: id, kind: model, ...payload };
  return {
    ...{ model, id, payload: whole, grant_id: payload.grantId ?? null },
    expires_at: new Date((now + YEAR) * 1_000),
  };
}

class OidcProvider extends Peer {
  /** It has no resources: a resource server of it would introspect. */
  standsIn = { guarded: 'introspection' };

  makeSchema() {
    return this.client.query(SCHEMA);
  }

  newActor(number) {
    return new Actor(number);
  }

  storeActors(actors) {
    return storeRows(
      this.client,
      'models',
      actors.flatMap((each) => each.rows()),
    );
  }

  async storeCodes(actors, each) {
    const codes = actors.map(() => Array.from({ length: each }, mint));
    const rows = actors.flatMap((actor, i) => codes[i].map((id) => actor.codeRow(id)));
    await storeRows(this.client, 'models', rows);
    return codes;
  }

  stateOf(work, actor) {
    return { host: this.host, ...STATES[work](actor) };
  }
}

class Actor {
  clientId = mint();
  secret = mint();
  grantId = mint();
  tokens = { refresh: mint(), access: mint(), openid: mint() };

  constructor(number) {
    this.accountId = String(number);
  }

  get basic() {
    return basic(this.clientId, this.secret);
  }

  rows() {
    return [
      this.#clientRow(),
      modelRow('Grant', this.grantId, { ...this.#ids(), openid: { scope: EVERY_SCOPE } }),
      this.#refreshRow(this.tokens.refresh),
      this.#accessRow(this.tokens.access, SCOPE),
      this.#accessRow(this.tokens.openid, EVERY_SCOPE),
    ];
  }

  codeRow(id) {
    return modelRow('AuthorizationCode', id, {
      ...{ ...this.#ids(), grantId: this.grantId, scope: SCOPE, redirectUri: REDIRECT_URI },
      ...{ codeChallenge: CHALLENGE, codeChallengeMethod: 'S256' },
      authTime: Math.floor(Date.now() / 1_000),
    });
  }

  #refreshRow(id) {
    return modelRow('RefreshToken', id, {
      ...{ ...this.#ids(), grantId: this.grantId, scope: SCOPE, gty: 'authorization_code' },
      iiat: Math.floor(Date.now() / 1_000),
    });
  }

  #accessRow(id, scope) {
    const rest = { grantId: this.grantId, scope, gty: 'authorization_code' };
    return modelRow('AccessToken', id, { ...this.#ids(), ...rest });
  }

  #ids() {
    return { accountId: this.accountId, clientId: this.clientId };
  }

  #clientRow() {
    const payload = {
      ...{ client_id: this.clientId, client_secret: this.secret, redirect_uris: [REDIRECT_URI] },
      grant_types: ['authorization_code', 'refresh_token', 'client_credentials'],
      ...{ response_types: ['code'], token_endpoint_auth_method: 'client_secret_basic' },
    };
    return { model: 'Client', id: this.clientId, payload, grant_id: null, expires_at: null };
  }
}

const introspected = ({ basic: authorization, tokens }) => ({
  ...{ path: '/token/introspection', headers: { Authorization: authorization }, form: '' },
  token: tokens.access,
});

const STATES = {
  refresh: ({ basic: authorization, tokens }) => ({
    ...{ path: '/token', headers: { Authorization: authorization }, form: '' },
    token: tokens.refresh,
  }),
  code: ({ basic: authorization }) => ({
    ...{ path: '/token', headers: { Authorization: authorization }, form: '' },
    ...{ verifier: VERIFIER, redirectUri: encodeURIComponent(REDIRECT_URI) },
  }),
  'client-credentials': ({ basic: authorization }) => ({
    ...{ path: '/token', headers: { Authorization: authorization }, form: '' },
  }),
  registration: () => ({
    path: '/reg',
    metadata: {
      ...{ client_name: 'Bench App', redirect_uris: [REDIRECT_URI], response_types: ['code'] },
      grant_types: ['authorization_code', 'refresh_token'],
      token_endpoint_auth_method: 'client_secret_basic',
    },
  }),
  metadata: () => ({ path: '/.well-known/openid-configuration' }),
  introspection: introspected,
  'user-info': ({ tokens }) => ({
    ...{ path: '/me', headers: { Authorization: `Bearer ${tokens.openid}` } },
  }),
};

export const oidcProvider = (bench) =>
  new OidcProvider(bench, {
    ...{ name: 'oidc-provider', program: 'bench/servers/oidc-provider.mjs', works: WORKS },
    readyPath: '/.well-known/openid-configuration',
  });
