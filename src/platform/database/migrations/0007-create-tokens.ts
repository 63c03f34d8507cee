import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateTokens1763700000007 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- One redemption of one code, and every token that descends from it.
      CREATE TABLE token_families (
        id         uuid        NOT NULL CONSTRAINT pk_token_families PRIMARY KEY,
        grant_id   uuid        NOT NULL CONSTRAINT fk_token_families_grant REFERENCES grants (id) ON DELETE CASCADE,
        code_id    uuid        NOT NULL,
        scopes     text[]      NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        revoked_at timestamptz
      );
      CREATE UNIQUE INDEX ux_token_families_code ON token_families (code_id);
      CREATE INDEX ix_token_families_grant ON token_families (grant_id);

      CREATE TABLE access_tokens (
        id         uuid        NOT NULL CONSTRAINT pk_access_tokens PRIMARY KEY,
        token_hash bytea       NOT NULL,
        family_id  uuid        NOT NULL CONSTRAINT fk_access_tokens_family REFERENCES token_families (id) ON DELETE CASCADE,
        -- Null: all of the family's. Otherwise a narrowing made at refresh.
        scopes     text[],
        created_at timestamptz NOT NULL DEFAULT now(),
        expires_at timestamptz NOT NULL,
        revoked_at timestamptz
      );
      CREATE UNIQUE INDEX ux_access_tokens_hash ON access_tokens (token_hash);
      CREATE INDEX ix_access_tokens_family ON access_tokens (family_id);
      CREATE INDEX ix_access_tokens_expiry ON access_tokens (expires_at);

      CREATE TABLE refresh_tokens (
        id          uuid        NOT NULL CONSTRAINT pk_refresh_tokens PRIMARY KEY,
        token_hash  bytea       NOT NULL,
        family_id   uuid        NOT NULL CONSTRAINT fk_refresh_tokens_family REFERENCES token_families (id) ON DELETE CASCADE,
        created_at  timestamptz NOT NULL DEFAULT now(),
        expires_at  timestamptz NOT NULL,
        consumed_at timestamptz,
        -- A request that began before this moment took part in the race.
        raced_until timestamptz
      );
      CREATE UNIQUE INDEX ux_refresh_tokens_hash ON refresh_tokens (token_hash);
      -- At most one unconsumed refresh token per family.
      CREATE UNIQUE INDEX ux_refresh_tokens_live ON refresh_tokens (family_id) WHERE consumed_at IS NULL;
      CREATE INDEX ix_refresh_tokens_family ON refresh_tokens (family_id);
      CREATE INDEX ix_refresh_tokens_expiry ON refresh_tokens (expires_at);
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(
      `DROP TABLE refresh_tokens; DROP TABLE access_tokens; DROP TABLE token_families;`,
    );
  }
}
