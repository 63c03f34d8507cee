import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateClients1763700000004 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE clients (
        id                         uuid        NOT NULL CONSTRAINT pk_clients PRIMARY KEY,
        origin                     text        NOT NULL CONSTRAINT ck_clients_origin CHECK (origin IN ('portal', 'dynamic')),
        organisation_id            uuid        CONSTRAINT fk_clients_organisation REFERENCES organisations (id),
        name                       text        NOT NULL,
        application_type           text        NOT NULL CONSTRAINT ck_clients_application_type CHECK (application_type IN ('web', 'native')),
        token_endpoint_auth_method text        NOT NULL
                                   CONSTRAINT ck_clients_auth_method CHECK (token_endpoint_auth_method IN ('none', 'client_secret_basic', 'client_secret_post')),
        -- A default method is enforced only once the client has used its secret.
        auth_method_defaulted      boolean     NOT NULL DEFAULT false,
        authenticated_at           timestamptz,
        secret_hash                bytea,
        redirect_uris              text[]      NOT NULL,
        grant_types                text[]      NOT NULL,
        scope                      text[],
        client_uri                 text,
        logo_uri                   text,
        tos_uri                    text,
        policy_uri                 text,
        created_at                 timestamptz NOT NULL DEFAULT now(),
        approved_at                timestamptz,
        disabled_at                timestamptz,
        CONSTRAINT ck_clients_portal_owner CHECK (origin <> 'portal' OR organisation_id IS NOT NULL),
        CONSTRAINT ck_clients_secret CHECK ((token_endpoint_auth_method = 'none') = (secret_hash IS NULL))
      );
      CREATE INDEX ix_clients_organisation ON clients (organisation_id);
      -- Self-registered clients without a grant, oldest first: deleted first when there are too many.
      CREATE INDEX ix_clients_never_approved ON clients (created_at) WHERE origin = 'dynamic' AND approved_at IS NULL;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`DROP TABLE clients;`);
  }
}
