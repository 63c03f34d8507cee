import { createHash, hash, randomBytes, randomUUID } from 'node:crypto';
import { openPool } from './pool.mjs';

/*
 * The works with one named statement each, on the tables of targets/plain-rows.mjs. What must hold holds: tokens are
 * stored hashed, one request wins a token or a code, a spent one shown again ends its family, roles are joined.
 * There is no validation beyond that, no audit, no limit and no log.
 */

const sha256 = (text) => hash('sha256', text, 'buffer');
const mint = () => randomBytes(32).toString('base64url');
const challengeOf = (verifier) => createHash('sha256').update(verifier).digest('base64url');

const REFRESH = `
  WITH spent AS (
    UPDATE refresh_tokens r SET consumed_at = now() FROM families f, clients c
    WHERE r.hash = $1 AND r.consumed_at IS NULL AND r.expires_at > now()
      AND f.id = r.family_id AND f.revoked_at IS NULL AND c.id = f.client_id AND c.id = $2 AND c.secret_hash = $3
    RETURNING r.family_id, f.scopes
  ), access AS (
    INSERT INTO access_tokens SELECT $4, family_id, now() + interval '1 hour' FROM spent
  ), successor AS (
    INSERT INTO refresh_tokens SELECT $5, family_id, now() + interval '30 days' FROM spent
  )
  SELECT scopes FROM spent`;
const END_OF_REFRESH = `
  UPDATE families SET revoked_at = now() WHERE revoked_at IS NULL
    AND id = (SELECT family_id FROM refresh_tokens WHERE hash = $1 AND consumed_at IS NOT NULL)`;
const CODE = `
  WITH spent AS (
    UPDATE codes k SET consumed_at = now(), family_id = $6 FROM clients c
    WHERE k.hash = $1 AND k.consumed_at IS NULL AND k.expires_at > now() AND k.client_id = $2 AND c.id = $2
      AND c.secret_hash = $3 AND k.challenge = $4 AND k.redirect_uri = $5
    RETURNING k.client_id, k.user_id, k.scopes
  ), family AS (
    INSERT INTO families SELECT $6, client_id, user_id, scopes FROM spent
  ), access AS (
    INSERT INTO access_tokens SELECT $7, $6, now() + interval '1 hour' FROM spent
  ), refresh AS (
    INSERT INTO refresh_tokens SELECT $8, $6, now() + interval '30 days' FROM spent
  )
  SELECT scopes FROM spent`;
const END_OF_CODE = `
  UPDATE families SET revoked_at = now() WHERE revoked_at IS NULL
    AND id = (SELECT family_id FROM codes WHERE hash = $1 AND consumed_at IS NOT NULL)`;
const SERVICE = `
  WITH client AS (
    SELECT id FROM clients WHERE id = $1 AND secret_hash = $2
  ), family AS (
    INSERT INTO families SELECT $3, id, NULL, '{segments:read}' FROM client RETURNING id
  )
  INSERT INTO access_tokens SELECT $4, id, now() + interval '1 hour' FROM family RETURNING 1`;
const REGISTER = `
  INSERT INTO clients (id, secret_hash, redirect_uri, metadata) VALUES ($1, $2, $3, $4)`;
const INTROSPECT = `
  SELECT f.client_id, f.user_id, f.scopes, t.expires_at FROM access_tokens t
  JOIN families f ON f.id = t.family_id JOIN clients c ON c.id = $2 AND c.secret_hash = $3
  WHERE t.hash = $1 AND t.expires_at > now() AND f.revoked_at IS NULL`;
const GUARD = `
  SELECT f.scopes, m.role, s.id, s.name FROM access_tokens t
  JOIN families f ON f.id = t.family_id
  JOIN members m ON m.user_id = f.user_id AND m.project_id = $2
  JOIN segments s ON s.project_id = m.project_id AND s.id = $3
  WHERE t.hash = $1 AND t.expires_at > now() AND f.revoked_at IS NULL`;
const USER = `
  SELECT u.id, u.name, u.email FROM access_tokens t
  JOIN families f ON f.id = t.family_id JOIN users u ON u.id = f.user_id
  WHERE t.hash = $1 AND t.expires_at > now() AND f.revoked_at IS NULL`;

const refused = (status, error) => ({ status, body: { error } });

const tokens = (accessToken, refreshToken, scopes) => ({
  status: 200,
  body: {
    ...{ access_token: accessToken, token_type: 'Bearer', expires_in: 3600 },
    ...(refreshToken === null ? {} : { refresh_token: refreshToken }),
    scope: scopes.join(' '),
  },
});

