import type { MigrationInterface, QueryRunner } from 'typeorm';

export class AddDpop1763700000018 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- Used proofs: each is valid once (RFC 9449 §11.1).
      CREATE TABLE dpop_proofs (
        proof_hash bytea       NOT NULL CONSTRAINT pk_dpop_proofs PRIMARY KEY,
        expires_at timestamptz NOT NULL
      );
      CREATE INDEX ix_dpop_proofs_expiry ON dpop_proofs (expires_at);

      -- Thumbprint of the key that the token is bound to; null for a bearer token.
      ALTER TABLE access_tokens ADD dpop_jkt text;
      ALTER TABLE refresh_tokens ADD dpop_jkt text;

      -- The app never gets a token that is not bound to a key (RFC 9449 §5.2).
      ALTER TABLE clients ADD dpop_bound_access_tokens boolean NOT NULL DEFAULT false;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      -- Without the column a bound token would be a bearer token.
      UPDATE access_tokens SET revoked_at = coalesce(revoked_at, now()) WHERE dpop_jkt IS NOT NULL;
      UPDATE refresh_tokens SET expires_at = least(expires_at, now()) WHERE dpop_jkt IS NOT NULL;
      ALTER TABLE clients DROP COLUMN dpop_bound_access_tokens;
      ALTER TABLE refresh_tokens DROP COLUMN dpop_jkt;
      ALTER TABLE access_tokens DROP COLUMN dpop_jkt;
      DROP TABLE dpop_proofs;
    `);
  }
}
