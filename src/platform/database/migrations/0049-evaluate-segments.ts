import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Members of static segments, which segments refer to which, who uses them, and what automations have seen of them.
 * `watched_segments` and `segment_snapshots` have no foreign key to `segments`: to delete one with it would take as long
 * as it has contacts. A job clears them.
 */
export class EvaluateSegments1763700000049 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE segments
        ADD parameters jsonb NOT NULL DEFAULT '[]',
        ADD created_by uuid;
      CREATE UNIQUE INDEX ux_segments_project_id ON segments (project_id, id);

      CREATE TABLE segment_members (
        project_id uuid           NOT NULL,
        segment_id uuid           NOT NULL,
        contact_id uuid           NOT NULL,
        added_at   timestamptz(3) NOT NULL DEFAULT now(),
        CONSTRAINT pk_segment_members PRIMARY KEY (project_id, segment_id, contact_id),
        CONSTRAINT fk_segment_members_segment FOREIGN KEY (project_id, segment_id) REFERENCES segments (project_id, id) ON DELETE CASCADE,
        CONSTRAINT fk_segment_members_contact FOREIGN KEY (project_id, contact_id) REFERENCES contacts (project_id, id) ON DELETE CASCADE
      );
      CREATE INDEX ix_segment_members_contact ON segment_members (project_id, contact_id);

      -- Also with the project itself: by the segments alone, one that another refers to could not be deleted.
      CREATE TABLE segment_links (
        project_id uuid NOT NULL CONSTRAINT fk_segment_links_project REFERENCES projects (id) ON DELETE CASCADE,
        segment_id uuid NOT NULL,
        refers_to  uuid NOT NULL,
        CONSTRAINT pk_segment_links PRIMARY KEY (project_id, segment_id, refers_to),
        CONSTRAINT fk_segment_links_segment FOREIGN KEY (project_id, segment_id) REFERENCES segments (project_id, id) ON DELETE CASCADE,
        CONSTRAINT fk_segment_links_refers_to FOREIGN KEY (project_id, refers_to) REFERENCES segments (project_id, id)
      );
      CREATE INDEX ix_segment_links_refers_to ON segment_links (project_id, refers_to);

      CREATE TABLE segment_uses (
        project_id   uuid    NOT NULL CONSTRAINT fk_segment_uses_project REFERENCES projects (id) ON DELETE CASCADE,
        segment_id   uuid    NOT NULL,
        used_by_kind text    NOT NULL CONSTRAINT ck_segment_uses_used_by_kind CHECK (used_by_kind IN ('campaign', 'automation')),
        used_by_id   uuid    NOT NULL,
        watches      boolean NOT NULL DEFAULT false,
        CONSTRAINT pk_segment_uses PRIMARY KEY (project_id, segment_id, used_by_kind, used_by_id),
        CONSTRAINT fk_segment_uses_segment FOREIGN KEY (project_id, segment_id) REFERENCES segments (project_id, id)
      );
      CREATE INDEX ix_segment_uses_used_by ON segment_uses (project_id, used_by_kind, used_by_id);

      CREATE TABLE watched_segments (
        project_id uuid           NOT NULL CONSTRAINT fk_watched_segments_project REFERENCES projects (id) ON DELETE CASCADE,
        segment_id uuid           NOT NULL,
        complete   boolean        NOT NULL DEFAULT false,
        due_at     timestamptz(3) NOT NULL DEFAULT now(),
        CONSTRAINT pk_watched_segments PRIMARY KEY (project_id, segment_id)
      );
      CREATE INDEX ix_watched_segments_due ON watched_segments (due_at);

      CREATE TABLE segment_snapshots (
        project_id uuid NOT NULL,
        segment_id uuid NOT NULL,
        contact_id uuid NOT NULL,
        CONSTRAINT pk_segment_snapshots PRIMARY KEY (project_id, segment_id, contact_id),
        CONSTRAINT fk_segment_snapshots_contact FOREIGN KEY (project_id, contact_id) REFERENCES contacts (project_id, id) ON DELETE CASCADE
      );
      CREATE INDEX ix_segment_snapshots_contact ON segment_snapshots (project_id, contact_id);
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DROP TABLE segment_snapshots; DROP TABLE watched_segments; DROP TABLE segment_uses; DROP TABLE segment_links;
      DROP TABLE segment_members;
      DROP INDEX ux_segments_project_id;
      ALTER TABLE segments DROP parameters, DROP created_by;
    `);
  }
}
