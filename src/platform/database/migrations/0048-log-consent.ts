import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who subscribed and unsubscribed contacts, numbers that get nothing, and indexes for reading events in order. */
export class LogConsent1763700000048 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE contacts ADD COLUMN sms_blocked_at timestamptz(3);
      CREATE INDEX ix_contacts_updated ON contacts (project_id, updated_at, id);

      CREATE TABLE consent_changes (
        id           uuid           NOT NULL CONSTRAINT pk_consent_changes PRIMARY KEY,
        project_id   uuid           NOT NULL,
        contact_id   uuid           NOT NULL,
        channel      text           NOT NULL CONSTRAINT ck_consent_changes_channel CHECK (channel IN ('sms', 'email')),
        subscribed   boolean        NOT NULL,
        source       text           NOT NULL CONSTRAINT ck_consent_changes_source CHECK (source IN ('api', 'link', 'reply')),
        actor        jsonb          NOT NULL,
        reason       text,
        utm_source   text,
        utm_medium   text,
        utm_campaign text,
        created_at   timestamptz(3) NOT NULL DEFAULT now(),
        CONSTRAINT fk_consent_changes_contact FOREIGN KEY (project_id, contact_id) REFERENCES contacts (project_id, id) ON DELETE CASCADE
      );
      CREATE INDEX ix_consent_changes_contact ON consent_changes (project_id, contact_id, created_at);
      CREATE INDEX ix_consent_changes_created ON consent_changes (created_at);

      CREATE TABLE contact_suppressions (
        project_id uuid           NOT NULL CONSTRAINT fk_contact_suppressions_project REFERENCES projects (id) ON DELETE CASCADE,
        phone_hash bytea          NOT NULL,
        stopped_at timestamptz(3),
        erased_at  timestamptz(3),
        CONSTRAINT pk_contact_suppressions PRIMARY KEY (project_id, phone_hash),
        CONSTRAINT ck_contact_suppressions_cause CHECK (stopped_at IS NOT NULL OR erased_at IS NOT NULL)
      );

      CREATE INDEX ix_contact_events_occurred ON contact_events (project_id, occurred_at, id);
      CREATE INDEX ix_contact_events_received ON contact_events (project_id, received_at, id);
      CREATE INDEX ix_contact_events_type ON contact_events (project_id, type, occurred_at, id);
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DROP INDEX ix_contact_events_type; DROP INDEX ix_contact_events_received; DROP INDEX ix_contact_events_occurred;
      DROP TABLE contact_suppressions; DROP TABLE consent_changes;
      DROP INDEX ix_contacts_updated;
      ALTER TABLE contacts DROP COLUMN sms_blocked_at;
    `);
  }
}
