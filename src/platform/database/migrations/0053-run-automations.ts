import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What automations need to run: their whole definition, the versions that were live, and who is under way in them.
 * No automation ran before, so none is active: each is a draft until somebody activates it.
 */
export class RunAutomations1763700000053 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      UPDATE automations SET status = 'draft' WHERE status IN ('active', 'paused');
      UPDATE automations SET steps = (
        SELECT coalesce(jsonb_agg(CASE WHEN jsonb_typeof(step -> 'wait') = 'string'
          THEN jsonb_build_object('wait', jsonb_build_object('duration', step -> 'wait')) ELSE step END ORDER BY place), '[]')
        FROM jsonb_array_elements(steps) WITH ORDINALITY AS each (step, place)
      ) WHERE jsonb_typeof(steps) = 'array';

      ALTER TABLE automations
        ADD COLUMN audience           jsonb,
        ADD COLUMN cancel_events      text[]         NOT NULL DEFAULT '{}',
        ADD COLUMN settings           jsonb          NOT NULL DEFAULT '{"minGap": "P1D", "maxEntriesPerContact": null, "quietHours": null, "includeUnsubscribed": false, "purpose": "marketing"}',
        ADD COLUMN version            integer        NOT NULL DEFAULT 1,
        ADD COLUMN definition_version integer        NOT NULL DEFAULT 1,
        ADD COLUMN credential         jsonb,
        ADD COLUMN paused_reason      text           CONSTRAINT ck_automations_paused_reason CHECK (paused_reason IN ('requested', 'access_ended', 'insufficient_funds', 'sender_not_approved')),
        ADD COLUMN next_scan_at       timestamptz(3),
        ADD COLUMN entered_count      integer        NOT NULL DEFAULT 0,
        ADD COLUMN completed_count    integer        NOT NULL DEFAULT 0,
        ADD COLUMN stopped_count      integer        NOT NULL DEFAULT 0,
        ADD COLUMN message_count      integer        NOT NULL DEFAULT 0,
        ADD COLUMN skipped_count      integer        NOT NULL DEFAULT 0,
        ADD COLUMN updated_at         timestamptz(3) NOT NULL DEFAULT now();
      ALTER TABLE automations ALTER COLUMN settings DROP DEFAULT;
      CREATE UNIQUE INDEX ux_automations_project_id ON automations (project_id, id);
      CREATE INDEX ix_automations_active ON automations (project_id, id) WHERE status = 'active';
      CREATE INDEX ix_automations_next_scan ON automations (next_scan_at) WHERE status = 'active';

      -- Never changed: contacts under way finish on the version that they entered.
      CREATE TABLE automation_versions (
        project_id    uuid           NOT NULL,
        automation_id uuid           NOT NULL,
        version       integer        NOT NULL,
        definition    jsonb          NOT NULL,
        program       jsonb          NOT NULL,
        cancel_events text[]         NOT NULL,
        created_at    timestamptz(3) NOT NULL DEFAULT now(),
        CONSTRAINT pk_automation_versions PRIMARY KEY (project_id, automation_id, version),
        CONSTRAINT fk_automation_versions_automation FOREIGN KEY (project_id, automation_id) REFERENCES automations (project_id, id) ON DELETE CASCADE
      );

      CREATE TABLE automation_enrollments (
        id            uuid           NOT NULL CONSTRAINT pk_automation_enrollments PRIMARY KEY,
        project_id    uuid           NOT NULL,
        automation_id uuid           NOT NULL,
        version       integer        NOT NULL,
        contact_id    uuid           NOT NULL,
        entry_key     text           NOT NULL,
        position      integer        NOT NULL DEFAULT 0,
        due_at        timestamptz(3),
        late_since    timestamptz(3),
        failures      integer        NOT NULL DEFAULT 0,
        triggered_at  timestamptz(3) NOT NULL,
        entered_at    timestamptz(3) NOT NULL DEFAULT now(),
        messaged_at   timestamptz(3),
        ended_at      timestamptz(3),
        end_reason    text           CONSTRAINT ck_automation_enrollments_end_reason
                      CHECK (end_reason IN ('completed', 'exited', 'cancel_event', 'unsubscribed', 'contact_deleted', 'archived', 'failed')),
        CONSTRAINT ck_automation_enrollments_ended CHECK ((ended_at IS NULL) = (end_reason IS NULL) AND (ended_at IS NULL OR due_at IS NULL AND late_since IS NULL)),
        CONSTRAINT fk_automation_enrollments_version FOREIGN KEY (project_id, automation_id, version)
          REFERENCES automation_versions (project_id, automation_id, version) ON DELETE CASCADE,
        CONSTRAINT fk_automation_enrollments_contact FOREIGN KEY (project_id, contact_id) REFERENCES contacts (project_id, id) ON DELETE CASCADE
      );
      CREATE UNIQUE INDEX ux_automation_enrollments_live ON automation_enrollments (project_id, automation_id, contact_id) WHERE ended_at IS NULL;
      CREATE UNIQUE INDEX ux_automation_enrollments_entry ON automation_enrollments (project_id, automation_id, contact_id, entry_key);
      CREATE INDEX ix_automation_enrollments_version ON automation_enrollments (project_id, automation_id, version);
      CREATE INDEX ix_automation_enrollments_entered ON automation_enrollments (project_id, automation_id, entered_at, id);
      CREATE INDEX ix_automation_enrollments_contact ON automation_enrollments (project_id, contact_id);
      CREATE INDEX ix_automation_enrollments_due ON automation_enrollments (due_at) WHERE due_at IS NOT NULL;
      CREATE INDEX ix_automation_enrollments_next ON automation_enrollments (project_id, automation_id, due_at) WHERE due_at IS NOT NULL;
      CREATE INDEX ix_automation_enrollments_late ON automation_enrollments (project_id, automation_id) WHERE late_since IS NOT NULL;
      CREATE INDEX ix_automation_enrollments_ended ON automation_enrollments (ended_at) WHERE ended_at IS NOT NULL;

      -- How many messages of automations a contact got in a day, so that several automations do not add up.
      CREATE TABLE automation_message_days (
        project_id uuid    NOT NULL,
        contact_id uuid    NOT NULL,
        day        date    NOT NULL,
        messages   integer NOT NULL,
        CONSTRAINT pk_automation_message_days PRIMARY KEY (project_id, contact_id, day),
        CONSTRAINT fk_automation_message_days_contact FOREIGN KEY (project_id, contact_id) REFERENCES contacts (project_id, id) ON DELETE CASCADE
      );
      CREATE INDEX ix_automation_message_days_day ON automation_message_days (day);
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DROP TABLE automation_message_days; DROP TABLE automation_enrollments; DROP TABLE automation_versions;
      DROP INDEX ix_automations_next_scan; DROP INDEX ix_automations_active; DROP INDEX ux_automations_project_id;
      ALTER TABLE automations
        DROP COLUMN audience, DROP COLUMN cancel_events, DROP COLUMN settings, DROP COLUMN version, DROP COLUMN definition_version,
        DROP COLUMN credential, DROP COLUMN paused_reason, DROP COLUMN next_scan_at,
        DROP COLUMN entered_count, DROP COLUMN completed_count, DROP COLUMN stopped_count, DROP COLUMN message_count,
        DROP COLUMN skipped_count, DROP COLUMN updated_at;
    `);
  }
}
