import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Logos of apps, as this server has encoded them. */
export class CreateAppLogos1763700000071 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE app_logos (
        id         uuid        NOT NULL,
        client_id  uuid        NOT NULL,
        png        bytea       NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT pk_app_logos PRIMARY KEY (id),
        CONSTRAINT fk_app_logos_client FOREIGN KEY (client_id) REFERENCES clients (id) ON DELETE CASCADE,
        CONSTRAINT ck_app_logos_size CHECK (octet_length(png) <= 102400)
      );
      CREATE INDEX ix_app_logos_client ON app_logos (client_id, id);
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE app_logos');
  }
}
