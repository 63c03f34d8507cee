import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Consuming a refresh token writes its row only, and no index (docs/decisions/0025-tokens-are-consumed-in-place.md).
 * One index is created, which blocks writers of `refresh_tokens` while it reads the table once.
 */
export class ConsumeInPlace1763700000043 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE replay_nonces (
        id         bytea       NOT NULL CONSTRAINT pk_replay_nonces PRIMARY KEY,
        nonce      bytea       NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now()
      );
      CREATE INDEX ix_replay_nonces_age ON replay_nonces (created_at);

      -- Windows that are open stay so.
      INSERT INTO replay_nonces (id, nonce)
        SELECT sha256(replay_nonce), replay_nonce FROM refresh_tokens WHERE replay_nonce IS NOT NULL;
      UPDATE refresh_tokens SET replay_nonce = sha256(replay_nonce) WHERE replay_nonce IS NOT NULL;

      DROP INDEX ux_refresh_tokens_live, ix_refresh_tokens_expiry, ix_refresh_tokens_replay, ix_refresh_tokens_family;
      CREATE INDEX ix_refresh_tokens_family ON refresh_tokens (family_id, expires_at);
      -- Room for the second version of a row beside the first.
      ALTER TABLE refresh_tokens SET (fillfactor = 90);
      ALTER TABLE authorization_codes SET (fillfactor = 90);
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE authorization_codes RESET (fillfactor);
      ALTER TABLE refresh_tokens RESET (fillfactor);
      UPDATE refresh_tokens r SET replay_nonce = (SELECT n.nonce FROM replay_nonces n WHERE n.id = r.replay_nonce)
        WHERE replay_nonce IS NOT NULL;
      DROP INDEX ix_refresh_tokens_family;
      CREATE INDEX ix_refresh_tokens_family ON refresh_tokens (family_id);
      CREATE UNIQUE INDEX ux_refresh_tokens_live ON refresh_tokens (family_id) WHERE consumed_at IS NULL;
      CREATE INDEX ix_refresh_tokens_expiry ON refresh_tokens (expires_at) WHERE consumed_at IS NULL;
      CREATE INDEX ix_refresh_tokens_replay ON refresh_tokens (consumed_at) WHERE replay_nonce IS NOT NULL;
      DROP TABLE replay_nonces;
    `);
  }
}