/** Each method takes what the request names and gives `{ status, body }`. */
export class PlainOperations {
  #pool;

  constructor(databaseUrl) {
    this.#pool = openPool(databaseUrl);
  }

  /** `client`: id and secret; `form`: URLSearchParams. */
  token(client, form) {
    switch (form.get('grant_type')) {
      case 'refresh_token':
        return this.#refresh(client, form.get('refresh_token') ?? '');
      case 'authorization_code':
        return this.#redeem(client, form);
      case 'client_credentials':
        return this.#service(client);
      default:
        return refused(400, 'unsupported_grant_type');
    }
  }

  async #refresh({ id, secret }, token) {
    const [access, refresh, shown] = [mint(), mint(), sha256(token)];
    const values = [shown, id, sha256(secret), sha256(access), sha256(refresh)];
    const [row] = await this.#query('refresh', REFRESH, values);
    if (row) return tokens(access, refresh, row.scopes);
    await this.#query('end-of-refresh', END_OF_REFRESH, [shown]);
    return refused(400, 'invalid_grant');
  }

  async #redeem({ id, secret }, form) {
    const [access, refresh, shown] = [mint(), mint(), sha256(form.get('code') ?? '')];
    const challenge = challengeOf(form.get('code_verifier') ?? '');
    const proof = [shown, id, sha256(secret), challenge, form.get('redirect_uri')];
    const issued = [randomUUID(), sha256(access), sha256(refresh)];
    const [row] = await this.#query('code', CODE, [...proof, ...issued]);
    if (row) return tokens(access, refresh, row.scopes);
    await this.#query('end-of-code', END_OF_CODE, [shown]);
    return refused(400, 'invalid_grant');
  }

  async #service({ id, secret }) {
    const access = mint();
    const values = [id, sha256(secret), randomUUID(), sha256(access)];
    const [row] = await this.#query('service', SERVICE, values);
    return row ? tokens(access, null, ['segments:read']) : refused(401, 'invalid_client');
  }

  async register(metadata) {
    const [id, secret] = [randomUUID(), mint()];
    const values = [id, sha256(secret), metadata.redirect_uris[0], JSON.stringify(metadata)];
    await this.#query('register', REGISTER, values);
    return { status: 201, body: { ...metadata, client_id: id, client_secret: secret } };
  }

  async introspect({ id, secret }, token) {
    const values = [sha256(token), id, sha256(secret)];
    const [row] = await this.#query('introspect', INTROSPECT, values);
    if (!row) return { status: 200, body: { active: false } };
    const { client_id, user_id, scopes, expires_at } = row;
    const exp = Math.floor(expires_at.getTime() / 1_000);
    return {
      status: 200,
      body: { active: true, client_id, sub: String(user_id), scope: scopes.join(' '), exp },
    };
  }

  /** Null if the token does not allow it. */
  async segment(token, projectId, segmentId) {
    const [row] = await this.#query('guard', GUARD, [sha256(token), projectId, segmentId]);
    const allowed = row?.scopes.includes('segments:read') && row.role !== 'none';
    return allowed ? { data: { uid: row.id, name: row.name } } : null;
  }

  async user(token) {
    const [row] = await this.#query('user', USER, [sha256(token)]);
    if (!row) return refused(401, 'invalid_token');
    return { status: 200, body: { sub: String(row.id), name: row.name, email: row.email } };
  }

  async #query(name, text, values) {
    const { rows } = await this.#pool.query({ name, text, values });
    return rows;
  }
}

/** `{ id, secret }` of a Basic header (RFC 6749 §2.3.1); empty without one. */
export function clientOf(authorization) {
  const text = Buffer.from((authorization ?? '').slice(6), 'base64').toString();
  const colon = text.indexOf(':');
  if (colon < 0) return { id: '', secret: '' };
  const [id, secret] = [text.slice(0, colon), text.slice(colon + 1)].map(decodeURIComponent);
  return { id, secret };
}

export const tokenOf = (authorization) => (authorization ?? '').slice(7);

/** The document of RFC 8414. */
export const describeServer = (issuer) => ({
  issuer,
  authorization_endpoint: `${issuer}/authorize`,
  token_endpoint: `${issuer}/token`,
  registration_endpoint: `${issuer}/register`,
  introspection_endpoint: `${issuer}/introspect`,
  userinfo_endpoint: `${issuer}/userinfo`,
  response_types_supported: ['code'],
  grant_types_supported: ['authorization_code', 'refresh_token', 'client_credentials'],
  code_challenge_methods_supported: ['S256'],
  token_endpoint_auth_methods_supported: ['client_secret_basic'],
});
