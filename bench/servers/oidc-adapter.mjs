import { openPool } from './pool.mjs';

const UPSERT = `
  INSERT INTO models (model, id, payload, grant_id, uid, user_code, expires_at)
  VALUES ($1, $2, $3, $4, $5, $6, now() + make_interval(secs => $7))
  ON CONFLICT (model, id) DO UPDATE SET payload = excluded.payload, expires_at = excluded.expires_at`;
const found = (condition) => `
  SELECT payload, consumed_at FROM models
  WHERE model = $1 AND ${condition} AND (expires_at IS NULL OR expires_at > now())`;

/** The adapter that oidc-provider's documentation asks for: one table, models as jsonb, prepared statements. */
class PostgresAdapter {
  #model;
  #pool;

  constructor(model, pool) {
    this.#model = model;
    this.#pool = pool;
  }

  async upsert(id, payload, expiresIn) {
    const { grantId = null, uid = null, userCode = null } = payload;
    const values = [id, JSON.stringify(payload), grantId, uid, userCode, expiresIn ?? null];
    await this.#run('upsert', UPSERT, values);
  }

  find(id) {
    return this.#one('find', 'id = $2', id);
  }

  findByUid(uid) {
    return this.#one('find-by-uid', 'uid = $2', uid);
  }

  findByUserCode(code) {
    return this.#one('find-by-user-code', 'user_code = $2', code);
  }

  async consume(id) {
    const text = 'UPDATE models SET consumed_at = now() WHERE model = $1 AND id = $2';
    await this.#run('consume', text, [id]);
  }

  async destroy(id) {
    await this.#run('destroy', 'DELETE FROM models WHERE model = $1 AND id = $2', [id]);
  }

  async revokeByGrantId(grantId) {
    await this.#run('revoke', 'DELETE FROM models WHERE model = $1 AND grant_id = $2', [grantId]);
  }

  async #one(name, condition, value) {
    const [row] = await this.#run(name, found(condition), [value]);
    if (row === undefined) return undefined;
    return row.consumed_at === null ? row.payload : { ...row.payload, consumed: true };
  }

  async #run(name, text, values) {
    const { rows } = await this.#pool.query({ name, text, values: [this.#model, ...values] });
    return rows;
  }
}

export function adapterOf(connectionString) {
  const pool = openPool(connectionString);
  return (model) => new PostgresAdapter(model, pool);
}
