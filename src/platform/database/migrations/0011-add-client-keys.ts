import type { MigrationInterface, QueryRunner } from 'typeorm';

export class AddClientKeys1763700000011 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE clients
        DROP CONSTRAINT ck_clients_origin,
        DROP CONSTRAINT ck_clients_auth_method,
        DROP CONSTRAINT ck_clients_secret,
        -- The client_id of a metadata document, exactly as its app sends it.
        ADD metadata_uri         text CONSTRAINT ux_clients_metadata_uri UNIQUE,
        -- When the last valid copy was read, and how long it may be used; both null once it was withdrawn.
        ADD metadata_fetched_at  timestamptz,
        ADD metadata_fresh_until timestamptz,
        -- When name, logo, redirect URIs, keys or method last changed.
        ADD identity_changed_at  timestamptz,
        ADD jwks                 jsonb,
        ADD jwks_uri             text,
        ADD CONSTRAINT ck_clients_origin CHECK (origin IN ('portal', 'dynamic', 'metadata_document')),
        ADD CONSTRAINT ck_clients_auth_method CHECK (
          token_endpoint_auth_method IN ('none', 'client_secret_basic', 'client_secret_post', 'private_key_jwt')),
        ADD CONSTRAINT ck_clients_secret CHECK (
          (token_endpoint_auth_method IN ('none', 'private_key_jwt')) = (secret_hash IS NULL)),
        ADD CONSTRAINT ck_clients_keys CHECK (
          (token_endpoint_auth_method = 'private_key_jwt')::int = num_nonnulls(jwks, jwks_uri)),
        ADD CONSTRAINT ck_clients_metadata_uri CHECK ((origin = 'metadata_document') = (metadata_uri IS NOT NULL));
      CREATE INDEX ix_clients_never_approved_documents ON clients (created_at)
        WHERE origin = 'metadata_document' AND approved_at IS NULL;

      -- Used assertions: each is valid once (RFC 7523 §3).
      CREATE TABLE client_assertions (
        client_id  uuid        NOT NULL CONSTRAINT fk_client_assertions_client REFERENCES clients (id) ON DELETE CASCADE,
        jti_hash   bytea       NOT NULL,
        expires_at timestamptz NOT NULL,
        CONSTRAINT pk_client_assertions PRIMARY KEY (client_id, jti_hash)
      );
      CREATE INDEX ix_client_assertions_expiry ON client_assertions (expires_at);

      -- Copies of key sets that apps publish, by address: many apps may share one.
      CREATE TABLE client_key_sets (
        uri         text        NOT NULL CONSTRAINT pk_client_key_sets PRIMARY KEY,
        keys        jsonb       NOT NULL,
        fetched_at  timestamptz NOT NULL DEFAULT now(),
        fresh_until timestamptz NOT NULL
      );
      CREATE INDEX ix_client_key_sets_age ON client_key_sets (fetched_at);
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DROP TABLE client_key_sets;
      DROP TABLE client_assertions;
      DELETE FROM clients WHERE origin = 'metadata_document' OR token_endpoint_auth_method = 'private_key_jwt';
      DROP INDEX ix_clients_never_approved_documents;
      ALTER TABLE clients
        DROP CONSTRAINT ck_clients_origin,
        DROP CONSTRAINT ck_clients_auth_method,
        DROP CONSTRAINT ck_clients_secret,
        DROP CONSTRAINT ck_clients_keys,
        DROP CONSTRAINT ck_clients_metadata_uri,
        DROP COLUMN metadata_uri,
        DROP COLUMN metadata_fetched_at,
        DROP COLUMN metadata_fresh_until,
        DROP COLUMN identity_changed_at,
        DROP COLUMN jwks,
        DROP COLUMN jwks_uri,
        ADD CONSTRAINT ck_clients_origin CHECK (origin IN ('portal', 'dynamic')),
        ADD CONSTRAINT ck_clients_auth_method CHECK (
          token_endpoint_auth_method IN ('none', 'client_secret_basic', 'client_secret_post')),
        ADD CONSTRAINT ck_clients_secret CHECK ((token_endpoint_auth_method = 'none') = (secret_hash IS NULL));
    `);
  }
}
