import { hash } from 'node:crypto';
import { openPool } from './pool.mjs';

const sha256 = (text) => hash('sha256', text, 'buffer');

const CLIENT = 'SELECT id, redirect_uri FROM clients WHERE id = $1 AND secret_hash = $2';
const CODE = `
  SELECT client_id, user_id, redirect_uri, challenge, scopes, expires_at FROM codes WHERE hash = $1`;
const REVOKE_CODE = 'DELETE FROM codes WHERE hash = $1';
const REFRESH_TOKEN = `
  SELECT client_id, user_id, scopes, refresh_expires_at FROM tokens WHERE refresh_hash = $1`;
const REVOKE_TOKEN = 'DELETE FROM tokens WHERE refresh_hash = $1';
const ACCESS_TOKEN = `
  SELECT client_id, user_id, scopes, access_expires_at FROM tokens WHERE access_hash = $1`;
const SAVE = 'INSERT INTO tokens VALUES ($1, $2, $3, $4, $5, $6, $7)';

const GRANTS = ['authorization_code', 'refresh_token', 'client_credentials'];

/** The model that @node-oauth/oauth2-server asks for: prepared statements, hashed tokens, the fewest rows. */
export class PostgresModel {
  #pool;

  constructor(connectionString) {
    this.#pool = openPool(connectionString);
  }

  async getClient(id, secret) {
    const [row] = await this.#query('client', CLIENT, [id, sha256(secret)]);
    return row && { id: row.id, grants: GRANTS, redirectUris: [row.redirect_uri] };
  }

  async getAuthorizationCode(code) {
    const [row] = await this.#query('code', CODE, [sha256(code)]);
    return (
      row && {
        ...{ authorizationCode: code, expiresAt: row.expires_at, redirectUri: row.redirect_uri },
        ...{ codeChallenge: row.challenge, codeChallengeMethod: 'S256', scope: row.scopes },
        ...partiesOf(row),
      }
    );
  }

  /** The DELETE decides a race. */
  revokeAuthorizationCode({ authorizationCode }) {
    return this.#deletes('revoke-code', REVOKE_CODE, authorizationCode);
  }

  async getRefreshToken(refreshToken) {
    const [row] = await this.#query('refresh', REFRESH_TOKEN, [sha256(refreshToken)]);
    return (
      row && {
        ...{ refreshToken, refreshTokenExpiresAt: row.refresh_expires_at, scope: row.scopes },
        ...partiesOf(row),
      }
    );
  }

  revokeToken({ refreshToken }) {
    return this.#deletes('revoke', REVOKE_TOKEN, refreshToken);
  }

  async saveToken(token, client, user) {
    const refresh = token.refreshToken === undefined ? null : sha256(token.refreshToken);
    await this.#query('save', SAVE, [
      ...[sha256(token.accessToken), refresh, client.id, user.id, token.scope],
      ...[token.accessTokenExpiresAt, token.refreshTokenExpiresAt ?? null],
    ]);
    return { ...token, client, user };
  }

  async getAccessToken(accessToken) {
    const [row] = await this.#query('access', ACCESS_TOKEN, [sha256(accessToken)]);
    return (
      row && {
        ...{ accessToken, accessTokenExpiresAt: row.access_expires_at, scope: row.scopes },
        ...partiesOf(row),
      }
    );
  }

  /** A service acts in its own name. */
  getUserFromClient() {
    return { id: null };
  }

  validateScope(_user, _client, scope) {
    return scope ?? ['segments:read'];
  }

  verifyScope({ scope }, required) {
    return required.every((each) => scope.includes(each));
  }

  async #deletes(name, text, secret) {
    const { rowCount } = await this.#pool.query({ name, text, values: [sha256(secret)] });
    return rowCount === 1;
  }

  async #query(name, text, values) {
    const { rows } = await this.#pool.query({ name, text, values });
    return rows;
  }
}

const partiesOf = (row) => ({ client: { id: row.client_id }, user: { id: row.user_id } });
