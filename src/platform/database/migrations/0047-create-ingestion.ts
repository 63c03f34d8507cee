import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateIngestion1763700000047 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE data_sources
        ADD received_contacts        bigint NOT NULL DEFAULT 0,
        ADD received_events          bigint NOT NULL DEFAULT 0,
        ADD errored                  bigint NOT NULL DEFAULT 0,
        ADD last_contact_received_at timestamptz(3),
        ADD last_event_received_at   timestamptz(3);

      -- What each batch brought. Batches of a source would wait for each other if they counted in its row.
      CREATE TABLE data_source_receipts (
        id             uuid           NOT NULL CONSTRAINT pk_data_source_receipts PRIMARY KEY,
        project_id     uuid           NOT NULL,
        data_source_id uuid           NOT NULL,
        contacts       integer        NOT NULL,
        events         integer        NOT NULL,
        errored        integer        NOT NULL,
        received_at    timestamptz(3) NOT NULL DEFAULT now()
      );
      CREATE INDEX ix_data_source_receipts_source ON data_source_receipts (project_id, data_source_id);

      -- Which source a contact came from, and those of its values that are of another one.
      ALTER TABLE contacts
        ADD data_source_id uuid,
        ADD field_sources  jsonb NOT NULL DEFAULT '{}';

      -- Contacts that a source knows by another id.
      CREATE TABLE contact_identities (
        project_id     uuid NOT NULL,
        data_source_id uuid NOT NULL,
        user_id        text NOT NULL,
        contact_id     uuid NOT NULL,
        CONSTRAINT pk_contact_identities PRIMARY KEY (project_id, data_source_id, user_id),
        CONSTRAINT fk_contact_identities_contact FOREIGN KEY (project_id, contact_id)
          REFERENCES contacts (project_id, id) ON DELETE CASCADE
      );
      CREATE UNIQUE INDEX ux_contact_identities_contact ON contact_identities (project_id, contact_id, data_source_id);
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DROP TABLE contact_identities;
      ALTER TABLE contacts DROP data_source_id, DROP field_sources;
      DROP TABLE data_source_receipts;
      ALTER TABLE data_sources
        DROP received_contacts, DROP received_events, DROP errored, DROP last_contact_received_at, DROP last_event_received_at;
    `);
  }
}
