import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CountContactReads1763700000066 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE app_contact_reads (
        client_id  uuid NOT NULL CONSTRAINT fk_app_contact_reads_client REFERENCES clients (id) ON DELETE CASCADE,
        project_id uuid NOT NULL CONSTRAINT fk_app_contact_reads_project REFERENCES projects (id) ON DELETE CASCADE,
        day        timestamptz(3) NOT NULL,
        contacts   integer NOT NULL,
        CONSTRAINT pk_app_contact_reads PRIMARY KEY (client_id, project_id)
      );
      CREATE INDEX ix_app_contact_reads_project ON app_contact_reads (project_id);
      CREATE INDEX ix_app_contact_reads_day ON app_contact_reads (day);
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE app_contact_reads');
  }
}
