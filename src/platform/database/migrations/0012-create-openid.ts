import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateOpenid1763700000012 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- Keys that sign ID tokens: next (published, not used yet), then current, then retired (public part only).
      CREATE TABLE signing_keys (
        -- RFC 7638 thumbprint: two keys never share one.
        kid                text        NOT NULL CONSTRAINT pk_signing_keys PRIMARY KEY,
        algorithm          text        NOT NULL CONSTRAINT ck_signing_keys_algorithm CHECK (algorithm IN ('RS256', 'ES256', 'EdDSA')),
        public_jwk         jsonb       NOT NULL,
        -- A JWE under a key that is not in this database. Null once the key is retired.
        sealed_private_key text,
        created_at         timestamptz NOT NULL DEFAULT now(),
        activated_at       timestamptz,
        retired_at         timestamptz,
        CONSTRAINT ck_signing_keys_life CHECK (retired_at IS NULL OR activated_at IS NOT NULL),
        CONSTRAINT ck_signing_keys_private CHECK ((retired_at IS NULL) = (sealed_private_key IS NOT NULL))
      );
      CREATE UNIQUE INDEX ux_signing_keys_next ON signing_keys (algorithm) WHERE activated_at IS NULL;
      CREATE UNIQUE INDEX ux_signing_keys_current ON signing_keys (algorithm) WHERE activated_at IS NOT NULL AND retired_at IS NULL;

      ALTER TABLE users ADD COLUMN email_verified_at timestamptz, ADD COLUMN picture_url text;

      ALTER TABLE clients ADD COLUMN id_token_signed_response_alg text NOT NULL DEFAULT 'RS256'
        CONSTRAINT ck_clients_id_token_alg CHECK (id_token_signed_response_alg IN ('RS256', 'ES256', 'EdDSA'));

      -- When the person had signed in; null where no person did.
      ALTER TABLE token_families ADD COLUMN auth_time timestamptz;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE token_families DROP COLUMN auth_time;
      ALTER TABLE clients DROP COLUMN id_token_signed_response_alg;
      ALTER TABLE users DROP COLUMN picture_url, DROP COLUMN email_verified_at;
      DROP TABLE signing_keys;
    `);
  }
}
