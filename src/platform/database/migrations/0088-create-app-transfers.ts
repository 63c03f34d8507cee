import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Offers of apps to people of other organisations: one of an app at a time. */
export class CreateAppTransfers1763700000088 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE app_transfers (
        id                   uuid        NOT NULL CONSTRAINT pk_app_transfers PRIMARY KEY,
        client_id            uuid        NOT NULL CONSTRAINT fk_app_transfers_client REFERENCES clients (id) ON DELETE CASCADE,
        from_organisation_id uuid        NOT NULL
                             CONSTRAINT fk_app_transfers_organisation REFERENCES organisations (id) ON DELETE CASCADE,
        offered_by           uuid        NOT NULL CONSTRAINT fk_app_transfers_user REFERENCES users (id) ON DELETE CASCADE,
        email                text        NOT NULL,
        created_at           timestamptz NOT NULL DEFAULT now(),
        expires_at           timestamptz NOT NULL
      );
      CREATE UNIQUE INDEX ux_app_transfers_client ON app_transfers (client_id);
      CREATE INDEX ix_app_transfers_organisation ON app_transfers (from_organisation_id);
      CREATE INDEX ix_app_transfers_user ON app_transfers (offered_by);
      CREATE INDEX ix_app_transfers_email ON app_transfers (email);
      CREATE INDEX ix_app_transfers_end ON app_transfers (expires_at);
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`DROP TABLE app_transfers;`);
  }
}
